import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Allowance,
  givenBack,
  leftOf,
  SHARDS,
  sharesOf,
  taken,
} from '../../../../functions/commerce/buying/domain/allowance.ts';
import { allowanceStore, allowanceWrites } from '../../../../functions/commerce/buying/store/allowance-store.ts';
import type { Offer } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { anOffer, E3 } from '../../../support/commerce-builders.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';

const limited = (inventoryLimit: number): Offer => anOffer({ inventoryLimit });

/** Buys as a purchase does: refused when too few are left, tried again when somebody was faster. */
const buy = (table: Table, offer: Offer, customer: string, seats: number): Promise<boolean> =>
  retryOnConflict(async () => {
    const found = await allowanceStore(table).load(customer, [offer]);
    if (seats > (leftOf(found.inventory.get(offer.id)) ?? 0)) return false;
    await table.write(allowanceWrites(found, offer.id, seats));
    return true;
  }, 1000);

const giveBack = (table: Table, offer: Offer, customer: string, seats: number): Promise<void> =>
  retryOnConflict(async () => {
    const writes = allowanceWrites(await allowanceStore(table).load(customer, [offer]), offer.id, -seats);
    if (writes.length > 0) await table.write(writes);
  }, 1000);

const left = async (table: Table, offer: Offer): Promise<number> =>
  leftOf((await allowanceStore(table).load('anybody', [offer])).inventory.get(offer.id))!;

const counts = fc.array(fc.nat(300), { minLength: SHARDS, maxLength: SHARDS });
const home = fc.nat(SHARDS - 1);
const sum = (of: readonly number[]): number => of.reduce((all, each) => all + each, 0);

describe('CAT-1: seats of an offer of which there are only so many', () => {
  test('the shares are the limit, whatever it is', () => {
    fc.assert(fc.property(fc.nat(1_000_000), (max) => sum(sharesOf({ max, used: Array(SHARDS).fill(0) })) === max));
  });

  test('what is taken and given back is what is counted, and nobody has more than its share', () => {
    fc.assert(
      fc.property(counts, fc.nat(3000), fc.nat(400), home, (used, more, seats, at) => {
        const allowance: Allowance = { max: sum(used) + more, used };
        if (seats > more) return;
        const after = taken(allowance, seats, at);
        expect(sum(after)).toBe(sum(used) + seats);
        const shares = sharesOf(allowance);
        expect(after.every((count, shard) => count <= shares[shard]!)).toBe(true);
        const back = givenBack({ ...allowance, used: after }, seats, at);
        expect([sum(back), Math.min(...back) >= 0]).toEqual([sum(used), true]);
      }),
    );
  });

  test('bought and given back by many at once, never more are sold than there are, and all that are left can be had', async () => {
    const step = fc.record({ customer: fc.nat(30), seats: fc.integer({ min: 1, max: 60 }), isGivenBack: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1500 }), fc.array(step, { maxLength: 60 }), async (max, steps) => {
        const [table, offer] = [memoryTable(), limited(max)];
        let sold = 0;
        await Promise.all(
          steps.map(async ({ customer, seats, isGivenBack }) => {
            if (!(await buy(table, offer, `customer-${customer}`, seats))) return;
            sold += seats;
            if (!isGivenBack) return;
            await giveBack(table, offer, `customer-${customer}`, seats);
            sold -= seats;
          }),
        );
        expect(sold).toBeLessThanOrEqual(max);
        expect(await left(table, offer)).toBe(max - sold);
        expect(await buy(table, offer, 'the last', max - sold + 1)).toBe(false);
        expect(max === sold || (await buy(table, offer, 'the last', max - sold))).toBe(true);
        expect(await left(table, offer)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test.each([1, 7, 800, 5000])('of %i the last is had by exactly one of forty', async (max) => {
    const [table, offer] = [memoryTable(), limited(max)];
    if (max > 1) expect(await buy(table, offer, 'first', max - 1)).toBe(true);
    const won = await Promise.all(Array.from({ length: 40 }, (_, n) => buy(table, offer, `customer-${n}`, 1)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('a limit that is lowered below what its shards sold is kept all the same', async () => {
    const table = memoryTable();
    expect(await buy(table, limited(8000), 'customer', 1000)).toBe(true);
    const lowered = limited(1100);
    const won = await Promise.all(Array.from({ length: 40 }, (_, n) => buy(table, lowered, `customer-${n}`, 10)));
    expect(won.filter(Boolean)).toHaveLength(10);
    expect(await left(table, lowered)).toBe(0);
  });

  test('the surplus of a shard is handed on once, however many buyers see it', async () => {
    const table = memoryTable();
    expect(await buy(table, limited(8000), 'customer', 1000)).toBe(true);
    const lowered = limited(7200);
    const won = await Promise.all(Array.from({ length: 40 }, (_, n) => buy(table, lowered, `customer-${n}`, 1)));
    expect(won.every(Boolean)).toBe(true);
    const used = [...table.items.values()].map((item) => item.used as number);
    expect([sum(used), Math.min(...used) >= 0, Math.max(...used)]).toEqual([1040, true, 900]);
  });

  test('what was counted before there were shards counts on, and is given back', async () => {
    const table = memoryTable();
    await table.write([{ put: { pk: 'COMMERCE#PROGRAM#INVENTORY', sk: `OFFER#${E3}`, used: 900, version: 7 } }]);
    const offer = limited(1000);
    expect(await left(table, offer)).toBe(100);
    const won = await Promise.all(Array.from({ length: 30 }, (_, n) => buy(table, offer, `customer-${n}`, 10)));
    expect(won.filter(Boolean)).toHaveLength(10);
    await giveBack(table, offer, 'customer', 950);
    expect(await left(table, offer)).toBe(950);
  });

  test('many buyers meet in few places: each writes one item, and they are spread', async () => {
    const [table, offer] = [memoryTable(), limited(80_000)];
    const counted = countedTable(table);
    for (let n = 0; n < 400; n += 1) expect(await buy(counted, offer, `customer-${n}`, 5)).toBe(true);
    const { writeUnits, readUnits } = counted.counted();
    expect([writeUnits / 400, readUnits / 400]).toEqual([1, expect.closeTo(SHARDS, 0)]);
    const used = [...table.items.values()].map((item) => item.used as number);
    expect([used.length, sum(used)]).toEqual([SHARDS, 2000]);
    expect(Math.max(...used)).toBeLessThan(2 * (2000 / SHARDS));
  });
});
