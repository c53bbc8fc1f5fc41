import { allowanceStore, allowanceWrites } from '../../functions/commerce/buying/store/allowance-store.ts';
import { priceSegment } from '../../functions/commerce/catalogue/domain/offer.ts';
import { catalogueStore } from '../../functions/commerce/catalogue/store/catalogue-store.ts';
import { comparedPage } from '../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore, pricesInForce } from '../../functions/commerce/price-lists/store/price-store.ts';
import { listAvailabilities } from '../../functions/commerce/products/operations/availabilities.ts';
import { listProducts } from '../../functions/commerce/products/operations/products.ts';
import { listSkus } from '../../functions/commerce/products/operations/skus.ts';
import { instant } from '../../shared/kernel/time.ts';
import { aPartnerAccount } from '../support/access.ts';
import { customerPath, offers, openShop, stockShop, storeSeller } from '../support/commerce.ts';
import { anOffer } from '../support/commerce-builders.ts';
import { unzipped } from '../support/exports/unzipped.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable, type TableUse } from '../support/scale/counted-table.ts';
import { manyOffers, occasion, saveOffers } from '../support/scale/large-catalogue.ts';
import { correctMonth, manyPairs, openMonth, pricesOf, publishMonth, putRows } from '../support/scale/large-prices.ts';
import { saleCosts } from '../support/scale/sale-costs.ts';
import type { Figure } from './figure.ts';

const OFFERS = 5000;
/** Enough that every entry is folded once. */
const EDITS = 260;
const PURCHASES = 400;
const MARKETS = 134;
/** Changes of a subscription within one cycle. */
const CHANGES_OF_CYCLE = 15;
/** Prices that a month changes, each in another market. */
const CHANGES = 60;

/** What commerce's stores cost at the sizes that they promise, counted on the memory twin. */
export async function commerceBench(): Promise<Figure[]> {
  const sizes = [
    await catalogueFigures(),
    await priceFigures(),
    await productFigures(),
    await allowanceFigures(),
    await quoteFigures(),
    await saleFigures(),
  ];
  return sizes.flat();
}

/** What the commonest changes write, copies in indexes included. */
async function saleFigures(): Promise<Figure[]> {
  const { order, seatChange, renewal } = await saleCosts();
  const unit = 'write units';
  return [
    ...[...order].map(([lines, value]) => ({
      name: `an order of ${lines} ${lines === 1 ? 'line' : 'lines'}`,
      value,
      unit,
      budget: lines === 1 ? 22 : 12 * lines,
    })),
    { name: 'a change of seats', value: seatChange, unit, budget: 12 },
    { name: 'a renewal', value: renewal, unit, budget: 8 },
  ];
}

async function catalogueFigures(): Promise<Figure[]> {
  const table = memoryTable();
  const offers = manyOffers(OFFERS);
  await saveOffers(countedTable(table), offers);
  const cold = countedTable(table);
  await catalogueStore(cold).read();
  const { readUnits } = cold.counted();
  await catalogueStore(cold).read();
  const warm = cold.counted();
  const uses: TableUse[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const store = catalogueStore(cold);
    const loaded = await store.load();
    const before = loaded.offer(offers[(edit * 7919) % OFFERS]!.id)!;
    const after = { ...before, name: `Edited ${edit}`, version: before.version + 1 };
    await store.save(loaded, [after], occasion);
    uses.push(cold.counted());
  }
  const of = `of ${OFFERS.toLocaleString('en')} offers`;
  const bytes = uses.map(({ bytesWritten }) => bytesWritten).sort((a, b) => a - b);
  const all = uses.reduce((sum, { writeUnits }) => sum + writeUnits, 0);
  return [
    { name: `catalogue ${of}: a process that has just started`, value: readUnits, unit: 'read units', budget: 100 },
    { name: `catalogue ${of}: a call, nothing changed`, value: warm.readUnits, unit: 'read units', budget: 1 },
    { name: `catalogue ${of}: an edit`, value: bytes[EDITS / 2]!, unit: 'bytes', budget: 5 * 1024 },
    { name: `catalogue ${of}: an edit, its part of folding included`, value: all / EDITS, unit: 'write units' },
  ];
}

async function allowanceFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const offer = anOffer({ inventoryLimit: 100_000 });
  for (let n = 0; n < PURCHASES; n += 1) {
    const found = await allowanceStore(table).load(`customer-${n}`, [offer]);
    await table.write(allowanceWrites(found, offer.id, 5));
  }
  const { readUnits, writeUnits } = table.counted();
  return [
    { name: 'a purchase of a limited offer, counting alone', value: readUnits / PURCHASES, unit: 'read units' },
    { name: 'a purchase of a limited offer, counting alone', value: writeUnits / PURCHASES, unit: 'write units' },
  ];
}

/** What one asks who thinks about seats, of a subscription that was changed every other day of its cycle. */
async function quoteFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const shop = await openShop({ table });
  await stockShop(shop);
  const orders = `${customerPath}/orders`;
  const lines = (count: number) => Array.from({ length: count }, () => ({ offerId: offers.e3, quantity: 10 }));
  const { body: order } = await shop.send({ method: 'POST', path: orders, body: { lineItems: lines(1) } });
  const path = `${customerPath}/subscriptions/${order.lineItems[0].subscriptionId}`;
  for (let quantity = 11; quantity < 11 + CHANGES_OF_CYCLE; quantity += 1)
    await shop.send({ method: 'PATCH', path, body: { quantity } });
  const unitsOf = async (request: Parameters<typeof shop.send>[0]): Promise<number> => {
    table.counted();
    const { status, text } = await shop.send({ method: 'POST', ...request });
    if (status !== 200) throw new Error(text);
    return table.counted().readUnits;
  };
  const unit = 'read units';
  const seats = await unitsOf({ path: `${path}/quote`, body: { quantity: 40 } });
  const cycle = await unitsOf({ path: `${path}/quote`, body: { billingCycle: 'annual' } });
  const dryRun = await unitsOf({ path: `${orders}?dryRun=true`, body: { lineItems: lines(100) } });
  return [
    { name: 'a quote of seats, the call whole', value: seats, unit, budget: 15 },
    { name: 'a quote of another billing cycle, the call whole', value: cycle, unit, budget: 20 },
    { name: 'a dry run of an order of 100 lines, the call whole', value: dryRun, unit, budget: 12 },
  ];
}

async function productFigures(): Promise<Figure[]> {
  const table = memoryTable();
  const [offers, pairs] = [manyOffers(OFFERS), manyPairs(MARKETS)];
  await saveOffers(countedTable(table), offers);
  await openMonth(table, '2026-02');
  for (const pair of pairs) await putRows(table, '2026-02', pricesOf(pair, offers));
  await publishMonth(table, '2026-02', instant('2026-01-01T00:00:00Z'));
  const process = countedTable(table);
  const caller = { account: { partner: aPartnerAccount({ currency: 'USD' }) }, roles: new Set() };
  const { plan, id } = offers.find(
    ({ billing, segments }) => billing === 'license' && segments.includes('commercial'),
  )!;
  const base = { at: instant('2026-02-20T00:00:00Z'), locale: 'en-US', caller, rawPath: '/v1/products', rawQuery: '' };
  const path = { productId: plan.id, skuId: id };
  const pages = {
    'all products of a market': () =>
      listProducts(
        { ...base, query: { country: 'AT', targetView: 'OnlineServices' } } as never,
        { table: process } as never,
      ),
    'the SKUs of a product': () =>
      listSkus({ ...base, path, query: { country: 'AT' } } as never, { table: process } as never),
    'the availabilities of a SKU': () =>
      listAvailabilities({ ...base, path, query: { country: 'AT' } } as never, { table: process } as never),
  };
  await catalogueStore(process).read();
  process.counted();
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(pages)) {
    const answer = await ask();
    if (!answer.ok || answer.value.body.items.length === 0) throw new Error(`nothing is listed: ${name}`);
    const { reads, readUnits } = process.counted();
    const title = `products of ${OFFERS.toLocaleString('en')} offers in ${MARKETS} markets: ${name}`;
    figures.push(
      { name: title, value: reads, unit: 'reads', budget: 5 },
      { name: title, value: readUnits, unit: 'read units' },
    );
  }
  return figures;
}

async function priceFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const [offers, pairs] = [manyOffers(OFFERS), manyPairs(MARKETS)];
  await openMonth(table, '2026-02');
  for (const pair of pairs) await putRows(table, '2026-02', pricesOf(pair, offers));
  const put = table.counted();
  await publishMonth(table, '2026-02', instant('2026-01-01T00:00:00Z'));
  const published = table.counted();
  const line = countedTable(table);
  const [country = '', currency = ''] = pairs[77]!.split('#');
  const inForce = await pricesInForce(line, { at: instant('2026-02-20T00:00:00Z'), country, currency });
  line.counted();
  await inForce.priceOf(offers[4321]!, priceSegment(offers[4321]!));
  const price = line.counted();
  const reader = countedTable(table);
  const store = priceStore(reader);
  const [list, { published: lists }] = [(await store.list('2026-02'))!, await store.calendar()];
  const page = { offset: 0, size: OFFERS };
  const seen = { published: lists, at: instant('2026-02-20T00:00:00Z') };
  await comparedPage(reader, list, seen, { filter: { country, currency }, isWanted: () => true, page });
  const market = reader.counted();
  await openMonth(table, '2026-03');
  const rows = pairs.slice(0, CHANGES).map((pair, n) => pricesOf(pair, offers, 100)[n * 83]!);
  await putRows(table, '2026-03', rows);
  await publishMonth(table, '2026-03', instant('2026-01-02T00:00:00Z'));
  const month = table.counted();
  const fixes = pairs.slice(0, CHANGES).map((pair, n) => pricesOf(pair, offers, 200)[n * 83 + 7]!);
  await correctMonth(table, '2026-02', {
    rows: fixes,
    effectiveFrom: instant('2026-02-10T00:00:00Z'),
    at: instant('2026-02-05T00:00:00Z'),
  });
  const corrected = table.counted();
  const of = `of ${OFFERS.toLocaleString('en')} offers in ${MARKETS} markets`;
  return [
    { name: `prices ${of}: one line, beside the calendar`, value: price.reads, unit: 'reads', budget: 1 },
    { name: `prices ${of}: one line, beside the calendar`, value: price.readUnits, unit: 'read units', budget: 4 },
    { name: `prices ${of}: the list of a market`, value: market.reads, unit: 'reads', budget: 20 },
    { name: `prices ${of}: the list of a market`, value: market.readUnits, unit: 'read units' },
    {
      name: `prices ${of}: a whole list put and published`,
      value: put.writeUnits + published.writeUnits,
      unit: 'write units',
    },
    { name: `prices ${of}: publishing it`, value: published.readUnits, unit: 'read units' },
    { name: `prices ${of}: a month with ${CHANGES} changes`, value: month.writeUnits, unit: 'write units' },
    { name: `prices ${of}: a month with ${CHANGES} changes`, value: month.bytesWritten, unit: 'bytes' },
    { name: `prices ${of}: a correction of ${CHANGES} prices`, value: corrected.readUnits, unit: 'read units' },
    { name: `prices ${of}: a correction of ${CHANGES} prices`, value: corrected.writeUnits, unit: 'write units' },
    ...(await sheetFigures(of)),
  ];
}

const CURRENCIES = ['EUR', 'GBP', 'CHF', 'DKK', 'NOK', 'SEK'];

/** Sheet and matrix of a partner of Europe, with a currency for each row that it can have, and descriptions as offers have them. */
async function sheetFigures(of: string): Promise<Figure[]> {
  const shop = await openShop({ at: '2026-02-20T09:00:00Z' });
  const table = countedTable(shop.table);
  const described = manyOffers(OFFERS).map((offer, n) => ({
    ...offer,
    description: `Offer ${n}: ${'mail, files and meetings for each of your people. '.repeat(4)}`,
  }));
  await saveOffers(table, described);
  await openMonth(table, '2026-02');
  for (const currency of CURRENCIES) await putRows(table, '2026-02', pricesOf(`DE#${currency}`, described));
  await publishMonth(table, '2026-02', instant('2026-01-01T00:00:00Z'));
  await storeSeller(shop.table, { region: 'EU_EFTA', currency: 'EUR', regionCountries: ['DE'] }, { country: 'DE' });
  const figures: Figure[] = [];
  for (const [name, path] of [
    ['a price sheet', "/v1.0/sales/pricesheets(Market='DE',PricesheetView='updatedlicensebased')/$value"],
    ['an offer matrix', "/v1.0/sales/offermatrix(Month='202602')/$value"],
  ] as const) {
    const counted = countedTable(shop.table);
    const cold = await openShop({ table: counted, at: '2026-02-20T09:00:00Z' });
    await storeSeller(shop.table, { region: 'EU_EFTA', currency: 'EUR', regionCountries: ['DE'] }, { country: 'DE' });
    counted.counted();
    const began = process.cpuUsage();
    const zip = await cold.send({ path, headers: { 'accept-encoding': 'deflate' } });
    const { user, system } = process.cpuUsage(began);
    const { reads, readUnits } = counted.counted();
    const [text = ''] = unzipped(Buffer.from(zip.text, 'latin1')).values();
    const about = `${name} ${of}${name === 'a price sheet' ? ' and six currencies' : ''}`;
    figures.push(
      { name: about, value: reads, unit: 'reads' },
      { name: about, value: readUnits, unit: 'read units' },
      { name: `${about}, as an archive`, value: zip.text.length, unit: 'bytes' },
      { name: `${about}, unpacked`, value: Buffer.byteLength(text), unit: 'bytes' },
      { name: about, value: (user + system) / 1000, unit: 'ms' },
    );
  }
  return figures;
}
