import { describe, expect, test } from 'vitest';
import { checkLines, growthRefusal } from '../../../../functions/commerce/buying/domain/check-lines.ts';
import type { LineContext, LineRequest } from '../../../../functions/commerce/buying/domain/line.ts';
import { SANDBOX_SEATS_MAX } from '../../../../functions/commerce/buying/domain/purchase-rows.ts';
import { availabilityId } from '../../../../functions/commerce/catalogue/domain/catalogue-item.ts';
import type { Subscription } from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  aLine,
  aLineContext,
  aMeteredOffer,
  anAddOn,
  anOffer,
  aSubscription,
  BASE_ID,
  CALLING,
  E3,
} from '../../../support/commerce-builders.ts';

const shelf = [
  anOffer(),
  anAddOn(),
  aMeteredOffer(),
  anOffer({ id: 'DRAFT', state: 'draft' }),
  anOffer({ id: 'MANY', minimumQuantity: 10 }),
  anOffer({ id: 'RETIRED', state: 'retired', retiredFrom: day('2026-01-01') }),
  anOffer({ id: 'GERMAN', nationalCloud: 'germany' }),
  anOffer({ id: 'INDIRECT', resellerQualifications: ['Indirect_Provider'] }),
  anOffer({ id: 'ANYBODYS', resellerQualifications: ['none'] }),
  anOffer({ id: 'NOBODYS', resellerQualifications: ['Nonprofit'] }),
  anOffer({ id: 'LIVE', supportedCatalogTypes: ['live'] }),
  anOffer({ id: 'TRIED', supportedCatalogTypes: ['sandbox'] }),
  anOffer({ id: 'ACADEMIC', segments: ['education'] }),
  anOffer({ id: 'NONPROFIT', reselleeQualifications: ['Nonprofit'] }),
  anOffer({ id: 'CRM', name: 'CRM Online', markets: ['*', '-UG'] }),
  anOffer({ id: 'TWICE', limitUnitOfMeasure: 'Concurrent', limit: 2 }),
  anOffer({ id: 'ONCE', limitUnitOfMeasure: 'Lifetime', limit: 1 }),
  anOffer({ id: 'YEARLY', supportedBillingCycles: ['annual'] }),
];

type Row = { line?: Partial<LineRequest>; context?: Partial<LineContext> };
const base = (change: Partial<Subscription> = {}) => ({
  baseOf: (id: string) => (id === BASE_ID ? aSubscription(change) : undefined),
});
const addOn = { itemId: CALLING, parentSubscriptionId: BASE_ID };
const inEurope = { region: 'EU_EFTA', cloud: 'global' as const, currency: 'EUR', isIndirect: false, isSandbox: false };
const europe = { ...inEurope, cloud: 'germany' as const };
const provider = { region: 'US', currency: 'USD', isIndirect: true, isSandbox: false, networkId: '1000' };
const sandbox = { region: 'US', currency: 'USD', isIndirect: false, isSandbox: true };

const judge = ({ line = {}, context = {} }: Row) => checkLines([aLine(line)], aLineContext(shelf, context));
const refusalOf = (row: Row) => judge(row).refused[0]?.refusal;

/** One row per rule of the contract's table 8.2 at least; `cart` is the CartErrorCode of the same refusal. */
const rows: readonly (Row & { row: number | string; refusal: string | undefined; cart?: number; because: string })[] = [
  { row: '-', refusal: undefined, because: 'nothing is wrong' },
  { row: 1, line: { itemId: 'NOTHING' }, refusal: 'offer_unknown', cart: 10001, because: 'no offer has this id' },
  { row: 1, line: { itemId: 'DRAFT' }, refusal: 'offer_unknown', cart: 10001, because: 'a draft is not there yet' },
  {
    row: 1,
    line: { itemId: `PLAN-E3:${E3}:ABCDEFGHJKLM` },
    refusal: 'availability_not_found',
    cart: 10001,
    because: 'the triple is not known',
  },
  { row: 1, line: { itemId: E3.toLowerCase() }, refusal: undefined, because: 'ids are compared in any case' },
  { row: 2, line: { itemId: 'RETIRED' }, refusal: 'offer_not_sold', cart: 10006, because: 'it was retired' },
  {
    row: 3,
    line: { itemId: 'GERMAN' },
    refusal: 'partner_not_valid_for_offer',
    cart: 10006,
    because: 'CAT-6: the partner is not in EU or EFTA',
  },
  {
    row: 3,
    line: { itemId: 'GERMAN' },
    context: { partner: inEurope, customer: { country: 'DE', qualification: 'none' } },
    refusal: 'partner_not_valid_for_offer',
    cart: 10006,
    because: 'CAT-6: it is authorised for another cloud',
  },
  {
    row: 3,
    line: { itemId: 'GERMAN' },
    context: { partner: europe, customer: { country: 'DE', qualification: 'none' } },
    refusal: undefined,
    because: 'CAT-6: the partner is authorised for the cloud, both are in EU or EFTA',
  },
  ...(
    [
      ['INDIRECT', undefined, false, 'it is for indirect providers, and this is a direct partner'],
      ['INDIRECT', provider, true, 'the partner is an indirect provider'],
      ['ANYBODYS', undefined, true, 'nothing is asked of the partner'],
      ['NOBODYS', provider, false, 'no partner is that'],
      ['LIVE', undefined, true, 'the catalogue of live accounts lists it'],
      ['LIVE', sandbox, false, 'that of sandboxes does not'],
      ['TRIED', undefined, false, 'only that of sandboxes lists it'],
      ['TRIED', sandbox, true, 'it is a sandbox'],
    ] as const
  ).map(([itemId, partner, isSold, because]) => ({
    row: 3,
    line: { itemId },
    ...(partner && { context: { partner } }),
    refusal: isSold ? undefined : 'partner_not_valid_for_offer',
    ...(!isSold && { cart: 10006 }),
    because: `CAT-1: ${because}`,
  })),
  {
    row: 5,
    line: { itemId: 'GERMAN' },
    context: { partner: europe, customer: { country: 'US', qualification: 'none' } },
    refusal: 'offer_not_in_market',
    cart: 10006,
    because: 'CAT-6: the customer is not in EU or EFTA',
  },
  {
    row: 4,
    line: { itemId: 'ACADEMIC' },
    refusal: 'offer_not_eligible',
    cart: 10006,
    because: 'CUS-5: academic use is closed',
  },
  {
    row: 4,
    line: { itemId: 'NONPROFIT' },
    refusal: 'customer_not_qualified',
    cart: 10006,
    because: 'CUS-5: the customer is commercial',
  },
  {
    row: 4,
    line: { itemId: 'NONPROFIT' },
    context: { customer: { country: 'US', qualification: 'nonprofit' } },
    refusal: undefined,
    because: 'CUS-5: the customer is qualified',
  },
  {
    row: 5,
    line: { itemId: 'CRM' },
    context: { customer: { country: 'UG', qualification: 'none' } },
    refusal: 'offer_not_in_market',
    cart: 10006,
    because: 'CAT-2: CRM is not sold in Uganda',
  },
  {
    row: 5,
    context: { priceOf: () => undefined },
    refusal: 'offer_not_in_market',
    cart: 10006,
    because: 'there is no price on the day',
  },
  {
    row: 5,
    line: { itemId: 'MS-AZR-0145P', quantity: 1 },
    context: { priceOf: () => undefined },
    refusal: undefined,
    because: 'metered offers need no price',
  },
  {
    row: 5,
    line: { itemId: 'MS-AZR-0145P', quantity: 1 },
    context: { hasRateCard: false },
    refusal: 'offer_not_in_market',
    cart: 10006,
    because: 'metered offers need a rate card',
  },
  {
    row: 5,
    line: { currencyCode: 'EUR' },
    refusal: 'invalid_input',
    cart: 10000,
    because: 'PRG-10: the partner pays in dollars',
  },
  {
    row: 6,
    line: { itemId: 'MANY', quantity: 9 },
    refusal: 'quantity_outside_limits',
    cart: 10010,
    because: 'the offer begins at ten seats',
  },
  {
    row: 6,
    line: { quantity: 301 },
    refusal: 'quantity_outside_limits',
    cart: 10015,
    because: 'the offer ends at 300 seats',
  },
  { row: 6, line: { quantity: 300 }, refusal: undefined, because: '300 seats are within the limits' },
  {
    row: 7,
    line: { quantity: 5 },
    context: { capLeft: () => 4 },
    refusal: 'tenant_seat_cap',
    cart: 10015,
    because: 'four seats remain for the customer',
  },
  {
    row: 7,
    line: { quantity: 4 },
    context: { capLeft: () => 4 },
    refusal: undefined,
    because: 'four of four is possible',
  },
  {
    row: 8,
    line: { itemId: 'TWICE' },
    context: { heldOf: () => ({ live: 2, ever: 2 }) },
    refusal: 'purchase_limit_reached',
    cart: 10002,
    because: 'two are there already',
  },
  {
    row: 8,
    line: { itemId: 'TWICE' },
    context: { heldOf: () => ({ live: 1, ever: 9 }) },
    refusal: undefined,
    because: 'deleted ones do not count',
  },
  {
    row: 8,
    line: { itemId: 'ONCE' },
    context: { heldOf: () => ({ live: 0, ever: 1 }) },
    refusal: 'purchase_limit_reached',
    cart: 10002,
    because: 'it was bought once before',
  },
  {
    row: 9,
    line: { itemId: CALLING },
    refusal: 'base_subscription_invalid',
    cart: 10007,
    because: 'CAT-5: it names no base',
  },
  {
    row: 9,
    line: addOn,
    refusal: 'base_subscription_invalid',
    cart: 10007,
    because: 'SUB-9: the base is not this partner’s',
  },
  {
    row: 9,
    line: { parentSubscriptionId: BASE_ID },
    context: base(),
    refusal: 'addon_parent_mismatch',
    cart: 10007,
    because: 'a base offer has no base',
  },
  {
    row: 10,
    line: addOn,
    context: base({ status: 'suspended' }),
    refusal: 'not_active',
    cart: 10007,
    because: 'the base is suspended',
  },
  {
    row: 11,
    line: addOn,
    context: base({ offerId: 'CRM' }),
    refusal: 'addon_parent_mismatch',
    cart: 10007,
    because: 'CAT-5: CRM is no base of it',
  },
  {
    row: 11,
    line: { ...addOn, quantity: 200 },
    context: base({ quantity: 1 }),
    refusal: undefined,
    because: 'SUB-9: one seat of base is enough',
  },
  {
    row: 12,
    line: { itemId: 'YEARLY' },
    refusal: 'billing_cycle_not_offered',
    cart: 10010,
    because: 'ORD-3: it is billed annually only',
  },
  {
    row: 12,
    line: { ...addOn, billingCycle: 'annual' },
    context: base(),
    refusal: 'billing_cycle_mismatch',
    cart: 10010,
    because: 'the base is billed monthly',
  },
  { row: 13, context: { inventoryLeft: () => 4 }, refusal: 'no_inventory', cart: 10003, because: 'four are left' },
  {
    row: 14,
    line: { resellerOfRecord: '2000' },
    refusal: 'partner_on_record_fixed',
    cart: 10004,
    because: 'a direct partner names no reseller',
  },
  {
    row: 14,
    line: { resellerOfRecord: '1000' },
    context: { partner: provider },
    refusal: 'own_network_id',
    cart: 10004,
    because: 'it is the provider’s own',
  },
  {
    row: 14,
    line: { resellerOfRecord: '2000' },
    context: { partner: provider },
    refusal: 'reseller_unknown',
    cart: 10004,
    because: 'nobody has this network id',
  },
  {
    row: 15,
    line: { termDuration: 'P3Y' },
    refusal: 'term_not_available',
    cart: 10010,
    because: 'seats are sold for a year',
  },
  { row: 15, line: { termDuration: 'P1Y' }, refusal: undefined, because: 'a year is what there is' },
  {
    row: 16,
    line: { quantity: SANDBOX_SEATS_MAX + 1 },
    context: { partner: sandbox },
    refusal: 'sandbox_limit_reached',
    cart: 10009,
    because: 'a sandbox buys little',
  },
];

describe('ORD-2: each rule of a line by its name', () => {
  test.each(rows)('ORD-2 row $row: $refusal, because $because', ({ refusal, cart, line, context }) => {
    const { accepted, refused } = judge({ ...(line && { line }), ...(context && { context }) });
    expect([refused[0]?.refusal.name, refused[0]?.cartCode]).toEqual([
      refusal,
      refusal === undefined ? undefined : cart,
    ]);
    expect(accepted.length).toBe(refusal === undefined ? 1 : 0);
  });

  test('ORD-2 market: the refusal names offer and market', () => {
    const refusal = refusalOf({
      line: { itemId: 'CRM' },
      context: { customer: { country: 'UG', qualification: 'none' } },
    });
    expect(refusal?.description).toBe('CRM Online is not sold in UG.');
  });

  test('ORD-2: a line with several faults answers with the first of the table', () => {
    const refusal = refusalOf({
      line: { itemId: 'RETIRED', quantity: 999, termDuration: 'P3Y', resellerOfRecord: '9' },
    });
    expect(refusal?.name).toBe('offer_not_sold');
  });
});

describe('ORD-1: lines are judged together', () => {
  const check = (lines: LineRequest[], context: Partial<LineContext> = {}) =>
    checkLines(lines, aLineContext(shelf, context));
  const names = ({ refused }: ReturnType<typeof check>) =>
    refused.map(({ request, refusal }) => [request.lineNumber, refusal.name]);

  test('ORD-1: every failing line has its own reason', () => {
    const checked = check([aLine(), aLine({ lineNumber: 1, itemId: 'NO' }), aLine({ lineNumber: 2, quantity: 999 })]);
    expect(names(checked)).toEqual([
      [1, 'offer_unknown'],
      [2, 'quantity_outside_limits'],
    ]);
    expect(checked.accepted.map(({ request }) => request.lineNumber)).toEqual([0]);
  });

  test('ORD-2: limits count the lines before', () => {
    const twice = [0, 1, 2].map((lineNumber) => aLine({ lineNumber, itemId: 'TWICE' }));
    expect(names(check(twice))).toEqual([[2, 'purchase_limit_reached']]);
    const seats = [0, 1, 2].map((lineNumber) => aLine({ lineNumber, quantity: 4 }));
    expect(names(check(seats, { capLeft: () => 9 }))).toEqual([[2, 'tenant_seat_cap']]);
    expect(names(check(seats, { inventoryLeft: () => 8 }))).toEqual([[2, 'no_inventory']]);
    expect(check(seats, { capLeft: () => 9 }).refused[0]?.availableQuantity).toBe(1);
  });

  test.each`
    segments                        | named           | qualification  | bought          | because
    ${['commercial', 'nonprofit']}  | ${undefined}    | ${'none'}      | ${'commercial'} | ${'none is named'}
    ${['nonprofit', 'commercial']}  | ${undefined}    | ${'nonprofit'} | ${'commercial'} | ${'whoever buys: another price is for who asks for it'}
    ${['commercial', 'nonprofit']}  | ${'nonprofit'}  | ${'nonprofit'} | ${'nonprofit'}  | ${'it is named'}
    ${['nonprofit', 'government']}  | ${undefined}    | ${'none'}      | ${'government'} | ${'it is the first that the customer may buy in'}
    ${['government', 'nonprofit']}  | ${'nonprofit'}  | ${'nonprofit'} | ${'nonprofit'}  | ${'it is named'}
    ${['commercial', 'government']} | ${'government'} | ${'none'}      | ${'government'} | ${'the partner answers for who is eligible'}
  `(
    'ORD-4: of an offer for $segments $bought is bought and charged, because $because',
    ({ segments, named, qualification, bought }) => {
      const offer = anOffer({ segments });
      const id = availabilityId(E3, { country: 'US', segment: named, month: '2026-02' });
      const line = aLine(named && { itemId: `${offer.plan.id}:${E3}:${id}` });
      const prices: Record<string, string> = { commercial: '20.00', nonprofit: '5.00', government: '12.00' };
      const context = aLineContext([offer], {
        customer: { country: 'US', qualification },
        priceOf: (_, segment) => ({ list: prices[segment]!, wholesale: prices[segment]! }),
      });
      const { accepted } = checkLines([line], context);
      expect(accepted).toMatchObject([{ segment: bought, price: { wholesale: prices[bought] } }]);
    },
  );

  test('ORD-4: what has a price in another segment alone cannot be bought', () => {
    const offer = anOffer({ segments: ['commercial', 'government'] });
    const priceOf: LineContext['priceOf'] = (_, segment) =>
      segment === 'government' ? { list: '12.00', wholesale: '10.00' } : undefined;
    expect(checkLines([aLine()], aLineContext([offer], { priceOf })).refused[0]?.refusal.name).toBe(
      'offer_not_in_market',
    );
  });

  test('CAT-5: a base that the same purchase buys serves, wherever its line stands', () => {
    const lines = [aLine({ itemId: CALLING, parentLineNumber: 1 }), aLine({ lineNumber: 1 })];
    const { accepted } = check(lines);
    expect(accepted.map(({ offer, baseLine }) => [offer.id, baseLine?.offer.id])).toEqual([
      [CALLING, E3],
      [E3, undefined],
    ]);
  });

  test('CAT-5: of a base of the same purchase offer and cycle must fit', () => {
    const wrongBase = [aLine({ itemId: 'CRM' }), aLine({ lineNumber: 1, itemId: CALLING, parentLineNumber: 0 })];
    expect(names(check(wrongBase))).toEqual([[1, 'addon_parent_mismatch']]);
    const wrongCycle = [
      aLine({ billingCycle: 'annual' }),
      aLine({ lineNumber: 1, itemId: CALLING, parentLineNumber: 0 }),
    ];
    expect(names(check(wrongCycle))).toEqual([[1, 'billing_cycle_mismatch']]);
  });
});

describe('SUB-2: seats added', () => {
  const grow = (quantity: number, offer = anOffer(), context: Partial<LineContext> = {}) =>
    growthRefusal(
      { subscription: aSubscription({ offerId: offer.id }), offer, quantity },
      aLineContext([offer], context),
    )?.name;

  test.each`
    quantity | offer                                                                              | context                         | refusal                      | because
    ${11}    | ${anOffer()}                                                                       | ${{}}                           | ${undefined}                 | ${'nothing is in the way'}
    ${301}   | ${anOffer()}                                                                       | ${{}}                           | ${'quantity_outside_limits'} | ${'the offer ends at 300'}
    ${12}    | ${anOffer()}                                                                       | ${{ capLeft: () => 2 }}         | ${undefined}                 | ${'the ten held are counted already'}
    ${13}    | ${anOffer()}                                                                       | ${{ capLeft: () => 2 }}         | ${'tenant_seat_cap'}         | ${'three are more than two'}
    ${13}    | ${anOffer()}                                                                       | ${{ inventoryLeft: () => 2 }}   | ${'no_inventory'}            | ${'two are left'}
    ${11}    | ${anOffer({ state: 'retired', retiredFrom: day('2026-01-01') })}                   | ${{}}                           | ${undefined}                 | ${'a retired offer that renews may grow'}
    ${11}    | ${anOffer({ state: 'retired', retiredFrom: day('2026-01-01'), renewable: false })} | ${{}}                           | ${'offer_not_sold'}          | ${'a retired offer that ends may not'}
    ${11}    | ${anOffer()}                                                                       | ${{ priceOf: () => undefined }} | ${undefined}                 | ${'ORD-4: the price is locked, none is needed'}
    ${11}    | ${anOffer({ markets: ['CA'] })}                                                    | ${{}}                           | ${'offer_not_in_market'}     | ${'it is no longer sold there'}
  `('SUB-2: to $quantity: $refusal, because $because', ({ quantity, offer, context, refusal }) => {
    expect(grow(quantity, offer, context)).toBe(refusal);
  });
});
