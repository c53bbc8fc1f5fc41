import { expect, test } from 'vitest';
import { partnerSubscriptionsIndex, subscriptionKey } from '../../../functions/commerce/subscriptions/store/keys.ts';
import { toItem } from '../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { aPriceLock, aSubscription } from '../../support/commerce-builders.ts';
import { sizeOf } from '../../support/plain-item.ts';
import { saleCosts } from '../../support/scale/sale-costs.ts';

/** What the commonest changes write, so that nothing makes them dearer unnoticed. */
test('an order, a change of seats and a renewal write no more units than they need', async () => {
  const { order, seatChange, renewal } = await saleCosts();
  expect(seatChange).toBeLessThanOrEqual(10);
  expect(renewal).toBeLessThanOrEqual(8);
  expect(order.get(1)).toBeLessThanOrEqual(21);
  expect(order.get(10)! / 10).toBeLessThanOrEqual(11);
  expect(order.get(100)! / 100).toBeLessThanOrEqual(11);
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
