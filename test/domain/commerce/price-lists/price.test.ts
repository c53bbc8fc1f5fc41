import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstMarkets } from '../../../../functions/commerce/catalogue/domain/markets.ts';
import { priceSegment } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import {
  acceptPrice,
  comparePrices,
  type PairPrices,
  priceCount,
  wholesaleFrom,
  withPrices,
} from '../../../../functions/commerce/price-lists/domain/price.ts';
import { STANDARD_MARGINS } from '../../../../functions/commerce/price-lists/domain/price-list.ts';
import { aMeteredOffer, anOffer, E3 } from '../../../support/commerce-builders.ts';

const crm = anOffer({ id: 'CRM', family: 'crm' });
const ems = anOffer({ id: 'EMS', family: 'ems' });
const offers = new Map([anOffer(), crm, ems, aMeteredOffer()].map((offer) => [offer.id, offer]));
const row = { offerId: E3, country: 'US', currency: 'USD', segment: '', listPrice: '20.00', wholesalePrice: '17' };
const accept = (change: Partial<typeof row> & { isRemoved?: boolean }) =>
  acceptPrice(
    { ...row, ...change },
    {
      offerOf: (id) => offers.get(id),
      margins: STANDARD_MARGINS,
      markets: firstMarkets,
    },
  );

describe('CAT-3: wholesale from list and margin', () => {
  test.each`
    list                    | currency | margin             | wholesale                  | because
    ${'8.74'}               | ${'USD'} | ${'20'}            | ${'6.99'}                  | ${'6.992 rounds down'}
    ${'65.00'}              | ${'USD'} | ${'25'}            | ${'48.75'}                 | ${'it is exact'}
    ${'0.02'}               | ${'USD'} | ${'25'}            | ${'0.02'}                  | ${'0.015 rounds half away from zero'}
    ${'950'}                | ${'JPY'} | ${'25'}            | ${'713'}                   | ${'712.5 yen round half away from zero'}
    ${'10.00'}              | ${'EUR'} | ${'0'}             | ${'10.00'}                 | ${'there is no margin'}
    ${'10.00'}              | ${'EUR'} | ${'100'}           | ${'0.00'}                  | ${'the program gives it away'}
    ${'9.99'}               | ${'GBP'} | ${'7.5'}           | ${'9.24'}                  | ${'9.24075 rounds down'}
    ${'999999999999999999'} | ${'USD'} | ${'33.3333333333'} | ${'666666666666999999.33'} | ${'every digit counts'}
  `(
    'CAT-3: $list $currency less $margin % is $wholesale, because $because',
    ({ list, currency, margin, wholesale }) => {
      expect(wholesaleFrom(list, currency, margin)).toBe(wholesale);
    },
  );

  test('CAT-3: a derived wholesale price is never above list and never negative', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 100 }), (list, margin) => {
        const wholesale = Number(wholesaleFrom(list, 'USD', String(margin)));
        expect(wholesale).toBeGreaterThanOrEqual(0);
        expect(wholesale).toBeLessThanOrEqual(Number(list));
      }),
    );
  });
});

describe('rows of a price list', () => {
  test.each`
    change                                    | field               | because
    ${{ offerId: 'X' }}                       | ${'offerId'}        | ${'no offer has this id'}
    ${{ offerId: 'MS-AZR-0145P' }}            | ${'offerId'}        | ${'usage is priced by a rate card'}
    ${{ country: 'KP' }}                      | ${'country'}        | ${'the program has no such market'}
    ${{ currency: 'DOLLAR' }}                 | ${'currency'}       | ${'it is no currency code'}
    ${{ segment: 'private' }}                 | ${'segment'}        | ${'it is no segment'}
    ${{ segment: 'education' }}               | ${'segment'}        | ${'the offer is not sold to it, so nobody would pay it'}
    ${{ listPrice: '' }}                      | ${'listPrice'}      | ${'it is missing'}
    ${{ listPrice: '-1' }}                    | ${'listPrice'}      | ${'a price is not negative'}
    ${{ listPrice: '20.005' }}                | ${'listPrice'}      | ${'dollars have two decimals'}
    ${{ currency: 'JPY', listPrice: '20.5' }} | ${'listPrice'}      | ${'yen have none'}
    ${{ listPrice: '1,000' }}                 | ${'listPrice'}      | ${'a comma is no decimal point'}
    ${{ wholesalePrice: 'free' }}             | ${'wholesalePrice'} | ${'it is no amount'}
    ${{ wholesalePrice: '' }}                 | ${'wholesalePrice'} | ${'Office 365 has no margin to derive it from'}
  `('CAT-3: $field is wrong, because $because', ({ change, field }) => {
    expect(accept(change)).toMatchObject({ ok: false, refusal: { field } });
  });

  test.each`
    change                                                            | price                                    | because
    ${{}}                                                             | ${{ list: '20.00', wholesale: '17.00' }} | ${'both are stated'}
    ${{ offerId: E3.toLowerCase(), country: 'us', currency: 'usd' }}  | ${{ list: '20.00', wholesale: '17.00' }} | ${'case does not matter'}
    ${{ listPrice: '20.500' }}                                        | ${{ list: '20.50', wholesale: '17.00' }} | ${'trailing zeros do not count'}
    ${{ offerId: 'CRM', wholesalePrice: '' }}                         | ${{ list: '20.00', wholesale: '15.00' }} | ${'CRM is 25 % off list'}
    ${{ offerId: 'EMS', wholesalePrice: '' }}                         | ${{ list: '20.00', wholesale: '16.00' }} | ${'EMS is 20 % off list'}
    ${{ offerId: 'EMS', wholesalePrice: '19.99' }}                    | ${{ list: '20.00', wholesale: '19.99' }} | ${'a stated price wins over the margin'}
    ${{ currency: 'JPY', listPrice: '2180', wholesalePrice: '1853' }} | ${{ list: '2180', wholesale: '1853' }}   | ${'yen have no decimals'}
  `('CAT-3: accepted, because $because', ({ change, price }) => {
    expect(accept(change)).toMatchObject({ ok: true, value: { segment: 'commercial', price } });
  });

  test('CAT-3, CUS-5: a row that names no segment has the price that a purchase asks for', () => {
    const school = anOffer({ segments: ['education', 'nonprofit'] });
    const rules = { offerOf: () => school, margins: {}, markets: firstMarkets };
    const accepted = acceptPrice(row, rules);
    expect(accepted).toMatchObject({ ok: true, value: { segment: priceSegment(school) } });
    expect(acceptPrice({ ...row, segment: 'Commercial', isRemoved: true }, rules).ok).toBe(true);
  });

  test('CAT-3: a row may take its price out of the list', () => {
    expect(accept({ isRemoved: true, listPrice: '' })).toMatchObject({ ok: true, value: { price: undefined } });
  });
});

describe('what a list changes', () => {
  const before: PairPrices = {
    A: { commercial: { list: '10.00', wholesale: '8.00' } },
    B: { commercial: { list: '20.00', wholesale: '16.00' } },
    C: { commercial: { list: '30.00', wholesale: '24.00' }, nonprofit: { list: '12.00', wholesale: '10.00' } },
  };
  const price = (list: string, wholesale: string) => ({ list, wholesale });
  const set = (offerId: string, to: { list: string; wholesale: string } | undefined) =>
    ({ pair: 'US#USD', offerId, segment: 'commercial', price: to }) as const;

  test('CAT-3: added, changed, taken out and unchanged prices are told apart', () => {
    const after = withPrices(before, [
      set('A', price('10.00', '7.50')),
      set('C', undefined),
      set('D', price('5.00', '4.00')),
    ]);
    const changes = Object.fromEntries(
      comparePrices(before, after).map(({ offerId, segment, change }) => [`${offerId}/${segment}`, change]),
    );
    expect(changes).toEqual({
      'A/commercial': 'CHG',
      'B/commercial': 'UNC',
      'C/nonprofit': 'UNC',
      'C/commercial': 'DEL',
      'D/commercial': 'ADD',
    });
    expect(priceCount(after)).toBe(4);
  });

  test('CAT-3: the same rows twice give the same list', () => {
    const rows = [set('A', price('10.00', '7.50')), set('B', undefined)];
    const once = withPrices(before, rows);
    expect(withPrices(once, rows)).toEqual(once);
    expect(comparePrices(once, withPrices(once, rows)).every(({ change }) => change === 'UNC')).toBe(true);
  });
});
