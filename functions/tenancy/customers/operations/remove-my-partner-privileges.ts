import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { applyPairEvent, pairStore } from '../../relationships/index.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';

type Remove = typeof customersRoutes.removeMyPartnerPrivileges;

/**
 * The customer takes delegated administration from a partner (DAP-1). A reseller stays one and goes on selling (DAP-2);
 * an advisor leaves the list and gets a mail (DAP-3).
 */
export const removeMyPartnerPrivileges: Operation<Remove, Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const [pairs, customers] = [pairStore(table), customerStore(table)];
    const customerId = call.caller.tenantId;
    const [customer, before] = await Promise.all([
      customers.load(customerId),
      pairs.load({ partnerId: call.path.partnerId, customerId }),
    ]);
    if (!customer || before.relationship === 'none') return refuse('resource_not_found');
    const event = 'customerRemovedPrivileges';
    const after = applyPairEvent(before, event, call.at);
    if (after === before) return ok({ status: 204 });
    await table.write([
      ...(await pairs.changeWrites({ before, after, event, customer }, occasionOf(call))),
      customers.held(customer),
    ]);
    return ok({ status: 204 });
  });
