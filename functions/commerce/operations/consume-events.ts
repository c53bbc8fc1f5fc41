import type { OrderCreated, OrderUpdated, PriceListPublished, SubscriptionUpdated } from '../../../events/commerce.ts';
import type { EventOf } from '../../../shared/contracts/events.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { causeOf } from '../../../shared/messaging/consumer.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { CommerceDeps } from './dependencies.ts';
import { fulfilOrder as fulfil } from './fulfil-order.ts';
import { publishWaitingOffers } from './publish-waiting-offers.ts';
import { letAddOnsFollow } from './save-family.ts';

/** ORD-1: finishes an order whose request stopped half-way. An order that is complete is left alone. */
export async function fulfilOrder(
  event: EventOf<typeof OrderCreated> | EventOf<typeof OrderUpdated>,
  { table }: CommerceDeps,
): Promise<void> {
  const { orderId, customerId } = event.detail;
  const scope = { partnerId: event.tenantId, customerId, orderId };
  await fulfil(scope, { at: instant(event.occurredAt), cause: causeOf(event) }, table);
}

/** SUB-2, SUB-5: lets add-ons follow a base; only for its latest version, since a later event will do for a later one. */
export async function followBase(event: EventOf<typeof SubscriptionUpdated>, { table }: CommerceDeps): Promise<void> {
  const { after } = event.detail;
  if (after.parentSubscriptionId !== undefined) return;
  const scope = { partnerId: event.tenantId, customerId: after.customerId, subscriptionId: event.aggregateId };
  const base = await subscriptionStore(table).load(scope);
  if (base?.version !== event.aggregateVersion) return;
  await letAddOnsFollow(base, instant(event.occurredAt), causeOf(event), table);
}

/** CAT-3: offers that waited for a price go on sale once a list is published. */
export async function publishPricedOffers(
  event: EventOf<typeof PriceListPublished>,
  { table }: CommerceDeps,
): Promise<void> {
  await publishWaitingOffers({ at: instant(event.occurredAt), cause: causeOf(event) }, { table });
}
