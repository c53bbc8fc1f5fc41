import type { SuccessionAdvanced } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { pagesOf, retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { relationshipUnchanged } from '../../../../shared/identity/access.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { causeOf, type Delivery } from '../../../../shared/messaging/consumer.ts';
import { completeOrder, orderOf, orderPlace } from '../../orders/index.ts';
import { isGone, type Subscription, soldTo, subscriptionOf } from '../../subscriptions/index.ts';
import type { Succession } from '../domain/succession.ts';
import { successionStore, successionWrites } from '../store/succession-store.ts';
import type { SuccessionDeps } from './dependencies.ts';
import { type Move, moveFamily } from './move-family.ts';

/** Families that one run moves: some seconds; the rest move behind the event that it raises. */
const FAMILIES_PER_RUN = 20;

/**
 * PRG-9: moves what a partner out of business sold to a customer to the partner that it chose: base by base with its add-ons,
 * each once and in one transaction as far as that holds. What comes again or was stopped goes on with what is left; a
 * run that has moved its fill leaves the rest to the event that it raises. Each moves on the day on which it does.
 */
export async function moveSubscriptions(
  event: EventOf<typeof SuccessionAdvanced>,
  deps: SuccessionDeps,
  { receivedAt }: Delivery,
): Promise<void> {
  const { partnerId, customerId } = event.detail;
  const scope = { partnerId, customerId };
  const decision = await successionStore(deps.table).load(scope);
  if (decision?.version !== event.aggregateVersion || decision.state !== 'moving') return;
  const cause = causeOf(event);
  const move = await moveOf(decision, receivedAt, cause, deps);
  if (!move) return advance(decision, 'stopped', { at: receivedAt, cause }, deps);
  await finishOrders(scope, { at: receivedAt, cause }, deps);
  const isAll = await moveSome(scope, move, deps);
  await advance(decision, isAll ? 'done' : 'moving', { at: receivedAt, cause }, deps);
}

/** Where everything goes, held as it is now; undefined where customer and successor have parted. */
async function moveOf(
  decision: Succession,
  at: Instant,
  cause: Cause,
  { records }: SuccessionDeps,
): Promise<Move | undefined> {
  const { successorId, customerId } = decision;
  const [account, relationship] = await Promise.all([
    records.account(successorId),
    records.relationship({ partnerId: successorId, customerId }),
  ]);
  if (!account?.partner || relationship?.relationship !== 'reseller') return undefined;
  const { isPremise: _, ...unchanged } = relationshipUnchanged(relationship);
  return { decision, currency: account.partner.currency, unchanged, at, cause };
}

/** An order of which subscriptions are still to be made, or to follow a change of the cycle, ends first. */
async function finishOrders(
  scope: { partnerId: string; customerId: string },
  occasion: { at: Instant; cause: Cause },
  { table }: SuccessionDeps,
): Promise<void> {
  for await (const items of pagesOf(table, orderPlace(scope)))
    for (const { orderId, status } of items.map(orderOf))
      if (status === 'pending') await completeOrder({ ...scope, orderId }, occasion, table);
}

/** Answers whether nothing is left that could move. */
async function moveSome(
  scope: { partnerId: string; customerId: string },
  move: Move,
  deps: SuccessionDeps,
): Promise<boolean> {
  let families = 0;
  for await (const items of pagesOf(deps.table, soldTo(scope)))
    for (const of of items.map(subscriptionOf)) {
      if (!isHead(of, move.at)) continue;
      if (families >= FAMILIES_PER_RUN) return false;
      families += 1;
      await moveFamily({ ...scope, subscriptionId: of.subscriptionId }, move, deps);
    }
  return true;
}

/** A base, or one that has moved while add-ons of it are left behind. */
const isHead = (of: Subscription, at: Instant): boolean =>
  of.parentSubscriptionId === undefined && (of.rehomedAt !== undefined ? of.addOnIds.length > 0 : !isGone(of, at));

/** Says how far it has come; somebody who got there first has said so already. */
const advance = (
  decision: Succession,
  state: Succession['state'],
  occasion: { at: Instant; cause: Cause },
  { table }: SuccessionDeps,
): Promise<void> =>
  retryOnConflict(async () => {
    const now = await successionStore(table).load(decision);
    if (now?.version !== decision.version) return;
    const stands = { kind: 'equals', values: { version: now.version, moved: now.moved } } as const;
    const [put, ...told] = successionWrites({ ...now, state, version: now.version + 1 }, occasion);
    await table.write([{ ...put!, if: stands }, ...told]);
  });
