import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { decide } from '../domain/succession.ts';
import { CUSTOMERS_PER_PAGE } from '../schemas.ts';
import { successionStore, successionWrites } from '../store/succession-store.ts';
import type { SuccessionDeps, SuccessionOperation, SuccessionRoutes } from './dependencies.ts';
import { toCustomersWire, toCustomerWire } from './succession-wire.ts';
import { checkSuccessor, closedPartnerRefusal } from './successor-checks.ts';

type SucceedCall = Call<SuccessionRoutes['succeedPartner']>;

/**
 * PRG-9: decides, once, with whom a customer of a partner out of business goes on; its subscriptions move behind the decision's
 * event. The decision holds the relationship that the customer chose by. Without a customer: says who they are.
 */
export const succeedPartner: SuccessionOperation<'succeedPartner'> = async (call, deps) => {
  const partnerId = call.path.partnerId.toLowerCase();
  const refusal = await closedPartnerRefusal(partnerId, deps.records);
  if (refusal) return refusal;
  const { customerId, successorId } = call.body;
  if (customerId !== undefined && successorId !== undefined)
    return decideFor({ partnerId, customerId, successorId }, call, deps);
  if (customerId !== successorId)
    return refuse('invalid_property', {
      field: customerId === undefined ? 'customerId' : 'successorId',
      description: 'Name both the customer and the partner that it chose, or neither.',
    });
  const { items } = await successionStore(deps.table).customersOf(partnerId).page({ size: CUSTOMERS_PER_PAGE });
  return ok({ status: 202, body: answer(partnerId, call, await toCustomersWire(partnerId, items, deps.table)) });
};

interface Ids {
  readonly partnerId: string;
  readonly customerId: string;
  readonly successorId: string;
}

function decideFor(ids: Ids, call: SucceedCall, deps: SuccessionDeps) {
  const { table, records } = deps;
  return retryOnConflict(async () => {
    if (ids.successorId === ids.partnerId)
      return refuse('invalid_property', { field: 'successorId', description: 'This partner is out of business.' });
    const before = await successionStore(table).load(ids);
    const isStill = before !== undefined && (await isPartnerOf(before, records));
    const decided = decide(before, { ...ids, reason: call.body.reason }, { at: call.at, isStill });
    if (decided.kind === 'taken') return refuse('succession_decided');
    const successor = await checkSuccessor(ids, call.at, deps);
    if (!successor.ok) return successor;
    const reply = {
      status: 202 as const,
      body: answer(ids.partnerId, call, await toCustomerWire(decided.after, table)),
    };
    await table.write([
      ...successionWrites(decided.after, call),
      successor.value.customer.unchanged,
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
}

const isPartnerOf = async (
  { successorId, customerId }: { successorId: string; customerId: string },
  records: SuccessionDeps['records'],
): Promise<boolean> =>
  (await records.relationship({ partnerId: successorId, customerId }))?.relationship === 'reseller';

const answer = (partnerId: string, { body }: SucceedCall, customers: Awaited<ReturnType<typeof toCustomersWire>>) => ({
  partnerId,
  reason: body.reason,
  customers,
  attributes: { objectType: 'Succession' } as const,
});
