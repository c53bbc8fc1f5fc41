import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { ExchangeRatesPublished } from '../../../../events/index.ts';
import { csvRecords } from '../../../../shared/kernel/csv.ts';
import type { TestAnswer } from '../../../support/api.ts';
import { demoFile, offers, openShop, openStockedShop, type Shop, storeSeller } from '../../../support/commerce.ts';
import { anEvent } from '../../../support/events.ts';
import { unzipped } from '../../../support/exports/unzipped.ts';

const operator = (shop: Shop, method: 'POST' | 'PUT', path: string, body?: object) =>
  shop.send({ as: shop.operator, method, path: `/v1/operator/${path}`, body });
const sheetPath = (market = 'US', view = 'updatedlicensebased') =>
  `/v1.0/sales/pricesheets(Market='${market}',PricesheetView='${view}')/$value`;
const matrixPath = (month = '202602') => `/v1.0/sales/offermatrix(Month='${month}')/$value`;
const price = (change: object = {}) => ({
  offerId: offers.e3,
  country: 'US',
  currency: 'USD',
  listPrice: '21.00',
  wholesalePrice: '18.00',
  ...change,
});

/** What lists of JSON have of an offer or a price. */
type Listed = Record<'id' | 'offerId' | 'wholesalePrice', string>;

/** Rows of a file by the names of their columns. */
function rowsIn(text: string): Record<string, string>[] {
  const [names = [], ...rows] = csvRecords(text);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]!])));
}
async function sheet(shop: Shop, query = '', path = sheetPath()) {
  const { status, text } = await shop.send({ path: `${path}${query}` });
  return status === 200 ? rowsIn(text) : status;
}
/** What was answered as bytes. */
const bytesOf = ({ text }: TestAnswer): Buffer => Buffer.from(text, 'latin1');
const ofE3 = (rows: Record<string, string>[] | number) =>
  typeof rows === 'number' ? rows : rows.filter((row) => row.SkuId === offers.e3 && row.BillingPlan === 'Monthly');

async function withApril(shop: Shop): Promise<void> {
  await operator(shop, 'POST', 'pricelists', { month: '202604' });
  await operator(shop, 'PUT', 'pricelists/202604/prices', { prices: [price()] });
  expect((await operator(shop, 'POST', 'pricelists/202604/publish')).status).toBe(200);
}

describe('CAT-3: the price sheet of a market', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openStockedShop();
  });

  test('CAT-3: a row for each offer and billing plan: wholesale and list price of the whole term, every cell in quotes', async () => {
    const { status, headers, text } = await shop.send({ path: sheetPath() });
    expect([status, headers['content-type'], headers['request-id'] === headers['ms-requestid']]).toEqual([
      200,
      'text/csv; charset=utf-8',
      true,
    ]);
    const [head] = text.split('\r\n');
    expect(head).toBe(
      '"ProductTitle","ProductId","SkuId","SkuTitle","Publisher","SkuDescription","UnitOfMeasure","TermDuration","BillingPlan","Market","Currency","UnitPrice","PricingTierRangeMin","PricingTierRangeMax","EffectiveStartDate","EffectiveEndDate","Tags","ERP Price","Segment"',
    );
    const rows = rowsIn(text).filter((row) => row.SkuId === offers.e3);
    expect(rows.map((row) => [row.BillingPlan, row.TermDuration, row.Market, row.Currency, row.UnitPrice])).toEqual([
      ['Annual', 'P1Y', 'US', 'USD', '204.00'],
      ['Monthly', 'P1Y', 'US', 'USD', '204.00'],
    ]);
    expect(rows[0]).toMatchObject({
      'ERP Price': '240.00',
      Segment: 'Commercial',
      EffectiveStartDate: '2/10/2026 9:00:00 AM',
      EffectiveEndDate: '12/31/9999 11:59:59 PM',
    });
  });

  test('CAT-3: it has the prices of the list, for every offer that is on sale in the market', async () => {
    const { items } = (await shop.send({ path: '/v1/pricelists/202602?country=US&currency=USD&size=5000' })).body;
    const sold = new Set((await shop.send({ path: '/v1/offers?country=US' })).body.items.map(({ id }: Listed) => id));
    const wanted = items.filter(({ offerId }: Listed) => sold.has(offerId));
    const rows = (await sheet(shop)) as Record<string, string>[];
    const found = rows.filter((row) => row.BillingPlan === 'Annual');
    expect(wanted.length).toBeGreaterThan(100);
    expect(found.map((row) => `${row.SkuId} ${row.UnitPrice}`).sort()).toEqual(
      wanted
        .map(
          ({ offerId, wholesalePrice }: Listed) =>
            `${offerId} ${((Math.round(Number(wholesalePrice) * 100) * 12) / 100).toFixed(2)}`,
        )
        .sort(),
    );
  });

  test.each`
    acceptEncoding         | isZip    | because
    ${'deflate'}           | ${true}  | ${'a client of the public API unpacks an archive'}
    ${'gzip, deflate, br'} | ${true}  | ${'it names what its library takes, too'}
    ${'DEFLATE;q=0.5'}     | ${true}  | ${'in any case'}
    ${'gzip, deflate;q=0'} | ${false} | ${'it says that it does not take it'}
    ${'identity'}          | ${false} | ${'it does not name it'}
    ${undefined}           | ${false} | ${'it names nothing'}
  `('CAT-3: $acceptEncoding gives an archive: $isZip, because $because', async ({ acceptEncoding, isZip }) => {
    const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
    const plain = await shop.send({ path: sheetPath() });
    const answer = await shop.send({ path: sheetPath(), headers });
    expect(answer.headers['content-encoding']).toBeUndefined();
    if (!isZip) return expect(answer.text).toBe(plain.text);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    const files = unzipped(bytesOf(answer));
    expect([...files]).toEqual([['PriceSheet_US_updatedlicensebased_202602.csv', plain.text]]);
  });

  test('CAT-3: a file that a person opens begins with a mark, in the archive too', async () => {
    const marked = await shop.send({ path: `${sheetPath()}?bom=true` });
    const plain = await shop.send({ path: sheetPath() });
    expect(marked.text).toBe(`\uFEFF${plain.text}`);
    const archive = await shop.send({ path: `${sheetPath()}?bom=true`, headers: { 'accept-encoding': 'deflate' } });
    expect([...unzipped(bytesOf(archive)).values()]).toEqual([`\uFEFF${plain.text}`]);
  });

  test.each`
    path                                                                                          | because
    ${'/v1.0/sales/pricesheets(Market=%27US%27,PricesheetView=%27updatedlicensebased%27)/$value'} | ${'quotes may be encoded'}
    ${"/V1.0/Sales/PriceSheets(market='us', pricesheetview='UpdatedLicenseBased')/%24value/"}     | ${'case and a slash do not count'}
    ${"/v1.0//sales/pricesheets%28PricesheetView='updatedlicensebased',Market='US'%29/$value"}    | ${'nor does the order of what is named'}
  `('API-1: $path is the same, because $because', async ({ path }) => {
    const [answer, plain] = [await shop.send({ path }), await shop.send({ path: sheetPath() })];
    expect([answer.status, answer.text === plain.text]).toEqual([200, true]);
  });

  test('API-1: HEAD answers as GET does, without the file', async () => {
    const [head, get] = [
      await shop.send({ method: 'HEAD', path: sheetPath() }),
      await shop.send({ path: sheetPath() }),
    ];
    expect([head.status, head.text, head.headers['content-type']]).toEqual([200, '', get.headers['content-type']]);
  });

  test.each`
    path                                              | status | code      | because
    ${sheetPath('XX')}                                | ${404} | ${1000}   | ${'the program has no such market'}
    ${sheetPath('US', 'prices')}                      | ${404} | ${1000}   | ${'nobody knows such a view'}
    ${sheetPath('DE')}                                | ${403} | ${2030}   | ${'the market is in another region'}
    ${`${sheetPath()}?timeline=history`}              | ${400} | ${800002} | ${'the past needs a month'}
    ${`${sheetPath()}?timeline=tomorrow`}             | ${400} | ${800002} | ${'there is no such time'}
    ${`${sheetPath()}?month=202613`}                  | ${400} | ${800002} | ${'a year has twelve months'}
    ${`${sheetPath()}?timeline=future`}               | ${404} | ${1000}   | ${'no other list is known'}
    ${`${sheetPath()}?timeline=history&month=202601`} | ${404} | ${1000}   | ${'there was no list'}
    ${`${sheetPath()}?timeline=history&month=202603`} | ${404} | ${1000}   | ${'it has not begun'}
    ${`${sheetPath()}?month=202603`}                  | ${404} | ${1000}   | ${'the prices of today are of another list'}
    ${matrixPath('202603')}                           | ${404} | ${1000}   | ${'it has not begun, and has no list'}
    ${matrixPath('202601')}                           | ${404} | ${1000}   | ${'there was no list'}
    ${matrixPath('2026')}                             | ${404} | ${1000}   | ${'that is no month'}
    ${"/v1.0/sales/pricesheets(Market='US')/$value"}  | ${404} | ${1000}   | ${'the view is missing'}
  `('CAT-4: $path answers $status/$code: $because', async ({ path, status, code }) => {
    const answer = await shop.send({ path });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('ROL-2: helpdesk gets neither sheet nor matrix', async () => {
    const as = await shop.user(['HelpdeskAgent']);
    for (const path of [sheetPath(), matrixPath()]) {
      const { status, body } = await shop.send({ as, path });
      expect([status, body.code]).toEqual([403, 800043]);
    }
  });

  test.each(['azure_reservations', 'marketplace', 'software', 'licensebasedest', 'licensebasedeos'])(
    'CAT-3: the view %s is known, and has no rows',
    async (view) => {
      expect(await sheet(shop, '', sheetPath('US', view))).toEqual([]);
    },
  );
});

describe('CAT-4: sheets of other times', () => {
  test('CAT-4: the sheet of the future is there 30 days before, not a moment earlier, for all at once', async () => {
    const shop = await openStockedShop();
    await withApril(shop);
    const other = await shop.user(['SalesAgent']);
    const look = async (at: string) => {
      shop.setClock(at);
      const ask = (as = shop.seller) => shop.send({ as, path: `${sheetPath()}?timeline=future` });
      return [
        (await ask()).status,
        (await ask(other)).status,
        (await shop.send({ path: matrixPath('202604') })).status,
      ];
    };
    expect(await look('2026-03-01T23:59:59.999Z')).toEqual([404, 404, 404]);
    expect(await look('2026-03-02T00:00:00.000Z')).toEqual([200, 200, 200]);
    const [row] = ofE3(await sheet(shop, '?timeline=future')) as Record<string, string>[];
    expect(row).toMatchObject({ UnitPrice: '216.00', EffectiveStartDate: '4/1/2026 12:00:00 AM', EndofSaleDate: '' });
    expect(ofE3(await sheet(shop))).toMatchObject([{ UnitPrice: '204.00' }]);
    expect(await sheet(shop, '?timeline=future', sheetPath('US', 'software'))).toBe(404);
  });

  test('CAT-4: where the next list changes nothing of a market, there is no sheet of the future', async () => {
    const shop = await openStockedShop();
    await operator(shop, 'POST', 'pricelists', { month: '202604' });
    await operator(shop, 'PUT', 'pricelists/202604/prices', { prices: [price({ country: 'CA' })] });
    await operator(shop, 'POST', 'pricelists/202604/publish');
    shop.setClock('2026-03-10T00:00:00Z');
    expect(await sheet(shop, '?timeline=future')).toBe(404);
    expect((await shop.send({ path: '/v1/pricelists/202604' })).status).toBe(200);
  });

  test('CAT-4: the past has every price of its month with its days; a month without list has those of the list before', async () => {
    const shop = await openStockedShop();
    await withApril(shop);
    const correction = {
      reason: 'A slip.',
      effectiveFrom: '2026-02-15T00:00:00Z',
      prices: [price({ listPrice: '30.00', wholesalePrice: '25.00' })],
    };
    await operator(shop, 'POST', 'pricelists/202602/corrections', correction);
    const dates = (rows: Record<string, string>[] | number) =>
      typeof rows === 'number'
        ? rows
        : (ofE3(rows) as Record<string, string>[]).map((row) => [
            row.UnitPrice,
            row.EffectiveStartDate,
            row.EffectiveEndDate,
          ]);
    expect(dates(await sheet(shop))).toEqual([['204.00', '2/10/2026 9:00:00 AM', '2/14/2026 11:59:59 PM']]);
    shop.setClock('2026-02-15T00:00:00Z');
    expect(dates(await sheet(shop))).toEqual([['300.00', '2/15/2026 12:00:00 AM', '12/31/9999 11:59:59 PM']]);
    shop.setClock('2026-04-10T00:00:00Z');
    expect(dates(await sheet(shop, '?timeline=history&month=202602'))).toEqual([
      ['204.00', '2/10/2026 9:00:00 AM', '2/14/2026 11:59:59 PM'],
      ['300.00', '2/15/2026 12:00:00 AM', '3/31/2026 11:59:59 PM'],
    ]);
    expect(dates(await sheet(shop, '?timeline=history&month=202603'))).toEqual([
      ['300.00', '2/15/2026 12:00:00 AM', '3/31/2026 11:59:59 PM'],
    ]);
    expect(dates(await sheet(shop))).toEqual([['216.00', '4/1/2026 12:00:00 AM', '12/31/9999 11:59:59 PM']]);
  });

  test('CAT-3: a partner of Europe has a row for each of its currencies', async () => {
    const shop = await openStockedShop();
    const prices = ['EUR', 'GBP', 'USD'].map((currency) => price({ country: 'DE', currency }));
    await operator(shop, 'POST', 'pricelists/202602/corrections', { reason: 'Germany was missing.', prices });
    await storeSeller(
      shop.table,
      { region: 'EU_EFTA', currency: 'EUR', regionCountries: ['DE', 'FR', 'GB'] },
      { country: 'DE' },
    );
    const german = ofE3(await sheet(shop, '', sheetPath('DE'))) as Record<string, string>[];
    expect(german.map((row) => row.Currency)).toEqual(expect.arrayContaining(['EUR', 'GBP']));
    expect(german.map((row) => row.Currency)).not.toContain('USD');
    expect(await sheet(shop)).toBe(403);
  });

  test('M3: what has a price in the pricing currency alone is exchanged by the rate of the month, and holds for that month', async () => {
    const shop = await openStockedShop();
    await storeSeller(shop.table, { currency: 'JPY' });
    expect(ofE3(await sheet(shop))).toEqual([]);
    const rates = (month: string, rate: string) =>
      anEvent(ExchangeRatesPublished, { month, pricingCurrency: 'USD', rates: [{ currency: 'JPY', rate }] });
    await shop.deliver([rates('2026-02', '109.255'), rates('2026-03', '120')]);
    const cells = (rows: Record<string, string>[] | number) =>
      (ofE3(rows) as Record<string, string>[]).map((row) => [
        ...[row.Currency, row.UnitPrice, row['ERP Price'], row.EffectiveStartDate, row.EffectiveEndDate],
      ]);
    // Twelve months of 17.00 x 109.255 and of 20.00 x 109.255, each rounded before.
    expect(cells(await sheet(shop))).toEqual([
      ['JPY', '22284', '26220', '2/10/2026 9:00:00 AM', '2/28/2026 11:59:59 PM'],
    ]);
    shop.setClock('2026-03-05T09:00:00Z');
    expect(cells(await sheet(shop))).toEqual([
      ['JPY', '24480', '28800', '3/1/2026 12:00:00 AM', '3/31/2026 11:59:59 PM'],
    ]);
    expect(cells(await sheet(shop, '?timeline=history&month=202602'))).toEqual([
      ['JPY', '22284', '26220', '2/10/2026 9:00:00 AM', '2/28/2026 11:59:59 PM'],
    ]);
  });

  test('CAT-4: offers that only a list prices which nobody sees yet are neither listed, sold nor in the matrix', async () => {
    const shop = await openStockedShop();
    const id = '0B000000-0000-4000-8000-000000000009';
    const [names = '', first = ''] = demoFile('catalogue.csv').split(/\r?\n/);
    const file = `${names}\r\n${id},=Late${first.slice(first.indexOf(',', 37))}`;
    const imported = await shop.send({
      as: shop.operator,
      method: 'POST',
      path: '/v1/operator/offers',
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
    expect(imported.body.rows).toMatchObject({ failed: 0 });
    await operator(shop, 'POST', 'pricelists', { month: '202604' });
    await operator(shop, 'PUT', 'pricelists/202604/prices', { prices: [price({ offerId: id })] });
    await operator(shop, 'POST', 'pricelists/202604/publish');
    await shop.deliver();
    const isListed = async () =>
      (await shop.send({ path: '/v1/offers?country=US' })).body.items.some((offer: Listed) => offer.id === id);
    const isInMatrix = async (month: string) => (await shop.send({ path: matrixPath(month) })).text.includes(id);
    expect([await isListed(), await isInMatrix('202602')]).toEqual([false, false]);
    shop.setClock('2026-03-02T00:01:00Z');
    await shop.runJob('sellPricedOffers');
    expect([await isListed(), await isInMatrix('202604'), await isInMatrix('202602')]).toEqual([true, true, false]);
    const { text } = await shop.send({ path: `${sheetPath()}?timeline=future` });
    expect(rowsIn(text).find((row) => row.SkuId === id)?.SkuTitle).toBe("'=Late");
  });
});

test('CAT-1, CAT-5: the matrix has each offer with its limits, its bases and its countries', async () => {
  const shop = await openStockedShop();
  const { text } = await shop.send({ path: matrixPath() });
  const rows = rowsIn(text);
  expect(Object.keys(rows[0]!)).toEqual([
    ...['ProductTitle', 'ProductId', 'SkuId', 'SkuTitle', 'ProvisioningId', 'ProvisioningString'],
    ...['MinLicenses', 'MaxLicenses', 'AssetOwnershipLimit', 'AssetOwnershipLimitType'],
    ...['ProductSkuPreRequisites', 'ProductSkuConversion', 'Description', 'AllowedCountries'],
  ]);
  const catalogue = (await shop.send({ path: '/v1/offers?country=US' })).body.items;
  const of = (id: string) => rows.find((row) => row.SkuId === id)!;
  for (const { id, isAddOn, prerequisiteOffers, product, minimumQuantity } of catalogue) {
    expect([of(id).ProductId, of(id).ProvisioningId, of(id).MinLicenses]).toEqual([
      product.id,
      product.id,
      String(minimumQuantity),
    ]);
    const bases = of(id).ProductSkuPreRequisites!.split(',').filter(Boolean);
    expect(bases.map((base) => base.split('/')[1])).toEqual(prerequisiteOffers);
    expect(bases.length > 0).toBe(isAddOn);
  }
  expect(of(offers.azure).AllowedCountries!.split(';').length).toBeGreaterThan(100);
  const crm = rows.find((row) => /Dynamics CRM/.test(row.SkuTitle!))!;
  expect(crm.AllowedCountries!.split(';')).not.toContain('AF');
});

describe('CAT-3: a file that is too large for an answer', () => {
  test('CAT-3: it comes compressed, or as a link; archive and file are the same', async () => {
    const shop = await openShop();
    const [names = '', ...lines] = demoFile('catalogue.csv').split(/\r?\n/);
    const first = lines.find((line) => /^[^"]*,office365,[^"]*,false,license,/.test(line))!;
    const texts = `Big,${'Long words. '.repeat(160)}`;
    const ids = Array.from({ length: 1200 }, (_, n) => `0B000000-0000-4000-8000-00000000${String(n).padStart(4, '0')}`);
    for (let from = 0; from < ids.length; from += 200) {
      const rows = ids.slice(from, from + 200).map((id) => `${id},${texts},office365,${first.split(',office365,')[1]}`);
      const file = [names, ...rows].join('\r\n');
      const as = { as: shop.operator, headers: { 'content-type': 'text/csv' } };
      const { body } = await shop.send({ ...as, method: 'POST', path: '/v1/operator/offers', body: file });
      expect(body.rows.succeeded).toBe(200);
    }
    await operator(shop, 'POST', 'pricelists', { month: '202602' });
    await operator(shop, 'PUT', 'pricelists/202602/prices', { prices: ids.map((offerId) => price({ offerId })) });
    expect((await operator(shop, 'POST', 'pricelists/202602/publish')).status).toBe(200);
    await shop.deliver();
    const zip = await shop.send({ path: sheetPath(), headers: { 'accept-encoding': 'deflate' } });
    const [plain = ''] = unzipped(bytesOf(zip)).values();
    expect(Buffer.byteLength(plain)).toBeGreaterThan(5_000_000);
    const packed = await shop.send({ path: sheetPath(), headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(bytesOf(packed)).toString('utf8') === plain).toBe(true);
    const link = await shop.send({ path: sheetPath() });
    expect([link.status, link.headers['request-id'] !== undefined]).toEqual([302, true]);
    const files = shop.deps.files as unknown as { follow(link: string): Uint8Array };
    expect(Buffer.from(files.follow(link.headers.location!)).toString('utf8') === plain).toBe(true);
  });
});
