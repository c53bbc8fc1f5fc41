import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { pagesOf, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { type CustomerScope, customerPartition, seatCapPartition } from '../../buying/index.ts';
import { removed, type Subscription, suspended, type Trigger } from '../domain/subscription.ts';
import { SUBSCRIPTION_PREFIX } from '../store/keys.ts';
import { subscriptionItem } from '../store/subscription-item.ts';
import { stepWrites, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { seatsGivenBack } from './settle-subscription.ts';

type Deps = Pick<SubscriptionsDeps, 'table'>;
type Erased = EventOf<typeof CustomerErased>;

/**
 * Deletes what partners sold to an erased customer (CUS-6): first orders and carts, of which no subscription comes any more;
 * then each subscription is ended, so that billing charges it no longer; then all of it. Page by page: what comes again or
 * was stopped goes on with what is left.
 */
export async function eraseSales(event: Erased, { table }: Deps): Promise<void> {
  const { customerId, partnerIds } = event.detail;
  for (const partnerId of partnerIds) {
    const scope = { partnerId, customerId };
    const all = { pk: customerPartition(scope) };
    await eraseAll(table, all, ({ sk }) => !sk.startsWith(SUBSCRIPTION_PREFIX));
    const sold = { ...all, sk: { beginsWith: SUBSCRIPTION_PREFIX }, consistent: true };
    for await (const items of pagesOf(table, sold))
      for (const { subscriptionId } of items.map(subscriptionItem.fromItem))
        await end({ ...scope, subscriptionId }, event, table);
    await eraseAll(table, all);
  }
  await eraseAll(table, { pk: seatCapPartition(customerId) });
}

/** Suspends and removes: two steps, as anything that ends has them. */
async function end(of: CustomerScope & { subscriptionId: string }, event: Erased, table: Table): Promise<void> {
  const at = instant(event.occurredAt);
  const step = (before: Subscription, after: Subscription, trigger: Trigger) =>
    stepWrites({ before, after, trigger, occurredAt: at }, causeOf(event));
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
