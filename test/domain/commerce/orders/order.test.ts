import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addedCharge, firstCharge, lockPrice, pricingOf } from '../../../../functions/commerce/buying/domain/charge.ts';
import { checkLines } from '../../../../functions/commerce/buying/domain/check-lines.ts';
import {
  type Cart,
  cartExpiry,
  cartLines,
  isExpired,
  openGroups,
} from '../../../../functions/commerce/carts/domain/cart.ts';
import { availabilityId, offerOfItem } from '../../../../functions/commerce/catalogue/domain/catalogue-item.ts';
import { cycleChangeRefusal, orderLines, subscriptionOf } from '../../../../functions/commerce/orders/domain/order.ts';
import { itemMonths } from '../../../../functions/commerce/price-lists/domain/price-list.ts';
import { formatMoney } from '../../../../shared/kernel/money.ts';
import { addMs, day, instant } from '../../../../shared/kernel/time.ts';
import {
  aLine,
  aLineContext,
  anAddOn,
  anOffer,
  aPriceLock,
  aSubscription,
  BASE_ID,
  CALLING,
  E3,
} from '../../../support/commerce-builders.ts';

const at = instant('2026-02-10T09:00:00Z');
const placement = {
  at,
  priceMonth: '2026-02',
  currency: 'USD',
  subscriptionId: (line: number) => `00000000-0000-4000-8000-00000000000${line}`,
  bases: new Map(),
};
const shelf = [anOffer({ earlyTerminationFee: { percentOfRemaining: '10' } }), anAddOn()];

describe('ORD-4: the price of the day is locked', () => {
  const base = aSubscription({
    anchorOn: day('2026-01-31'),
    termStartOn: day('2026-01-31'),
    termEndOn: day('2027-01-31'),
  });
  const context = aLineContext(shelf, { baseOf: (id) => (id === BASE_ID ? base : undefined) });
  const lines = orderLines(
    checkLines([aLine(), aLine({ lineNumber: 1, itemId: CALLING, parentSubscriptionId: BASE_ID })], context).accepted,
    { ...placement, bases: new Map([[BASE_ID, base]]) },
  );

  test('ORD-4: a base begins a term of twelve months on the day of the order', () => {
    expect(lines[0]).toMatchObject({
      anchorOn: '2026-02-10',
      termStartOn: '2026-02-10',
      termEndOn: '2027-02-10',
      priceLock: {
        priceList: '2026-02',
        currency: 'USD',
        wholesale: '17.00',
        list: '20.00',
        discountPercent: '0',
        lockedAt: at,
        earlyTerminationFee: { percentOfRemaining: '10' },
      },
    });
  });

  test('SUB-2: an add-on takes anchor and end of its base, and its own price', () => {
    expect(lines[1]).toMatchObject({
      anchorOn: '2026-01-31',
      termStartOn: '2026-01-31',
      termEndOn: '2027-01-31',
      parentSubscriptionId: BASE_ID,
    });
    expect(lines[1]?.priceLock).toMatchObject({ lockedAt: at });
  });

  test('ORD-5: the nickname is the partner’s, or the name of the offer', () => {
    const named = checkLines([aLine({ friendlyName: 'Staff' }), aLine({ lineNumber: 1 })], context).accepted;
    expect(orderLines(named, placement).map(({ friendlyName }) => friendlyName)).toEqual(['Staff', 'Office E3']);
  });

  test('ORD-1: add-ons of the same order are entered at their base, in any order of lines', () => {
    const asked = [aLine({ itemId: CALLING, parentLineNumber: 1 }), aLine({ lineNumber: 1 })];
    const made = orderLines(checkLines(asked, aLineContext(shelf)).accepted, placement);
    const order = {
      orderId: 'o',
      partnerId: 'p',
      customerId: 'c',
      customerCountry: 'US',
      currency: 'USD',
      billingCycle: 'monthly',
      status: 'pending',
      createdAt: at,
      lines: made,
      version: 1,
    } as const;
    expect(subscriptionOf(order, made[1]!)).toMatchObject({
      addOnIds: [placement.subscriptionId(0)],
      addOnsVersion: 1,
      version: 1,
    });
    expect(subscriptionOf(order, made[0]!)).toMatchObject({
      parentSubscriptionId: placement.subscriptionId(1),
      addOnIds: [],
    });
  });
});

describe('ORD-4: what a line costs at first', () => {
  const line = {
    priceLock: aPriceLock(),
    anchorOn: day('2026-02-10'),
    purchasedAt: at,
    billingCycle: 'monthly',
    quantity: 5,
  } as const;
  test.each`
    change                                                                                                                                       | unit        | prorated    | extended     | because
    ${{}}                                                                                                                                        | ${'17.00'}  | ${'17.00'}  | ${'85.00'}   | ${'a base pays a full month'}
    ${{ billingCycle: 'annual' }}                                                                                                                | ${'204.00'} | ${'204.00'} | ${'1020.00'} | ${'a year is twelve months'}
    ${{ anchorOn: day('2026-01-31') }}                                                                                                           | ${'17.00'}  | ${'10.93'}  | ${'54.64'}   | ${'18 of the 28 days from 31 January to 28 February'}
    ${{ anchorOn: day('2018-06-06'), purchasedAt: instant('2018-06-25T00:00:00Z'), quantity: 15, priceLock: aPriceLock({ wholesale: '3.00' }) }} | ${'3.00'}   | ${'1.10'}   | ${'16.50'}   | ${'the billing contract’s example of a coterminous add-on'}
  `('ORD-4: $extended, because $because', ({ change, unit, prorated, extended }) => {
    const pricing = pricingOf({ ...line, ...change });
    expect([pricing?.unit, pricing?.prorated, pricing?.extended].map((amount) => formatMoney(amount!))).toEqual(
      [unit, prorated, extended].map((amount) => `${amount} USD`),
    );
  });

  test('SUB-2: added seats cost the rest of the cycle, never more than a full one', () => {
    const day0 = instant('2026-02-10T00:00:00Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 100 }), (days, seats) => {
        const charge = addedCharge(aSubscription(), seats, addMs(day0, days * 86_400_000));
        expect(charge.minorUnits).toBeGreaterThan(0n);
        expect(charge.minorUnits).toBeLessThanOrEqual(BigInt(seats) * 1700n);
      }),
    );
  });

  test('USG-1: metered lines cost nothing at creation', () => {
    expect(pricingOf({ ...line, priceLock: undefined })).toBeUndefined();
    expect(formatMoney(firstCharge([], 'USD'))).toBe('0.00 USD');
  });
});

describe('SUB-6: the early-termination fee of an offer', () => {
  const price = { list: '20.00', wholesale: '17.00' };
  test.each`
    fee                                     | currency | locked                          | because
    ${undefined}                            | ${'USD'} | ${undefined}                    | ${'the offer sets none'}
    ${{ percentOfRemaining: '10' }}         | ${'EUR'} | ${{ percentOfRemaining: '10' }} | ${'a percentage holds in every currency'}
    ${{ amount: '50.00', currency: 'USD' }} | ${'USD'} | ${{ amount: '50.00' }}          | ${'it is in the partner’s currency'}
    ${{ amount: '50.00', currency: 'USD' }} | ${'EUR'} | ${undefined}                    | ${'it is in another currency'}
  `('SUB-6: $locked, because $because', ({ fee, currency, locked }) => {
    const lock = lockPrice(anOffer({ earlyTerminationFee: fee }), price, { month: '2026-02', currency, at });
    expect(lock.earlyTerminationFee).toEqual(locked);
  });
});

describe('ORD-3: changing the cycle of an order', () => {
  const active = { status: 'active', billingType: 'license' } as const;
  test.each`
    subscriptions                                   | cycles                     | refusal                        | because
    ${[active]}                                     | ${[['monthly', 'annual']]} | ${undefined}                   | ${'all are active'}
    ${[active, { ...active, status: 'deleted' }]}   | ${[['monthly', 'annual']]} | ${undefined}                   | ${'deleted ones do not count'}
    ${[active, { ...active, status: 'suspended' }]} | ${[['monthly', 'annual']]} | ${'cycle_change_needs_active'} | ${'a suspended add-on counts'}
    ${[{ ...active, status: 'deleted' }]}           | ${[['monthly', 'annual']]} | ${'cycle_change_needs_active'} | ${'nothing is left to change'}
    ${[{ ...active, billingType: 'usage' }]}        | ${[['monthly']]}           | ${'usage_cycle_fixed'}         | ${'usage is always monthly'}
    ${[active]}                                     | ${[['monthly']]}           | ${'billing_cycle_not_offered'} | ${'the offer has no annual billing'}
  `('ORD-3: $refusal, because $because', ({ subscriptions, cycles, refusal }) => {
    const offers = cycles.map((supportedBillingCycles: string[]) => ({ supportedBillingCycles }));
    expect(cycleChangeRefusal(subscriptions, offers, 'annual')).toBe(refusal);
  });
});

describe('the three names of an item', () => {
  const { catalogue } = aLineContext(shelf);
  const published = ['2025-01', '2025-02', '2025-06', '2026-02', '2026-03'].map((month) => ({
    month,
    visibleFrom: instant(`${month}-01T00:00:00Z`),
    effectiveFrom: instant(`${month}-01T00:00:00Z`),
  }));
  const place = { country: 'US', months: itemMonths(published, instant('2026-02-10T09:00:00Z')) };
  const idOf = (month: string) => availabilityId(E3, { country: 'US', segment: 'commercial', month });
  test.each`
    item                                                              | found    | because
    ${E3}                                                             | ${true}  | ${'an offer id'}
    ${`PLAN-E3:${E3}:${idOf('2026-02')}`}                             | ${true}  | ${'this month’s availability'}
    ${`plan-e3:${E3.toLowerCase()}:${idOf('2026-02').toLowerCase()}`} | ${true}  | ${'in any case'}
    ${`PLAN-E3:${E3}:${idOf('2025-02')}`}                             | ${true}  | ${'it is accepted for twelve months after'}
    ${`PLAN-E3:${E3}:${idOf('2025-01')}`}                             | ${false} | ${'it is older than twelve months'}
    ${`PLAN-E3:${E3}:${idOf('2026-03')}`}                             | ${false} | ${'that list is not in force yet (CAT-4)'}
    ${`PLAN-E3:${E3}:${idOf('2025-03')}`}                             | ${false} | ${'there never was a list of that month'}
    ${`PLAN-X:${E3}:${idOf('2026-02')}`}                              | ${false} | ${'the plan is another'}
    ${`PLAN-E3:${E3}`}                                                | ${false} | ${'two parts are no triple'}
    ${`PLAN-E3:${E3}:${idOf('2026-02')}:X`}                           | ${false} | ${'four parts are no triple'}
  `('CAT-1: $item: $found, because $because', ({ item, found }) => {
    const read = offerOfItem(catalogue, item, place);
    expect('offer' in read && read.offer.id === E3).toBe(found);
  });

  test('CAT-1: an availability id has twelve characters and differs by market, segment and month', () => {
    const ids = ['US', 'DE'].flatMap((country) =>
      ['commercial', 'government'].flatMap((segment) =>
        ['2026-01', '2026-02'].map((month) => availabilityId(E3, { country, segment, month })),
      ),
    );
    expect(new Set(ids).size).toBe(8);
    expect(ids.every((id) => /^[A-Z2-9]{12}$/.test(id))).toBe(true);
  });
});

describe('ORD-1: groups of a cart', () => {
  const wish = (change: object) => ({ itemId: E3, quantity: 1, addOns: [], ...change });
  const from = aLineContext([
    anOffer(),
    anAddOn(),
    anOffer({ id: 'AZ', salesGroupId: 'Azure' }),
    anOffer({ id: 'YEAR', supportedBillingCycles: ['annual'] }),
  ]).catalogue;

  test('ORD-1: equal sales group and cycle make one order; add-ons join their base', () => {
    const lines = cartLines(
      [
        wish({ addOns: [wish({ itemId: CALLING })] }),
        wish({ billingCycle: 'annual' }),
        wish({ itemId: 'AZ' }),
        wish({ itemId: E3 }),
        wish({ itemId: `P:${E3}:X` }),
      ],
      from,
    );
    expect(
      lines.map(({ id, itemId, orderGroup, parentLineId }) => [id, itemId.slice(0, 2), orderGroup, parentLineId]),
    ).toEqual([
      [0, '79', 'OMS-0', undefined],
      [1, 'C9', 'OMS-0', 0],
      [2, '79', 'OMS-1', undefined],
      [3, 'AZ', 'OMS-2', undefined],
      [4, '79', 'OMS-0', undefined],
      [5, 'P:', '0', undefined],
    ]);
  });

  test('ORD-3: an absent cycle is the first of monthly and annual that the offer supports', () => {
    expect(cartLines([wish({}), wish({ itemId: 'YEAR' })], from).map(({ billingCycle }) => billingCycle)).toEqual([
      'monthly',
      'annual',
    ]);
  });

  test('ORD-1: groups that were placed are not open', () => {
    const lines = cartLines([wish({}), wish({ billingCycle: 'annual' })], from);
    expect([...openGroups({ lines, placed: { 'OMS-0': 'order' } }).keys()]).toEqual(['OMS-1']);
  });

  test('ORD-1: a cart lives seven days', () => {
    const cart = { status: 'Active', validUntil: cartExpiry(at) } as Cart;
    expect(isExpired(cart, instant('2026-02-17T08:59:59.999Z'))).toBe(false);
    expect(isExpired(cart, instant('2026-02-17T09:00:00Z'))).toBe(true);
    expect(isExpired({ ...cart, status: 'Ordered' }, instant('2026-03-01T00:00:00Z'))).toBe(false);
  });
});
