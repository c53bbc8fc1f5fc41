import { SalesErasureAdvanced } from '../../../../events/commerce.ts';
import type { CustomerErased } from '../../../../events/tenancy.ts';
import { type EventOf, newEvent } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, isRefused, type Query, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { type CustomerScope, customerPartition, seatCapPartition } from '../../buying/index.ts';
import { licencesPartition, poolPartition } from '../../licences/index.ts';
import { removed, type Subscription, suspended, type Trigger } from '../domain/subscription.ts';
import { SUBSCRIPTION_PREFIX, salesErasureKey } from '../store/keys.ts';
import { placeStore } from '../store/place-store.ts';
import { subscriptionItem } from '../store/subscription-item.ts';
import { savedSteps, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { seatsGivenBack } from './settle-subscription.ts';

type Deps = Pick<SubscriptionsDeps, 'table'> & {
  /** Items of one delivery, about; for tests. */
  readonly eraseItemsMax?: number;
};
type Erased = EventOf<typeof CustomerErased | typeof SalesErasureAdvanced>;

/** Items that are looked at in one delivery, about: half a minute's work. The rest follows by an event of its own. */
const ITEMS_MAX = 2000;
const PAGE = 100;
const AT_ONCE = 10;

/**
 * Deletes what partners and the program sold to an erased customer (CUS-6): first orders and carts, of which no subscription comes any more;
 * then each subscription is ended, so that billing charges it no longer; then all of it. However much that is, a delivery does a
 * part of it and tells itself of what is left; what comes again or was stopped goes on with that as well.
 */
export async function eraseSales(event: Erased, { table, eraseItemsMax = ITEMS_MAX }: Deps): Promise<void> {
  const { customerId } = event.detail;
  const partnerIds = sellersIn(event);
  const work: Work = { event, table, left: eraseItemsMax };
  for (const [place, partnerId] of partnerIds.entries())
    if (!(await eraseSold({ partnerId, customerId }, work))) return goOn(event, partnerIds.slice(place), table);
  await eraseAll(table, { pk: seatCapPartition(customerId) });
  for (const pk of [licencesPartition(customerId), poolPartition(customerId)]) await eraseAll(table, { pk });
}

/** Partners of a customer come page by page; what it bought direct goes with the first. */
const sellersIn = ({ detail }: Erased): readonly string[] =>
  'reason' in detail && (detail.page ?? 1) === 1 ? [DIRECT_CHANNEL, ...detail.partnerIds] : detail.partnerIds;

interface Work {
  readonly event: Erased;
  readonly table: Table;
  /** Items that may still be looked at. */
  left: number;
}

/** Three passes over what lies there; false where the delivery has done its part before the end. */
async function eraseSold(scope: CustomerScope, work: Work): Promise<boolean> {
  const all = { pk: customerPartition(scope) };
  const { table } = work;
  const erase = ({ pk, sk }: Item) => table.write([{ delete: { pk, sk } }]);
  const endAndErase = async (item: Item): Promise<void> => {
    const sold = subscriptionItem.fromItem(item);
    await end(sold, work);
    await placeStore(table).erase(sold.subscriptionId);
    await erase(item);
  };
  return (
    (await eachItem({ ...all, sk: { before: SUBSCRIPTION_PREFIX } }, erase, work)) &&
    (await eachItem({ ...all, sk: { beginsWith: SUBSCRIPTION_PREFIX } }, endAndErase, work)) &&
    (await eachItem(all, erase, work))
  );
}

/** Does all that a query finds, each so that it finds it no more; false where more is left than may be done. */
async function eachItem(query: Query, act: (item: Item) => Promise<void>, work: Work): Promise<boolean> {
  while (work.left > 0) {
    const { items } = await work.table.query({ ...query, consistent: true, limit: PAGE });
    if (items.length === 0) return true;
    work.left -= items.length;
    for (let from = 0; from < items.length; from += AT_ONCE)
      await Promise.all(items.slice(from, from + AT_ONCE).map(act));
  }
  return false;
}

/** Tells of what is left; a delivery that comes again finds it told. */
async function goOn(event: Erased, partnerIds: readonly string[], table: Table): Promise<void> {
  const { customerId } = event.detail;
  const about = { tenantId: customerId, aggregateId: `${customerId}#sales`, occurredAt: event.occurredAt };
  const left = newEvent(SalesErasureAdvanced, about, { customerId, partnerIds: [...partnerIds] });
  const aggregate = salesErasureKey({ customerId, eventId: event.eventId });
  try {
    await table.write(outboxWrite({ aggregate, version: 1, events: [left], cause: causeOf(event) }));
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/** Suspends and removes: two steps, as anything that ends has them. */
async function end(of: CustomerScope & { subscriptionId: string }, { event, table }: Work): Promise<void> {
  const at = instant(event.occurredAt);
  const step = (before: Subscription, after: Subscription, trigger: Trigger) =>
    savedSteps([{ before, after, trigger, occurredAt: at }], causeOf(event));
  await retryOnConflict(async () => {
    const before = await subscriptionStore(table).load(of);
    if (before?.status === 'active') await table.write(step(before, suspended(before, 'ProgramAction', at), 'suspend'));
  });
  await retryOnConflict(async () => {
    const before = await subscriptionStore(table).load(of);
    if (before?.status === 'suspended')
      await table.write([
        ...step(before, removed(before), 'remove'),
        ...(await seatsGivenBack(before, before.quantity, table)),
      ]);
  });
}
