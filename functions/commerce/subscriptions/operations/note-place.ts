import type {
  DirectSubscriptionChanged,
  SubscriptionCreated,
  SubscriptionRenewed,
} from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import type { Subscription } from '../domain/subscription.ts';
import { placeStore } from '../store/place-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { sellerOf } from './follow-base.ts';

/** From so many lines on, what an earlier attempt noted is looked for first. */
const SOUGHT_FROM = 17;

/**
 * Keeps whose subscriptions are, for the program, which knows them by their ids alone. Before the transaction that makes them: so
 * whatever is there is found at once. A place of what is never made after all leads to nothing. Of many, each attempt goes on where
 * the one before it broke off: else one that breaks off now and then would hardly ever be through.
 */
export async function notePlaces(made: readonly Subscription[], table: Table): Promise<void> {
  const store = placeStore(table);
  const noted = made.length < SOUGHT_FROM ? new Set<string>() : await store.noted(made);
  const missing = made.filter(({ subscriptionId }) => !noted.has(subscriptionId));
  await inLanes(missing, ({ subscriptionId, partnerId, customerId, createdAt }) =>
    store.note(subscriptionId, { partnerId, customerId, since: createdAt }),
  );
}

/** The same for what has gone over from another partner, and for what was bought before places were kept: from its next renewal on. */
export const notePlace = (
  event: EventOf<typeof SubscriptionCreated | typeof SubscriptionRenewed | typeof DirectSubscriptionChanged>,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<void> => {
  const { subscriptionId, customerId, createdAt } = event.detail.after;
  return placeStore(table).note(subscriptionId, { partnerId: sellerOf(event), customerId, since: instant(createdAt) });
};
