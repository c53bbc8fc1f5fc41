import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { vet } from '../domain/customer.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import { toValidationWire } from './customer-wire.ts';
import type { Deps } from './dependencies.ts';

const STATUSES = { Allowed: 'allowed', UnderReview: 'underReview', NotAllowed: 'notAllowed' } as const;

/** Allows, holds or refuses business with a customer, with the reason that orders are then refused with (PRG-6). */
export const setCustomerValidation: Operation<typeof customersRoutes.setCustomerValidation, Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const customers = customerStore(table);
    const before = await customers.load(call.path.customerId);
    if (!before) return refuse('tenant_not_found');
    const { status, reason } = call.body;
    const after = vet(before, given({ status: STATUSES[status], reason }), call.at);
    if (after !== before) await table.write(await customers.writes(before, after, occasionOf(call)));
    return ok({ status: 200, body: toValidationWire(after) });
  });
