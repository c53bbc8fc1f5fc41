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
import { type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import type { OwnerSave } from '../domain/usage-owner.ts';
import { batchIdOf } from '../store/batch-item.ts';
import { batchStore } from '../store/batch-store.ts';
import { ownerStore } from '../store/owner-store.ts';
import type { UsageConsumerDeps } from './dependencies.ts';

type Moved = EventOf<typeof SubscriptionCreated | typeof SubscriptionRehomed>;
type Followed = EventOf<
  | typeof SubscriptionUpdated
  | typeof SubscriptionSuspended
  | typeof SubscriptionReactivated
  | typeof SubscriptionRenewed
  | typeof SubscriptionDeprovisioned
>;

/**
 * Keeps the partner of every subscription from its first day there to its last (PRG-9): by it usage finds who is charged,
 * and a line its customer. Seats too: their ids are asked for as well, and one that is no metered subscription is told apart.
 */
export async function recordUsageOwner(event: Moved, deps: UsageConsumerDeps, { receivedAt }: Delivery): Promise<void> {
  const { detail, type } = event;
  const isBeginning = !('before' in detail);
  const isHandedOver = type === 'SubscriptionRehomed';
  await ownerStore(deps.table).record(saveOf(event, detail.after, { isBeginning, isHandedOver }));
  if (detail.after.billingType === 'usage') await followSuccession(event, receivedAt, deps);
}

/** What was counted to the partner of before is to go over, whichever of the two tells of the succession last. */
async function followSuccession(
  { eventId, detail: { after } }: Moved,
  receivedAt: Instant,
  { table, foldQueue }: UsageConsumerDeps,
): Promise<void> {
  const { subscriptionId } = after;
  const owners = await ownerStore(table).of(subscriptionId);
  if (owners.every(({ until }) => until === undefined)) return;
  const batchId = batchIdOf(receivedAt, `succession ${eventId}`);
  await batchStore(table).putMove(batchId, { subscriptionId, reportedAt: receivedAt });
  await foldQueue.send([{ kind: 'fold', batchId }]);
}

/** Keeps names and states of metered subscriptions; of seats the history knows them. */
export async function followUsageOwner(event: Followed, { table }: UsageConsumerDeps): Promise<void> {
  const { before, after } = event.detail;
  if (after.billingType !== 'usage') return;
  const isTurn = before.status !== after.status;
  await ownerStore(table).record({ ...saveOf(event, after, { isBeginning: false, isHandedOver: false }), isTurn });
}

const saveOf = (
  event: Pick<Moved, 'tenantId' | 'aggregateVersion' | 'occurredAt'>,
  after: SubscriptionSnapshot,
  about: Pick<OwnerSave, 'isBeginning' | 'isHandedOver'>,
): OwnerSave => ({
  partnerId: event.tenantId,
  customerId: after.customerId,
  subscriptionId: after.subscriptionId,
  billingType: after.billingType,
  orderId: after.orderId,
  offerId: after.offerId,
  offerName: after.offerName,
  friendlyName: after.friendlyName,
  ...(after.partnerIdOnRecord !== undefined && { resellerMpnId: after.partnerIdOnRecord }),
  version: event.aggregateVersion,
  on: utcDay(instant(event.occurredAt)),
  status: after.status,
  isTurn: false,
  ...about,
});
