import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RateCardFile } from '../../../../events/rate-card-file.ts';
import { rateCardFile } from '../../../../functions/billing/rate-cards/store/rate-card-items.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { csvRecords } from '../../../../shared/kernel/csv.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { readSource } from '../../../architecture/imports.ts';
import { openShop, type Shop } from '../../../support/commerce.ts';
import type { Mark } from '../../../support/memory-table.ts';

/** Price sheets of metered use. The shop's day is 10 February 2026. */
const PATH = "/v1.0/sales/pricesheets(Market='US',PricesheetView='azure_consumption')/$value";

const aMeter = (id: string, rates: Record<string, string>, on: string, more: object = {}) => ({
  ...{
    id,
    name: `Meter ${id}`,
    category: 'Compute',
    subcategory: 'D',
    region: 'US West',
    unit: '1 Hour',
    tags: ['a', 'b'],
  },
  ...{ includedQuantity: '0', on: day(on) },
  tiers: Object.entries(rates).map(([from, rate]) => ({ from, rate })),
  ...more,
});
const aTerm = (discount: string, on: string, excludedMeterIds: string[] = []) => ({
  ...{ name: 'Wholesale', discount, excludedMeterIds },
  effectiveOn: day(on),
});

let shop: Shop;
let start: Mark;
let told = 0;
beforeAll(async () => {
  shop = await openShop();
  start = shop.table.mark();
});
beforeEach(() => {
  start.undo();
  shop.setClock('2026-02-10T09:00:00.000Z');
});

/** Stores cards as billing does, and tells commerce of them. */
async function published(
  cards: Record<string, Parameters<typeof rateCardFile.toText>[0]>,
  { isTold = true, ...detail }: { isTold?: boolean; card?: string; currency?: string; region?: string } = {},
): Promise<EventRecord> {
  told += 1;
  const at = Object.entries(cards).map(([effectiveOn, card]) => ({
    effectiveOn,
    file: `billing/ratecards/azure/${told}-${effectiveOn}.json.gz`,
    bytes: gzipSync(rateCardFile.toText(card)),
  }));
  for (const { file, bytes } of at) await shop.deps.files.put(file, bytes, { contentType: 'application/gzip' });
  const event = {
    ...(JSON.parse(readSource('test/contract/examples/RateCardPublished.v1.json')) as EventRecord),
    eventId: `0a7d5c1e-88d2-8c3f-9d1b-${String(told).padStart(12, '0')}`,
    aggregateVersion: told,
    detail: {
      ...{ card: 'azure', currency: 'USD', region: 'US', effectiveOn: at[0]!.effectiveOn, meterCount: 1 },
      cards: at.map(({ effectiveOn, file }) => ({ effectiveOn, file })),
      ...detail,
    },
  };
  if (isTold) await shop.deliver([event]);
  return event;
}

async function rows(query = '', path = PATH): Promise<Record<string, string>[] | number> {
  const { status, text } = await shop.send({ path: `${path}${query}` });
  if (status !== 200) return status;
  const [names = [], ...found] = csvRecords(text);
  return found.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]!])));
}
const shown = async (query = '') => {
  const found = await rows(query);
  return typeof found === 'number'
    ? found
    : found.map(
        (row) =>
          `${row.SkuId} ${row.PricingTierRangeMin}-${row.PricingTierRangeMax} ${row.UnitPrice}/${row['ERP Price']} ${row.EffectiveStartDate!.split(' ')[0]}-${row.EffectiveEndDate!.split(' ')[0]}`,
      );
};

describe('CAT-3: the price sheet of metered use', () => {
  test('CAT-3: has a row for each meter and tier: after the offer terms, and before', async () => {
    const meters = [aMeter('m1', { 0: '0.12', 1000: '0.105' }, '2026-01-01'), aMeter('m2', { 0: '3' }, '2026-01-01')];
    await published({ '2026-01-01': { meters, terms: [aTerm('0.15', '2026-01-01', ['m2'])] } });
    expect(await shown()).toEqual([
      'm1 0-1000 0.102/0.12 1/1/2026-12/31/9999',
      'm1 1000- 0.08925/0.105 1/1/2026-12/31/9999',
      'm2 0- 3/3 1/1/2026-12/31/9999',
    ]);
    const [row] = (await rows()) as Record<string, string>[];
    expect(row).toMatchObject({
      ...{ ProductTitle: 'Compute', ProductId: 'm1', SkuTitle: 'Meter m1', SkuDescription: 'D, US West' },
      ...{ UnitOfMeasure: '1 Hour', Market: 'US', Currency: 'USD', Tags: 'a;b', Segment: 'Commercial' },
    });
  });

  test('CAT-3: is empty where no card is in force, and of other currencies, regions and shared services', async () => {
    const meters = [aMeter('m1', { 0: '1' }, '2026-01-01')];
    for (const other of [{ currency: 'EUR' }, { region: 'CA' }, { card: 'azure-shared' }])
      await published({ '2026-01-01': { meters } }, other);
    expect(await shown()).toEqual([]);
  });

  test('CAT-4: of the future is the next card, 30 days before and no earlier; the current one shows no end of it', async () => {
    const [now, then] = [aMeter('m1', { 0: '1' }, '2026-01-01'), aMeter('m1', { 0: '2' }, '2026-03-20')];
    await published({ '2026-01-01': { meters: [now] }, '2026-03-20': { meters: [then] } });
    expect(await shown('?timeline=future')).toBe(404);
    shop.setClock('2026-02-18T00:00:00.000Z');
    expect(await shown('?timeline=future')).toEqual(['m1 0- 2/2 3/20/2026-12/31/9999']);
    expect(await shown('?timeline=future&month=202604')).toBe(404);
    expect(await shown()).toEqual(['m1 0- 1/1 1/1/2026-12/31/9999']);
    shop.setClock('2026-03-20T00:00:00.000Z');
    expect(await shown()).toEqual(['m1 0- 2/2 3/20/2026-12/31/9999']);
  });

  test('CAT-3: of a month has every price that held in it, each with its days', async () => {
    const first = aMeter('m1', { 0: '1' }, '2025-12-01');
    const kept = aMeter('m2', { 0: '5' }, '2025-12-01');
    const second = aMeter('m1', { 0: '2' }, '2026-01-10');
    await published({
      '2025-12-01': { meters: [first, kept] },
      '2026-01-10': { meters: [second, kept], terms: [aTerm('0.1', '2026-01-20', ['m2'])] },
    });
    expect(await shown('?timeline=history&month=202601')).toEqual([
      'm1 0- 1/1 12/1/2025-1/9/2026',
      'm1 0- 2/2 1/10/2026-1/19/2026',
      'm1 0- 1.8/2 1/20/2026-12/31/9999',
      'm2 0- 5/5 12/1/2025-12/31/9999',
    ]);
    expect(await shown('?timeline=history&month=202512')).toEqual([
      'm1 0- 1/1 12/1/2025-1/9/2026',
      'm2 0- 5/5 12/1/2025-12/31/9999',
    ]);
    expect(await shown('?timeline=history&month=202603')).toBe(404);
    expect(await shown('?timeline=history')).toBe(400);
    expect(await shown('?month=202601')).toBe(404);
  });

  test('a version that is told again, late or in another order stays what the last telling says', async () => {
    const of = (rate: string) => ({ '2026-01-01': { meters: [aMeter('m1', { 0: rate }, '2026-01-01')] } });
    const early = await published(of('1'), { isTold: false });
    const late = await published(of('2'), { isTold: false });
    await shop.deliver([late, early, late, early]);
    expect(await shown()).toEqual(['m1 0- 2/2 1/1/2026-12/31/9999']);
  });

  test('another region is refused, and helpdesk sees no prices', async () => {
    const abroad = await shop.send({ path: PATH.replace('US', 'DE') });
    expect([abroad.status, abroad.body.code]).toEqual([403, 2030]);
    const { status, body } = await shop.send({ as: await shop.user(['HelpdeskAgent']), path: PATH });
    expect([status, body.code]).toEqual([403, 800043]);
  });
});

test('API-1: what billing stores of a card is what it promises to others', () => {
  const card = { meters: [aMeter('m1', { 0: '1' }, '2026-01-01')], terms: [aTerm('0.15', '2026-01-01')] };
  const { includedQuantity: _, ...meter } = card.meters[0]!;
  const { name: __, ...term } = card.terms[0]!;
  expect(RateCardFile.parse(JSON.parse(rateCardFile.toText(card)))).toEqual({ meters: [meter], terms: [term] });
});
