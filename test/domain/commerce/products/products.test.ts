import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLines } from '../../../../functions/commerce/buying/domain/check-lines.ts';
import { isVisible, type Viewer } from '../../../../functions/commerce/catalogue/domain/catalogue.ts';
import { availabilityId } from '../../../../functions/commerce/catalogue/domain/catalogue-item.ts';
import { type Offer, SEGMENTS } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import { type Openings, RESERVED } from '../../../../functions/commerce/catalogue/domain/openings.ts';
import { availabilitiesOf, availabilityOf } from '../../../../functions/commerce/products/domain/availability.ts';
import { productsOf, viewNamed } from '../../../../functions/commerce/products/domain/product.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
import { aLine, aLineContext, aMeteredOffer, anAddOn, anOffer, E3 } from '../../../support/commerce-builders.ts';

const at = instant('2026-02-10T09:00:00Z');

describe('CAT-1: products are the offers by what they sell', () => {
  const plan = { id: 'PLAN-E3', name: 'Office E3', unit: 'Licenses' };
  const nonprofit = anOffer({ id: 'NONPROFIT', name: 'Office E3 (nonprofit)', rank: 9, segments: ['nonprofit'] });
  const products = productsOf([anAddOn({ rank: 0 }), nonprofit, anOffer({ plan }), aMeteredOffer({ rank: 5 })]);

  test('CAT-1: one for each plan, in the order of the offers; its SKUs by rank', () => {
    expect(products.map(({ id, title, skus }) => [id, title, skus.map((sku) => sku.id)])).toEqual([
      ['PLAN-CALLING', 'Calling', ['C94271D8-B431-4A25-A3C5-A57737A1C909']],
      ['PLAN-E3', 'Office E3', [E3, 'MS-AZR-0145P', 'NONPROFIT']],
    ]);
  });

  test.each`
    view                       | seats        | metered      | because
    ${'OnlineServices'}        | ${true}      | ${false}     | ${'they are seats'}
    ${'onlineservices'}        | ${true}      | ${false}     | ${'case does not matter'}
    ${'MicrosoftAzure'}        | ${false}     | ${true}      | ${'it is metered'}
    ${'Azure'}                 | ${false}     | ${true}      | ${'it is all of Azure'}
    ${'AzureReservationsVM'}   | ${false}     | ${false}     | ${'the program sells none'}
    ${'SoftwareSubscriptions'} | ${false}     | ${false}     | ${'the program sells none'}
    ${'Everything'}            | ${undefined} | ${undefined} | ${'there is no such view'}
    ${'constructor'}           | ${undefined} | ${undefined} | ${'nor this one'}
  `('CAT-1: the view $view, because $because', ({ view, seats, metered }) => {
    const shows = viewNamed(view);
    expect([shows?.(anOffer()), shows?.(aMeteredOffer())]).toEqual([seats, metered]);
  });
});

const anyOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const offers = fc.record({
  state: anyOf<Offer['state']>('draft', 'published', 'published', 'retired'),
  retiredFrom: anyOf(day('2026-02-10'), day('2026-02-11')),
  saleFrom: anyOf(undefined, instant('2026-02-10T09:00:00Z'), instant('2026-02-10T09:00:01Z')),
  saleUntil: anyOf(undefined, instant('2026-02-10T09:00:00Z')),
  markets: anyOf(['*'], ['*', '-AF'], ['DE', 'US'], ['XX']),
  segments: fc.subarray([...SEGMENTS], { minLength: 1 }),
  nationalCloud: anyOf<Offer['nationalCloud']>(undefined, undefined, 'germany', 'governmentCommunity'),
  reselleeQualifications: anyOf<string[]>([], ['none'], ['Nonprofit'], ['Education', 'GovernmentCommunityCloud']),
  resellerQualifications: anyOf<string[]>(
    [],
    [],
    ['none'],
    ['DirectPartner'],
    ['IndirectProvider', 'Germany'],
    ['Nonprofit'],
  ),
  supportedCatalogTypes: anyOf<string[]>(['sandbox', 'live'], ['sandbox', 'live'], ['live'], ['sandbox'], []),
  billing: anyOf<Offer['billing']>('license', 'usage'),
});
const openings = fc.constantFrom<Openings>(
  {},
  ...RESERVED.flatMap((reserved) => [{ [reserved]: true }, { [reserved]: false }]),
);
const buyers = fc.record({
  country: anyOf('DE', 'US', 'AF', 'XX', 'KP'),
  qualification: anyOf('none', 'education', 'nonprofit', 'government'),
  region: anyOf('US', 'EU_EFTA'),
  cloud: anyOf<'global' | 'germany'>('global', 'germany'),
  regionCountries: anyOf(['US'], ['DE', 'XX']),
  isIndirect: fc.boolean(),
  isSandbox: fc.boolean(),
  isPriced: fc.boolean(),
  months: anyOf(['2026-02'], ['2025-02', '2026-02']),
});

describe('what a customer is shown, and what it can buy', () => {
  const shop = (change: Partial<Offer>, opened: Openings, buyer: Viewer & { isPriced: boolean; months: string[] }) => {
    const offer = anOffer({
      ...change,
      supportedBillingCycles: ['monthly'],
      ...(change.state !== 'retired' && { retiredFrom: undefined }),
    });
    const plain = aLineContext([offer]);
    const context = aLineContext([offer], {
      at,
      catalogue: { ...plain.catalogue, openings: opened },
      itemMonths: buyer.months,
      priceOf: () => (buyer.isPriced ? { list: '20.00', wholesale: '17.00' } : undefined),
      partner: {
        ...plain.partner,
        region: buyer.region!,
        cloud: buyer.cloud!,
        regionCountries: buyer.regionCountries ?? [],
        isIndirect: buyer.isIndirect!,
        isSandbox: buyer.isSandbox!,
      },
      customer: { country: buyer.country, qualification: buyer.qualification! },
    });
    const refusalOf = (itemId: string) => checkLines([aLine({ itemId })], context).refused[0]?.refusal.name;
    return { offer, context, refusalOf };
  };

  test('CAT-2, CAT-6, CUS-5: a customer is shown what nothing but a missing price keeps from it, and nothing else', () => {
    fc.assert(
      fc.property(offers, openings, buyers, (change, opened, who) => {
        const buyer = { ...who, isOperator: false };
        const { offer, context, refusalOf } = shop(change, opened, buyer);
        const isShown = isVisible(context.catalogue, offer, { viewer: buyer, at });
        const needsPrice = offer.billing === 'license' && !buyer.isPriced;
        const refusal = refusalOf(offer.id);
        if (isShown) expect(refusal).toBe(needsPrice ? 'offer_not_in_market' : undefined);
        else expect(refusal).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });

  test('CAT-1, CUS-5: an availability is purchasable exactly if its item can be bought', () => {
    fc.assert(
      fc.property(offers, openings, buyers, (change, opened, who) => {
        const buyer = { ...who, isOperator: false };
        const { offer, context, refusalOf } = shop(change, opened, buyer);
        const look = { viewer: buyer, at };
        const isPriced = offer.billing === 'usage' || buyer.isPriced;
        const listing = {
          month: '2026-02',
          itemMonths: buyer.months,
          pastMonths: ['', '2025-02', '2026-02'],
          isPriced: () => isPriced,
        };
        const itemOf = (id: string) => `${offer.plan.id}:${offer.id}:${id}`;
        const listed = availabilitiesOf(context.catalogue, offer, look, listing);
        for (const { id, isPurchasable } of listed) expect(refusalOf(itemOf(id)) === undefined).toBe(isPurchasable);
        for (const month of listing.pastMonths)
          for (const segment of SEGMENTS) {
            const id = availabilityId(offer.id, { country: buyer.country, segment, month });
            const found = availabilityOf(context.catalogue, offer, id, look, listing);
            expect(refusalOf(itemOf(id)) === undefined).toBe(found?.isPurchasable === true);
          }
      }),
      { numRuns: 1000 },
    );
  });
});
