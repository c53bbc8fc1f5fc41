import { describe, expect, test } from 'vitest';
import { partnerSubscriptionsIndex, subscriptionKey } from '../../../functions/commerce/subscriptions/store/keys.ts';
import { toItem } from '../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { customerPath, offers, openStockedShop, type Shop } from '../../support/commerce.ts';
import { aPriceLock, aSubscription } from '../../support/commerce-builders.ts';
import { sizeOf } from '../../support/plain-item.ts';
import { saleCosts } from '../../support/scale/sale-costs.ts';

/** What the commonest changes write, so that nothing makes them dearer unnoticed. */
test('an order, a change of seats and a renewal write no more units than they need', async () => {
  const { order, seatChange, renewal } = await saleCosts();
  expect(seatChange).toBeLessThanOrEqual(12);
  expect(renewal).toBeLessThanOrEqual(8);
  expect(order.get(1)).toBeLessThanOrEqual(22);
  expect(order.get(10)! / 10).toBeLessThanOrEqual(12);
  expect(order.get(100)! / 100).toBeLessThanOrEqual(12);
});

test('a subscription with all that it may have still fits into one unit, in the table and in its indexes', () => {
  const guid = '7e6f5d4c-0000-4000-8000-000000000000';
  const full = aSubscription({
    subscriptionId: guid,
    partnerId: guid,
    customerId: guid,
    orderId: guid,
    planId: guid,
    lineNumber: 99,
    offerName: 'N'.repeat(50),
    friendlyName: 'F'.repeat(50),
    parentSubscriptionId: guid,
    resellerOfRecord: '4500001',
    suspensionReason: 'CustomerCancellation',
    status: 'suspended',
    suspendedAt: aPriceLock().lockedAt,
    activations: 3,
    version: 12,
  });
  const item = toItem(full);
  expect(item).toMatchObject({ ...subscriptionKey(full), ...partnerSubscriptionsIndex(full) });
  expect(sizeOf(item)).toBeLessThanOrEqual(1024);
});

describe('ORD-1, SUB-5: an event says that commerce has nothing left to do, unless it has', () => {
  const e3 = { offerId: offers.e3, quantity: 3 };
  const order = (shop: Shop, lineItems: object[]) =>
    shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
  const told = ({ events }: Shop) => events.map(({ type, detail }) => `${type}${'isDone' in detail ? ' done' : ''}`);

  test('a small order is done, a large one when all of it is made', async () => {
    const shop = await openStockedShop();
    await order(shop, [e3]);
    await order(shop, Array(40).fill(e3));
    expect(told(shop).filter((event) => event.startsWith('Order'))).toEqual([
      'OrderCreated done',
      'OrderCreated',
      'OrderUpdated done',
    ]);
  });

  test.each`
    addOns | because
    ${0}   | ${'nothing follows it'}
    ${20}  | ${'all follow it in the same transaction'}
    ${40}  | ${'some follow it in another one'}
  `('a suspended base with $addOns add-ons: $because', async ({ addOns }) => {
    const shop = await openStockedShop();
    const placed = await order(shop, [e3]);
    const [{ subscriptionId: parentSubscriptionId }] = placed.body.lineItems;
    const addOn = { offerId: offers.audioConferencing, quantity: 1, parentSubscriptionId };
    if (addOns > 0) await order(shop, Array(addOns).fill(addOn));
    shop.events.length = 0;
    const path = `${customerPath}/subscriptions/${parentSubscriptionId}`;
    await shop.send({ method: 'PATCH', path, body: { status: 'suspended' } });
    const [own, ...others] = told(shop);
    expect(own).toBe(addOns > 30 ? 'SubscriptionSuspended' : 'SubscriptionSuspended done');
    expect(others).toEqual(Array(addOns).fill('SubscriptionSuspended done'));
  });
});
