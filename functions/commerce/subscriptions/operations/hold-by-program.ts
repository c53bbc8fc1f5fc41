import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { relationshipUnchanged } from '../../../../shared/identity/access.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { isDirect } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { poolChange } from '../domain/pooled-seats.ts';
import { heldByProgram, letGoByProgram, type ProgramStep } from '../domain/program-suspension.ts';
import { isGone, type Subscription } from '../domain/subscription.ts';
import { placeStore } from '../store/place-store.ts';
import type { SubscriptionsDeps, SubscriptionsOperation, SubscriptionsRoutes } from './dependencies.ts';
import { baseOf, loadSettled } from './load-settled.ts';
import { saveWithAddOns } from './save-family.ts';
import { toSubscriptionWire } from './subscription-wire.ts';

type HoldCall = Call<SubscriptionsRoutes['suspendByProgram'] | SubscriptionsRoutes['reactivateByProgram']>;

/** SUB-4: the program suspends a subscription, whoever sold it; the partner cannot bring it back (commerce contract 9.2). */
export const suspendByProgram: SubscriptionsOperation<'suspendByProgram'> = (call, deps) =>
  retryOnConflict(async () => {
    const before = await wherever(call, deps);
    if (!before) return refuse('subscription_not_found');
    if (isGone(before, call.at)) return refuse('subscription_deleted');
    return ok(await save(before, heldByProgram(before, call.body.reason, call.at), [], call, deps));
  });

/**
 * SUB-4: the program lets go of a subscription. It holds that the customer is still the partner's: a relationship that ended
 * meanwhile leaves it suspended.
 */
export const reactivateByProgram: SubscriptionsOperation<'reactivateByProgram'> = (call, deps) =>
  retryOnConflict(async () => {
    const before = await wherever(call, deps);
    if (!before) return refuse('subscription_not_found');
    if (isGone(before, call.at)) return refuse('subscription_deleted');
    const [base, account, relationship] = await Promise.all([
      baseOf(before, deps),
      deps.records.account(before.partnerId),
      deps.records.relationship(before),
    ]);
    const endedOn = account?.partner?.agreementEndedOn;
    const isRunOffOver = endedOn !== undefined && runOffEndsOn(endedOn) <= utcDay(call.at);
    const decided = letGoByProgram(before, call.body.reason, { at: call.at, base, isRunOffOver });
    if (!decided.ok) return decided;
    if (isDirect(before) || decided.value?.trigger !== 'reactivate')
      return ok(await save(before, decided.value, [], call, deps));
    if (relationship?.relationship !== 'reseller')
      return refuse('not_reactivable', { description: 'The customer is no longer one of its partner.' });
    const { isPremise: _, ...unchanged } = relationshipUnchanged(relationship);
    return ok(await save(before, decided.value, [unchanged], call, deps));
  });

/** A subscription by its id alone, settled. */
async function wherever(call: HoldCall, deps: SubscriptionsDeps): Promise<Subscription | undefined> {
  const subscriptionId = call.path.subscriptionId.toLowerCase();
  const place = await placeStore(deps.table).find(subscriptionId);
  return place && loadSettled({ ...place, subscriptionId }, call, deps);
}

/** Saves the step, if there is one, with the answer of this call. */
async function save(
  before: Subscription,
  step: ProgramStep | undefined,
  holds: readonly Write[],
  { at, cause, once }: HoldCall,
  { table }: SubscriptionsDeps,
) {
  const after = step?.after ?? before;
  const catalogue = await catalogueStore(table).read();
  const view = { at, catalogue, table, coming: [poolChange(before, after)] };
  const reply = { status: 200 as const, body: await toSubscriptionWire(after, view) };
  const also = [...holds, ...once.complete(reply)];
  if (step) await saveWithAddOns({ before, ...step, occurredAt: at }, { cause, also }, table);
  return reply;
}
