import type {
  SubscriptionCreated,
  SubscriptionDeprovisioned,
  SubscriptionReactivated,
  SubscriptionRehomed,
  SubscriptionRenewed,
  SubscriptionSnapshot,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Entry, TooLate } from '../../../../shared/kernel/seat-rating/history.ts';
import { entryOfChange, entryOfCreation, type Save, triggerFrom } from '../../../../shared/kernel/seat-rating/save.ts';
import { type Day, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import { namesStore, periodStore } from '../../accounts/index.ts';
import {
  ENTRIES_MAX,
  folded,
  type KnownSubscription,
  lastVersion,
  notInvoicedFrom,
  tooLateAfter,
  withEntry,
} from '../domain/subscription.ts';
import { caseWrite } from '../store/case-store.ts';
import { type SubscriptionIds, subscriptionStore } from '../store/subscription-store.ts';
import type { ConsumerDeps } from './dependencies.ts';

type Deps = ConsumerDeps;

type Changed = EventOf<
  | typeof SubscriptionUpdated
  | typeof SubscriptionSuspended
  | typeof SubscriptionReactivated
  | typeof SubscriptionRenewed
  | typeof SubscriptionDeprovisioned
  | typeof SubscriptionRehomed
>;

/** The first event of a subscription also tells what its offer is called, should nobody have said yet. */
export async function recordCreatedSubscription(
  event: EventOf<typeof SubscriptionCreated>,
  deps: Deps,
  delivery: Delivery,
): Promise<void> {
  const { after } = event.detail;
  if (after.billingType !== 'license') return;
  const { offerId, offerName, family } = after;
  await namesStore(deps.table).nameOffer({ offerId, name: offerName, productName: offerName, family, asOf: '' });
  await record(event, entryOfCreation(after, saveOf(event, delivery)), { after, delivery }, deps);
}

/** Puts a save of a subscription in its place in the history that invoices are computed from. */
export async function recordChangedSubscription(event: Changed, deps: Deps, delivery: Delivery): Promise<void> {
  const { before, after, trigger = triggerFrom(event.detail, event.type) } = event.detail;
  if (after.billingType !== 'license') return;
  await record(event, entryOfChange({ before, after, trigger }, saveOf(event, delivery)), { after, delivery }, deps);
}

/** R7: an event belongs to the day on which billing stored it, cut at 00:00Z. */
const saveOf = (
  { aggregateVersion, eventId, occurredAt }: Pick<Changed, 'aggregateVersion' | 'eventId' | 'occurredAt'>,
  { receivedAt }: Delivery,
): Save => ({
  version: aggregateVersion,
  eventId,
  effectiveOn: utcDay(instant(occurredAt)),
  storedOn: utcDay(receivedAt),
});

async function record(
  { tenantId }: { tenantId: string },
  entry: Entry,
  { after, delivery }: { after: SubscriptionSnapshot; delivery: Delivery },
  deps: Deps,
): Promise<void> {
  const store = subscriptionStore(deps.table);
  const ids = { partnerId: tenantId, customerId: after.customerId, subscriptionId: after.subscriptionId };
  await retryOnConflict(async () => {
    const { subscription, version } = await store.load(ids);
    const recorded = withEntry(subscription, entry);
    if (recorded === subscription) return;
    if (recorded.waiting.length > WAITING_MAX) throw tooManyWaiting(recorded, ids, deps);
    for (const late of tooLateAfter(recorded, lastVersion(subscription))) await tell(late, ids, delivery, deps);
    const { orderId, offerId } = after;
    const { small, openOn } = await foldedIfLong({ ...recorded, orderId, offerId }, tenantId, entry.storedOn, deps);
    await store.save(tenantId, small, version, openOn);
  });
}

/**
 * Saves that wait for an earlier one at most: they lie in the subscription's item, some 40 characters each. Those that come
 * after them wait in the queue, and among its dead letters, until the missing one is there.
 */
export const WAITING_MAX = 1000;

function tooManyWaiting(behind: KnownSubscription, ids: SubscriptionIds, { log, count }: Deps): Error {
  const missing = lastVersion(behind) + 1;
  log.error('too many saves wait for one that has not come', { ...ids, missing, waiting: behind.waiting.length });
  count('HistoriesBehind');
  return new Error(`save ${missing} of subscription ${ids.subscriptionId} is missing, and ${WAITING_MAX} wait for it`);
}

/** A save counts 400 days back (R7, late); what it would have changed before that is a person's to settle. */
async function tell(
  { entry, countsFrom }: TooLate,
  ids: SubscriptionIds,
  { receivedAt }: Delivery,
  { table, log, count }: Deps,
): Promise<void> {
  const { version, effectiveOn, kind } = entry;
  const detail = `Save ${version} (${kind}) of ${effectiveOn} counts from ${countsFrom} on only.`;
  log.error('a save came too late to count in full', { ...ids, version, effectiveOn, countsFrom });
  const about = { ...ids, version, detail, fromOn: countsFrom, foundAt: receivedAt } as const;
  await table.write([caseWrite({ ...about, reason: 'tooLate' })]);
  count('SavesTooLate');
}

async function foldedIfLong(
  subscription: KnownSubscription,
  partnerId: string,
  today: Day,
  { table }: Pick<Deps, 'table'>,
): Promise<{ small: KnownSubscription; openOn?: Day }> {
  if (subscription.entries.length <= ENTRIES_MAX) return { small: subscription };
  const open = await periodStore(table).latest(partnerId);
  // Of a partner that billing does not know yet all days are open.
  if (!open) return { small: subscription, openOn: subscription.entries[0]!.effectiveOn };
  // What begins where its pages end is cut there, not anywhere else.
  const small = subscription.archive ? subscription : folded(subscription, { openOn: open.start, today });
  return { small, openOn: notInvoicedFrom(small, open.start) };
}
