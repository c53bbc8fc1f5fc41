import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { noFurtherSales } from '../../../../shared/identity/sales.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { applyPairEvent, type PairEvent, pairStore } from '../../relationships/index.ts';
import type { customersRoutes } from '../routes.ts';
import { billToStore } from '../store/bill-to-store.ts';
import { customerStore } from '../store/customer-store.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { toCustomerWire } from './customer-wire.ts';
import type { Deps } from './dependencies.ts';

type Change = typeof customersRoutes.changeCustomer;

/**
 * The partner ends its relationship, or gives up its delegated administration (tenancy contract 2.4). The less
 * destructive reading wins, because older SDKs send `none` as filler beside `allowDelegatedAccess`. Refuses to grant:
 * only the customer can. Refuses to end the relationship while a subscription of the partner is active, also one that was
 * bought a moment ago and that no event has told of yet.
 */
export const changeCustomer: Operation<Change, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Change>, { table }: Deps): ReturnType<Operation<Change, Deps>> => {
  const event = eventOf(call);
  if (!event.ok) return event;
  const [pairs, customers] = [pairStore(table), customerStore(table)];
  const ids = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const [customer, before] = await Promise.all([customers.load(ids.customerId), pairs.load(ids)]);
  if (!customer) return refuse('no_relationship');
  const isRemoval = event.value === 'partnerRemovedRelationship';
  const sold = isRemoval ? await subscriptionStore(table).ofPair(ids) : undefined;
  if (sold?.hasActive) return refuse('customer_has_active_subscriptions');
  const after = applyPairEvent(before, event.value, call.at);
  const change = { before, after, event: event.value, customer, checked: call.customer.relationship };
  const writes =
    after === before ? [] : [...(await pairs.changeWrites(change, occasionOf(call))), customers.held(customer)];
  const isDone = await writeUnlessSold(table, writes, sold && noFurtherSales(ids, sold.activations));
  if (!isDone) return refuse('customer_has_active_subscriptions');
  const billTo = await billToStore(table).load(customer, ids.partnerId);
  return ok({ status: 200, body: toCustomerWire(customer, after, billTo) });
};

/** Writes, unless something was sold that no event has told of yet: then false, and nothing is written. */
async function writeUnlessSold(table: Table, writes: readonly Write[], unsold: Write | undefined): Promise<boolean> {
  if (!unsold) return table.write(writes).then(() => true);
  try {
    await table.write([...writes, unsold]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons.at(-1) === 'condition') return false;
    throw error;
  }
}

function eventOf({ body }: Call<Change>): Result<PairEvent, Refusal<'invalid_input'>> {
  if (body.allowDelegatedAccess === false) return ok('partnerGaveUpPrivileges');
  if (body.allowDelegatedAccess === true)
    return refuse('invalid_input', {
      field: 'allowDelegatedAccess',
      description: 'Only the customer can grant delegated administration: send it your invitation link.',
    });
  if (body.relationshipToPartner === 'none') return ok('partnerRemovedRelationship');
  return refuse('invalid_input', {
    field: 'relationshipToPartner',
    description: 'Send relationshipToPartner "none" or allowDelegatedAccess false.',
  });
}
