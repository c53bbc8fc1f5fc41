import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { exchangeStore, rateBook } from '../../../../functions/billing/rate-cards/index.ts';
import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
import type { TestRequest } from '../../../support/api.ts';
import {
  ADMIN_AGENT,
  aPartnerChanged,
  type BillingWorld,
  billingWorld,
  deliver,
  OPERATOR,
  runDay,
  SALES_AGENT,
  send,
} from '../../../support/billing-world.ts';
import { aMeter, aVersion, publish, putCard } from '../../../support/usage/rate-cards.ts';

const AT = '2018-01-10T12:00:00.000Z';
const later = (on: string): string => `${on}T12:00:00.000Z`;

let world: BillingWorld;
const OCCASION = {
  at: instant(AT),
  cause: {
    actor: { tenantId: 'program', kind: 'schedule' as const },
    correlationId: 'billing.test',
    causationId: 'billing.test',
  },
};
beforeEach(() => {
  world = billingWorld();
});
const view = async (at = AT, request: Partial<TestRequest> = {}) =>
  send(world, { path: '/v1/ratecards/azure', as: ADMIN_AGENT, ...request }, at);
const ratesAt = async (on: string) =>
  Object.fromEntries(
    (await view(later(on))).body.meters.map(({ id, rates }: { id: string; rates: object }) => [id, rates]),
  );

describe('USG-2: a rate card', () => {
  test('USG-2: is read as it is in effect, rates as numbers by lower bound, with the discount of partners', async () => {
    const meters = [aMeter('B1', { 1024: '0.08', 0: 0.1 }, { includedQuantity: '100.50' }), aMeter('a1', { 0: 6e-8 })];
    const offerTerms = [{ name: 'Wholesale', discount: 0.15, excludedMeterIds: ['A1'] }];
    const published = await publish(world, aVersion('2018-01-10', meters, { offerTerms }), { at: AT });
    expect([published.status, published.body]).toEqual([
      201,
      expect.objectContaining({ currency: 'USD', region: 'US', effectiveDate: '2018-01-10T00:00:00Z', meterCount: 2 }),
    ]);
    const { status, body } = await view(AT, { as: SALES_AGENT, headers: { 'X-Locale': 'de-DE' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      locale: 'de-DE',
      currency: 'USD',
      isTaxIncluded: false,
      meters: [
        { ...aMeter('a1', { 0: 6e-8 }), name: 'Meter a1', effectiveDate: '2018-01-10T00:00:00Z' },
        {
          ...aMeter('b1', { 0: 0.1, 1024: 0.08 }),
          name: 'Meter B1',
          includedQuantity: 100.5,
          effectiveDate: '2018-01-10T00:00:00Z',
        },
      ],
      offerTerms: [
        { name: 'Wholesale', discount: 0.15, excludedMeterIds: ['a1'], effectiveDate: '2018-01-10T00:00:00Z' },
      ],
      links: { self: { uri: '/ratecards/azure', method: 'GET', headers: [] } },
      attributes: { objectType: 'AzureRateCard' },
    });
  });

  test('USG-2: replaces from its day on the meters that a version names; others go on, and the offer terms do', async () => {
    const offerTerms = [{ name: 'Wholesale', discount: '0.15' }];
    await publish(world, aVersion('2018-01-10', [aMeter('a', { 0: 1 }), aMeter('b', { 0: 2 })], { offerTerms }), {
      at: AT,
    });
    await publish(world, aVersion('2018-03-01', [aMeter('a', { 0: 3 })]), { at: AT });
    // Comes last and begins between the two: what is set from March on stays.
    await publish(world, aVersion('2018-02-01', [aMeter('a', { 0: 4 }), aMeter('c', { 0: 5 })]), { at: AT });
    expect(await ratesAt('2018-01-31')).toEqual({ a: { 0: 1 }, b: { 0: 2 } });
    expect(await ratesAt('2018-02-28')).toEqual({ a: { 0: 4 }, b: { 0: 2 }, c: { 0: 5 } });
    expect(await ratesAt('2018-03-01')).toEqual({ a: { 0: 3 }, b: { 0: 2 }, c: { 0: 5 } });
    expect((await view(later('2018-03-01'))).body.offerTerms).toHaveLength(1);
    const listed = await send(world, { path: '/v1/operator/ratecards/azure/versions?size=2', as: OPERATOR }, AT);
    expect(
      listed.body.items.map((item: { effectiveDate: string; cardMeterCount: number }) => [
        item.effectiveDate.slice(0, 10),
        item.cardMeterCount,
      ]),
    ).toEqual([
      ['2018-01-10', 2],
      ['2018-02-01', 3],
    ]);
    expect(listed.body.links.next.uri).toContain('offset=2');
  });

  test('USG-2: grows by calls of the same day, each whole or not at all, in any order and twice', async () => {
    const first = aVersion('2018-02-01', [aMeter('a', { 0: 1 })]);
    const second = aVersion('2018-02-01', [aMeter('b', { 0: 2 })], { offerTerms: [{ name: 'T', discount: 0.1 }] });
    const replies = await Promise.all([first, second, first].map((body) => publish(world, body, { at: AT })));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await ratesAt('2018-02-01')).toEqual({ a: { 0: 1 }, b: { 0: 2 } });
    const other = await publish(world, aVersion('2018-02-01', [aMeter('c', { 0: 1 }), aMeter('a', { 0: 9 })]), {
      at: AT,
    });
    expect([other.status, other.body.code, other.body.description]).toEqual([
      409,
      950008,
      expect.stringContaining('a'),
    ]);
    expect(Object.keys(await ratesAt('2018-02-01'))).toEqual(['a', 'b']);
    const terms = await publish(world, aVersion('2018-02-01', [], { offerTerms: [{ name: 'U', discount: 0.1 }] }), {
      at: AT,
    });
    expect(terms.body.code).toBe(950008);
  });

  test.each([
    ['a day that is past', aVersion('2018-01-09', [aMeter('a', { 0: 1 })]), 400, 3000],
    ['nothing that it sets', aVersion('2018-01-10', []), 400, 3000],
    ['a meter twice', aVersion('2018-01-10', [aMeter('a', { 0: 1 }), aMeter('A', { 0: 1 })]), 400, 3000],
    ['no rate at 0', aVersion('2018-01-10', [aMeter('a', { 10: 1 })]), 400, 3000],
    ['a bound twice', aVersion('2018-01-10', [aMeter('a', { 0: 1, '0.0': 2 })]), 400, 3000],
    ['a rate below 0', aVersion('2018-01-10', [aMeter('a', { 0: -1 })]), 400, 3000],
    ['a rate of 11 decimals', aVersion('2018-01-10', [aMeter('a', { 0: '0.00000000001' })]), 400, 3000],
    ['a discount above 1', aVersion('2018-01-10', [], { offerTerms: [{ name: 'T', discount: 1.1 }] }), 400, 950010],
    [
      'discounts above 1 together',
      aVersion('2018-01-10', [], {
        offerTerms: [
          { name: 'T', discount: 0.6 },
          { name: 'U', discount: 0.5 },
        ],
      }),
      400,
      950010,
    ],
  ])('USG-2: is not published with %s', async (_, body, status, code) => {
    const reply = await publish(world, body, { at: AT });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect((await view()).body.code).toBe(1000);
  });

  test('D19: is that of the own currency and region unless others are named; where there is none: 404', async () => {
    await publish(world, aVersion('2018-01-10', [aMeter('a', { 0: 1 })], { currency: 'eur' }), { at: AT });
    expect((await view()).body.code).toBe(1000);
    expect((await view(AT, { path: '/v1/ratecards/azure?currency=EUR&region=us' })).body.currency).toBe('EUR');
    expect((await view(AT, { path: '/v1/ratecards/azure-shared?currency=EUR' })).body.code).toBe(1000);
    await publish(world, aVersion('2018-01-10', [aMeter('s', { 0: 7 })]), { at: AT, name: 'Azure-Shared' });
    const shared = await view(AT, { path: '/v1/ratecards/azure-shared' });
    expect([shared.body.meters.length, shared.body.offerTerms]).toEqual([1, []]);
  });

  test('USG-2: of 20,000 meters comes in calls of a megabyte, and is answered gzipped, or as a link', async () => {
    const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const name = 'D2 v3/D2s v3 of the general purpose series, in hours of a virtual machine that runs';
    const some = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => aMeter(id(from + n), { 0: 0.1, 1000: 0.05 }, { name }));
    await putCard(world.deps, '2018-01-01', some(0, 18_000));
    const { status: made, body } = await publish(world, aVersion('2018-01-10', some(18_000, 20_000)), { at: AT });
    expect([made, body.meterCount, body.cardMeterCount, body.meters]).toEqual([201, 2_000, 20_000, undefined]);
    const zipped = await view(AT, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const card = JSON.parse(gunzipSync(Buffer.from(zipped.text, 'latin1')).toString());
    expect([card.meters.length, card.meters[19_999].rates]).toEqual([20_000, { 0: 0.1, 1000: 0.05 }]);
    const { status, headers } = await view();
    expect(status).toBe(302);
    expect(JSON.parse(Buffer.from(world.files.follow(headers.location!)!).toString()).meters).toHaveLength(20_000);
  });
});

describe('the rate book, as rating reads it', () => {
  const bookOf = (currency = 'USD', from = '2018-01-10', to = '2018-03-31') =>
    rateBook(world.deps, { currency, region: 'US', from: day(from), to: day(to) });

  test('USG-2: U3, U5: has on each day the version in effect, and the discounts that count', async () => {
    const offerTerms = [
      { name: 'Wholesale', discount: 0.15 },
      { name: 'Spring', discount: 0.05, effectiveDate: '2018-02-10', excludedMeterIds: ['b'] },
    ];
    await publish(world, aVersion('2018-01-10', [aMeter('a', { 0: 1 }), aMeter('b', { 0: 2 })], { offerTerms }), {
      at: AT,
    });
    await publish(world, aVersion('2018-02-01', [aMeter('a', { 0: 3 })]), { at: AT });
    for (const from of ['2018-01-10', '2018-01-20', '2018-02-15']) {
      const book = await bookOf('USD', from);
      const on = day('2018-02-15');
      expect(book.meter('a', on)).toMatchObject({
        version: 'azure/USD/US/2018-02-01',
        tiers: [{ from: '0', rate: '3' }],
      });
      expect(book.meter('b', on)).toMatchObject({ version: 'azure/USD/US/2018-01-10', effectiveOn: '2018-01-10' });
      expect(book.discount('a', on)).toEqual({ fraction: '0.2', terms: ['Wholesale', 'Spring'] });
      expect(book.discount('b', on)).toEqual({ fraction: '0.15', terms: ['Wholesale'] });
      expect(book.exchange(on, 'USD')).toEqual({ rate: '1' });
      expect(book.meter('c', on)).toBeUndefined();
    }
    const book = await bookOf();
    expect(book.meter('a', day('2018-01-31'))).toMatchObject({ version: 'azure/USD/US/2018-01-10' });
    expect(book.meter('a', day('2018-01-09'))).toBeUndefined();
    expect(book.discount('a', day('2018-02-09')).fraction).toBe('0.15');
  });

  test('M3: takes from the card of the pricing currency what the own one does not name', async () => {
    await publish(world, aVersion('2018-01-10', [aMeter('a', { 0: 1 }), aMeter('b', { 0: 2 })]), { at: AT });
    await publish(world, aVersion('2018-01-10', [aMeter('b', { 0: 5 })], { currency: 'EUR' }), { at: AT });
    await putRates('201801', { EUR: 0.846202666 });
    const book = await bookOf('EUR');
    const on = day('2018-01-20');
    expect(book.meter('a', on)).toMatchObject({ currency: 'USD', version: 'azure/USD/US/2018-01-10' });
    expect(book.meter('b', on)).toMatchObject({ currency: 'EUR' });
    expect(book.exchange(on, 'USD')).toEqual({ rate: '0.846202666', publishedFor: '2018-01' });
    expect(book.exchange(day('2018-02-01'), 'USD')).toBeUndefined();
  });
});

const putRates = (month: string, rates: Readonly<Record<string, number | string>>, more: Partial<TestRequest> = {}) =>
  send(
    world,
    {
      method: 'PUT',
      path: `/v1/operator/fxrates/${month}`,
      as: OPERATOR,
      body: {
        pricingCurrency: 'usd',
        rates: Object.entries(rates).map(([currencyCode, pcToBCExchangeRate]) => ({
          currencyCode,
          pcToBCExchangeRate,
        })),
      },
      ...more,
    },
    AT,
  );

describe('PRG-10: exchange rates of a month', () => {
  const read = (month: string, as: TestRequest['as'] = SALES_AGENT) =>
    send(world, { path: `/v1/partner/fxrates/${month}`, as }, AT);

  test('PRG-10: are set, replaced and read', async () => {
    expect((await read('201801')).body.code).toBe(1000);
    const { status, body } = await putRates('201801', { JPY: '112.5', EUR: 0.84 });
    expect([status, body.month, body.pricingCurrency]).toEqual([200, '201801', 'USD']);
    await putRates('2018-01', { EUR: 0.85 }, { headers: { 'If-Match': `"${body.attributes.etag}"` } });
    expect((await read('201801')).body.rates).toEqual([{ currencyCode: 'EUR', pcToBCExchangeRate: 0.85 }]);
    const stale = await putRates('201801', { EUR: 0.9 }, { headers: { 'If-Match': `"${body.attributes.etag}"` } });
    expect(stale.body.code).toBe(2055);
  });

  test.each([
    ['a rate of 0', { EUR: 0 }],
    ['10 decimals', { EUR: '0.1234567891' }],
    ['a rate of the pricing currency', { USD: 1 }],
    ['a currency twice', { EUR: 1, eur: 2 }],
  ])('PRG-10: are refused with %s', async (_, rates) => {
    const { status, body } = await putRates('201801', rates);
    expect([status, body.code]).toEqual([400, 3000]);
    expect((await read('201801')).status).toBe(404);
  });

  test('PRG-10: stay once a closed period has used them; what had no rate may get one', async () => {
    for (const month of ['201712', '201801', '201802']) await putRates(month, { EUR: 0.84, GBP: 0.7 });
    await deliver(world, aPartnerChanged({ currency: 'EUR' }));
    // Closes the period of 15 December to 14 January.
    await runDay(world, '2018-01-15');
    for (const month of ['201712', '201801']) {
      for (const rates of [{ EUR: 0.85, GBP: 0.7 }, { GBP: 0.7 }]) {
        const { status, body } = await putRates(month, rates);
        expect([status, body.code, body.description]).toEqual([409, 950002, expect.stringContaining('EUR')]);
      }
      // Nobody was billed in pounds.
      expect((await putRates(month, { EUR: 0.84, GBP: 0.71, CHF: 0.95 })).status).toBe(200);
    }
    expect((await putRates('201802', { EUR: 0.85 })).status).toBe(200);
  });

  test('PRG-10: a period that is closed at the same moment decides', async () => {
    await putRates('201801', { EUR: 0.84 });
    const store = exchangeStore(world.table);
    const { unchanged } = await store.billedThrough('EUR');
    await store.fixRates('EUR', day('2018-01-15'));
    await store.fixRates('EUR', day('2018-01-10'));
    const changed = { month: '2018-01', pricingCurrency: 'USD', rates: { EUR: '0.85' }, version: 2 };
    await expect(store.save(changed, OCCASION, [unchanged])).rejects.toThrow(WriteConflictError);
    expect((await store.billedThrough('EUR')).through).toBe('2018-01-15');
  });
});
