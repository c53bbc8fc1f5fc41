import { describe, expect, test } from 'vitest';
import { foldBatches } from '../../../../functions/billing/usage/operations/fold-batches.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  invoicesOf,
  mark,
  OTHER_PARTNER,
  PARTNER,
  runDay,
  usageRows,
  type WorldHooks,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { allSheets, aRecord, foldAll, queuedBatches, report, sheetItems } from '../../../support/usage/records.ts';
import { METER, meteredEvents } from '../../../support/usage/sheets.ts';

/** Both partners are billed on the 15th, a unit costs 1. The subscription goes over on 20 January. */
const AZURE = idOf('0ffe', 7);
async function twoPartners(hooks: WorldHooks = {}): Promise<BillingWorld> {
  const rates = { meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '1' }, included: '0' }] } };
  const world = billingWorld({ rates: () => aRateBook(rates), ...hooks });
  for (const partnerId of [PARTNER, OTHER_PARTNER])
    await deliver(world, { ...aPartnerChanged({ partnerId }), tenantId: partnerId, aggregateId: partnerId });
  await putCard(world.deps, '2017-12-01', [aMeter(METER, { '0': '1' })]);
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const event of meteredEvents({ startOn: '2018-01-01', offerId: AZURE })) await deliver(world, event);
  return world;
}

const [, left] = meteredEvents({ startOn: '2018-01-01', offerId: AZURE }, [
  { type: 'SubscriptionRehomed', on: '2018-01-20', change: { status: 'deleted' } },
]);
const [created] = meteredEvents({ startOn: '2018-01-20', offerId: AZURE });
const taken = { ...created!, tenantId: OTHER_PARTNER, eventId: idOf('eee', 1) };

const usedOn = (day: number, quantity: string) =>
  aRecord({ recordId: `r-${day}`, quantity, usageStartTime: `2018-01-${day}T10:00:00Z` });
/** A unit, two, three: before the succession, on its day, after it. */
const USED = [usedOn(19, '1'), usedOn(20, '2'), usedOn(21, '4')];

/** Units of each day, in all, by partner. */
async function unitsOf(world: BillingWorld, partnerId: string): Promise<Record<string, number>> {
  const units: Record<string, number> = {};
  for (const { usageOn, rows } of await allSheets(world, partnerId))
    units[usageOn] = rows.reduce((sum, { quantity }) => sum + Number(quantity), 0);
  return units;
}
const both = async (world: BillingWorld) => [await unitsOf(world, PARTNER), await unitsOf(world, OTHER_PARTNER)];
const RIGHT = [
  { '2018-01-19': 1, '2018-01-20': 0, '2018-01-21': 0 },
  { '2018-01-20': 2, '2018-01-21': 4 },
];

describe('PRG-9: usage that was counted before a succession was told of', () => {
  test.each([
    ['the old partner’s end first', [left!, taken]],
    ['the successor’s beginning first', [taken, left!]],
    ['both twice', [left!, taken, left!, taken]],
  ])('PRG-9: goes over to the successor, %s', async (_name, events) => {
    const world = await twoPartners();
    await report(world, USED, '2018-01-22T09:00:00.000Z');
    await foldAll(world);
    expect(await unitsOf(world, PARTNER)).toEqual({ '2018-01-19': 1, '2018-01-20': 2, '2018-01-21': 4 });
    for (const [n, event] of events.entries()) await deliver(world, event, `2018-01-22T1${n}:00:00.000Z`);
    await drain(world);
    expect(await both(world)).toEqual(RIGHT);
    // What comes later comes to the successor at once, and counts once.
    await report(world, [usedOn(20, '2'), usedOn(22, '8')], '2018-01-23T09:00:00.000Z');
    await foldAll(world);
    expect(await unitsOf(world, OTHER_PARTNER)).toEqual({ ...RIGHT[1], '2018-01-22': 8 });
  });

  test('PRG-9: goes over once, wherever following it is broken off, and by two at once', async () => {
    let [count, stopAt] = [0, 0];
    const world = await twoPartners({
      beforeWrite: () => {
        count += 1;
        if (count === stopAt) throw new Error('the machine stopped');
      },
    });
    await report(world, USED, '2018-01-22T09:00:00.000Z');
    await foldAll(world);
    for (const event of [left!, taken]) await deliver(world, event, '2018-01-22T10:00:00.000Z');
    const ids = queuedBatches(world);
    const undo = mark(world);
    await foldBatches(ids, world.deps);
    const items = sheetItems(world);
    expect(await both(world)).toEqual(RIGHT);
    let stops = 0;
    for (let at = 1; ; at += 1) {
      undo();
      [count, stopAt] = [0, at];
      const isStopped = await foldBatches(ids, world.deps).then(
        () => false,
        () => true,
      );
      stopAt = 0;
      if (!isStopped) break;
      stops += 1;
      await foldBatches(ids, world.deps);
      expect(sheetItems(world), `stopped before write ${at}`).toEqual(items);
    }
    expect(stops).toBeGreaterThan(5);
    undo();
    await Promise.all([foldBatches(ids, world.deps), foldBatches(ids, world.deps)]);
    expect(sheetItems(world)).toEqual(items);
  });

  test('PRG-9: a fold that began with the owners of before does not count to the old partner behind it', async () => {
    const world = await twoPartners();
    await report(world, USED, '2018-01-22T09:00:00.000Z');
    const ids = queuedBatches(world);
    let isTold = false;
    const table = {
      ...world.table,
      write: async (writes: readonly Write[]) => {
        if (!isTold && writes.some((write) => 'put' in write && write.put.sk === 'HEAD')) {
          isTold = true;
          for (const event of [left!, taken]) await deliver(world, event, '2018-01-22T10:00:00.000Z');
          await foldBatches(queuedBatches(world), world.deps);
        }
        await world.table.write(writes);
      },
    };
    await foldBatches(ids, { ...world.deps, table });
    expect(await both(world)).toEqual([{ '2018-01-19': 1 }, RIGHT[1]]);
  });

  test('PRG-9, U9: the old partner’s invoice that is out is made good on its next one, and the successor pays once', async () => {
    const world = await twoPartners();
    await report(world, USED, '2018-01-22T09:00:00.000Z');
    await foldAll(world);
    for (const partnerId of [PARTNER, OTHER_PARTNER])
      expect(await invoicesOf(world, partnerId), 'nothing yet').toEqual([]);
    await runDay(world, '2018-02-15');
    for (const event of [left!, taken]) await deliver(world, event, '2018-02-20T10:00:00.000Z');
    await drain(world);
    await runDay(world, '2018-03-15');
    const amounts = async (partnerId: string) =>
      (await invoicesOf(world, partnerId)).map((invoice) =>
        usageRows(world, invoice, 'usage').map(({ PretaxCharges, ChargeType }) => `${ChargeType} ${PretaxCharges}`),
      );
    expect(await amounts(PARTNER), 'newest first').toEqual([
      ['Offset a line item -6.00'],
      ['Assess usage fee for current cycle 7.00'],
    ]);
    expect(await amounts(OTHER_PARTNER)).toEqual([['Assess usage fee for current cycle 6.00']]);
  });

  test('X4: invoices wait until it has gone over', async () => {
    const world = await twoPartners();
    await report(world, USED, '2018-01-22T09:00:00.000Z');
    await foldAll(world);
    for (const event of [left!, taken]) await deliver(world, event, '2018-02-14T23:59:59.000Z');
    const waiting = queuedBatches(world);
    await runDay(world, '2018-02-15');
    expect(await invoicesOf(world)).toEqual([]);
    await foldBatches(waiting, world.deps);
    await runDay(world, '2018-02-15');
    const [mine] = await invoicesOf(world);
    const [theirs] = await invoicesOf(world, OTHER_PARTNER);
    expect(
      [mine!, theirs!].map((invoice) => usageRows(world, invoice, 'usage').map((row) => row.PretaxCharges)),
    ).toEqual([['1.00'], ['6.00']]);
  });
});
