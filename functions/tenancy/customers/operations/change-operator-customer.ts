import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { farewellStore, pairStore } from '../../relationships/index.ts';
import { buysOnlyFromPartners, isSyndication, reclassified } from '../domain/customer.ts';
import { qualificationOf } from '../domain/qualification.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';
import { toOperatorCustomerWire } from './operator-customer-wire.ts';

type Change = typeof customersRoutes.changeOperatorCustomer;

/**
 * The operator says by which ways a customer buys, and what it qualifies for (CUS-5). A customer of a syndication partner
 * has no partner here (REL-4): while it has one it does not become such a customer, and once it is one it accepts none. Of
 * that and an acceptance at once, one goes through. One that has no partner any more, and from now on buys from partners
 * alone, is one that was left (CUS-6).
 */
export const changeOperatorCustomer: Operation<Change, Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Change>, { table }: Deps): ReturnType<Operation<Change, Deps>> => {
  const customers = customerStore(table);
  const before = await customers.load(call.path.customerId);
  if (!before) return refuse('tenant_not_found');
  const { channels, qualification } = call.body;
  const changed = reclassified(before, {
    channels,
    qualification: qualification && qualificationOf(qualification),
  });
  if (!changed.ok) return changed;
  const after = changed.value;
  if (after === before) return ok({ status: 200, body: toOperatorCustomerWire(before) });
  const { partnerIds, unchanged } = await pairStore(table).partnersOf(before.customerId, 1);
  if (isSyndication(after) && partnerIds.length > 0)
    return refuse('invalid_property', {
      field: 'channels',
      description: 'channels: a customer with a partner here cannot be one of syndication; end the relationship first.',
    });
  const isLeft = buysOnlyFromPartners(after) && !buysOnlyFromPartners(before) && partnerIds.length === 0;
  const farewell = isLeft ? await farewellStore(table).load(before.customerId) : undefined;
  await table.write([
    ...(await customers.writes(before, after, occasionOf(call))),
    ...(farewell ? [farewellStore(table).beginWrite(farewell, call.at)] : isSyndication(after) ? [unchanged] : []),
  ]);
  return ok({ status: 200, body: toOperatorCustomerWire({ ...after, version: before.version + 1 }) });
};
