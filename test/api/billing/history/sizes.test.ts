import { expect, test } from 'vitest';
import { unknownSubscription } from '../../../../functions/billing/history/domain/subscription.ts';
import { WAITING_MAX } from '../../../../functions/billing/history/operations/record-subscription.ts';
import { subscriptionKey } from '../../../../functions/billing/history/store/keys.ts';
import { subscriptionStore } from '../../../../functions/billing/history/store/subscription-store.ts';
import { cutRanges } from '../../../../functions/billing/invoices/domain/ranges.ts';
import { METERED_WEIGHT } from '../../../../functions/billing/usage/store/owner-store.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import { aHistory, aLock } from '../../../support/billing-history.ts';
import {
  aPartnerChanged,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  PARTNER,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { meteredEvents } from '../../../support/usage/sheets.ts';

/** R7: a subscription's item stays far below what the table takes, whatever becomes of its saves. */
const SUBSCRIPTION = idOf('5ab', 1);
const ids = { partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: SUBSCRIPTION };
const CHARACTERS_MAX = 120_000;

const lifeOf = (saves: number) =>
  subscriptionEvents(
    { startOn: '2018-01-20' },
    Array.from({ length: saves }, (_, index) => ({
      type: 'SubscriptionUpdated',
      on: '2018-01-21',
      change: { quantity: 1 + (index % 7) },
    })),
  );

const sizeOf = ({ table }: Pick<BillingWorld, 'table'>): number => {
  const { pk, sk } = subscriptionKey(ids);
  return JSON.stringify(table.items.get(`${pk}\u0000${sk}`)).length;
};
const savesOf = async ({ table }: Pick<BillingWorld, 'table'>): Promise<number> => {
  const store = subscriptionStore(table);
  return (await store.whole(PARTNER, (await store.load(ids)).subscription)).entries.length;
};

const known = { ...unknownSubscription(ids), orderId: idOf('0d', 1), offerId: idOf('0f', 1) };
const [first] = aHistory([['created', '2018-01-20', { quantity: 1, billingCycle: 'monthly', lock: aLock('4.00') }]]);
/** Saves of one day, as billing keeps them. */
const resized = (from: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ kind: 'resized', version: from + index, eventId: idOf('e', from + index), quantity: 1 + (index % 7) },
    ...{ effectiveOn: first!.effectiveOn, storedOn: first!.storedOn },
  }));

test('R7: saves of a partner that billing does not know yet go to pages too, and none is lost', async () => {
  const world = billingWorld();
  await subscriptionStore(world.table).save(PARTNER, { ...known, entries: [first!, ...resized(2, 4_000)] }, 0);
  expect(sizeOf(world)).toBeGreaterThan(CHARACTERS_MAX);
  await deliver(world, lifeOf(4_001).at(-1)!);
  expect(sizeOf(world)).toBeLessThan(CHARACTERS_MAX);
  expect(await savesOf(world)).toBe(4_002);
});

test('R7, X3: behind a save that is missing a thousand wait in the item, all others in the queue; once it comes all count', async () => {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15', billingDay: 15 }));
  const waiting = resized(3, WAITING_MAX - 1);
  await subscriptionStore(world.table).save(PARTNER, { ...known, entries: [first!], waiting }, 0);
  const [missing, ...later] = lifeOf(WAITING_MAX + 3).slice(1);
  const [last, ...tooMany] = later.slice(WAITING_MAX - 1);
  await deliver(world, last!);
  for (const event of tooMany)
    await expect(deliver(world, event)).rejects.toThrow(`save 2 of subscription ${SUBSCRIPTION} is missing`);
  expect([tooMany.length, world.counts.HistoriesBehind]).toEqual([2, 2]);
  expect(sizeOf(world)).toBeLessThan(CHARACTERS_MAX);
  for (const event of [missing!, ...tooMany]) await deliver(world, event);
  expect(await savesOf(world)).toBe(WAITING_MAX + 4);
});

test('X2: a metered subscription weighs in its partner’s size once, however often and in whatever order its saves come', async () => {
  const world = billingWorld();
  const life = meteredEvents({ startOn: '2018-01-16' }, [
    { type: 'SubscriptionUpdated', on: '2018-01-20', change: { friendlyName: 'Web' } },
  ]);
  const weights = async () => {
    for (const event of [...life.toReversed(), ...life]) await deliver(world, event);
    for (const event of lifeOf(1)) await deliver(world, event);
    return subscriptionStore(world.table).sizes(PARTNER);
  };
  expect(await weights()).toEqual({ [CUSTOMER.slice(0, 1)]: METERED_WEIGHT + 1 });
  expect(await weights()).toEqual({ [CUSTOMER.slice(0, 1)]: METERED_WEIGHT + 1 });
});

test('X2: the usage of very many metered subscriptions is cut into ranges as their seats would be', async () => {
  const world = billingWorld();
  for (let n = 0; n < 16; n += 1) {
    const ids = { customerId: `${n.toString(16)}${idOf('c0', n).slice(1)}`, subscriptionId: idOf('a2e', n) };
    await deliver(world, meteredEvents({ startOn: '2018-01-16', ...ids })[0]!);
  }
  const ranges = cutRanges(await subscriptionStore(world.table).sizes(PARTNER), 4 * METERED_WEIGHT);
  expect(ranges.map(({ from }) => from)).toEqual(['', '4', '8', 'c']);
});
