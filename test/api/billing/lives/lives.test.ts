import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import {
  type Act,
  aPartnerLife,
  balanceOf,
  billingDates,
  type Document,
  documentsOf,
  inTime,
  lifeWorld,
  live,
  outcomeOf,
  textOf,
} from '../../../support/billing/partner-life.ts';
import type { BillingWorld } from '../../../support/billing-world.ts';
import { type Chance, chance } from '../../../support/chance.ts';

/** What holds of every partner’s invoices, over random lives that are lived whole: delivered, reported, run, and amended. */
const LIVES = 12;
const MONTHS = 3;
const DATES = billingDates(MONTHS);

const lifeOf = (seed: number, wish: object = {}): Act[] =>
  aPartnerLife(chance(`life-${seed}`), { months: MONTHS, adjusted: 0.5, voided: 0.5, ...wish });

async function lived(acts: readonly Act[]) {
  const world = await lifeWorld();
  await live(world, acts);
  return world;
}

/** Each life as it is, lived once. */
const asItIs = new Map<number, ReturnType<typeof lived>>();
function undisturbed(seed: number): ReturnType<typeof lived> {
  const known = asItIs.get(seed) ?? lived(lifeOf(seed));
  asItIs.set(seed, known);
  return known;
}

type Row = Readonly<Record<string, string>>;
const rowsOf = (world: BillingWorld, key: string): Row[] =>
  parse(textOf(world, key), { columns: true, record_delimiter: '\r\n' });
const cents = (rows: readonly Row[], column: string): bigint =>
  BigInt(
    rows
      .reduce((sum, row) => sum.plus(row[column]!), new Exact(0))
      .times(100)
      .toFixed(0),
  );
const documentTotals = ({ record, notes }: Document): bigint =>
  [record, ...notes].reduce((sum, { totals }) => sum + totals.total, 0n);

describe('BIL-1, BIL-3: every life', () => {
  test('Σ lines = document = Σ files; the balance is what all documents say; none is below zero with its notes', async () => {
    for (let seed = 0; seed < LIVES; seed += 1) {
      const world = await undisturbed(seed);
      const documents = await documentsOf(world);
      expect(documents.length).toBeGreaterThanOrEqual(MONTHS);
      for (const { record, notes } of documents)
        for (const { licenseFileKey, usageFiles, totals, usage, invoiceId } of [record, ...notes]) {
          const seats = cents(rowsOf(world, licenseFileKey), 'TotalForCustomer');
          const used = usageFiles ? cents(rowsOf(world, usageFiles.usage.key), 'PostTaxTotal') : 0n;
          expect([seats + used, used], `seed ${seed}, ${invoiceId}`).toEqual([totals.total, usage?.totals.total ?? 0n]);
        }
      for (const document of documents) {
        const least = document.record.totals.total < 0n ? document.record.totals.total : 0n;
        expect(documentTotals(document) >= least, `seed ${seed}`).toBe(true);
      }
      const owed = documents.reduce((sum, document) => sum + documentTotals(document), 0n);
      expect(await balanceOf(world), `seed ${seed}`).toBe(owed);
    }
  });

  test('each seat line and each unit that was used is on exactly one invoice of a run', async () => {
    for (let seed = 0; seed < LIVES; seed += 1) {
      const life = lifeOf(seed);
      const world = await undisturbed(seed);
      const invoices = (await documentsOf(world)).map(({ record }) => record).filter(({ replaces }) => !replaces);
      const lineIds = invoices.flatMap((record) => rowsOf(world, record.licenseFileKey).map((row) => row.LineId));
      expect(new Set(lineIds).size, `seed ${seed}`).toBe(lineIds.length);
      const billed = unitsOf(
        invoices
          .flatMap(({ usageFiles }) => (usageFiles ? rowsOf(world, usageFiles.usagedaily.key) : []))
          .map((row) => [row.SubscriptionId!.toLowerCase(), row.ConsumedQuantity!]),
      );
      const reported = unitsOf(
        life.flatMap((act) =>
          act.kind === 'usage' && act.at < DATES.at(-1)!
            ? act.records.map(({ subscriptionId, quantity }) => [subscriptionId, String(quantity)] as const)
            : [],
        ),
      );
      expect(billed, `seed ${seed}`).toEqual(reported);
    }
  });

  test('order, doubling and lateness of delivery change no byte', async () => {
    for (let seed = 0; seed < LIVES; seed += 1) {
      const life = lifeOf(seed);
      const random = chance(`delivery-${seed}`);
      const [expected, found] = [await undisturbed(seed), await lived(disturbed(life, random))];
      expect(await outcomeOf(found), `seed ${seed}`).toEqual(await outcomeOf(expected));
    }
  });

  test('a void with `rebill` nets to what a run without it bills', async () => {
    for (let seed = 0; seed < LIVES; seed += 1) {
      const life = lifeOf(seed, { adjusted: 0, voided: 0.7 });
      const rebilled = await lived(life.map((act) => (act.kind === 'void' ? { ...act, rebill: true } : act)));
      const fresh = await lived(life.filter(({ kind }) => kind !== 'void'));
      const [found, right] = [await documentsOf(rebilled), await documentsOf(fresh)];
      for (const { record } of right) {
        const ofDate = found.filter(({ record: { invoiceOn } }) => invoiceOn === record.invoiceOn);
        const net = ofDate.reduce((sum, document) => sum + documentTotals(document), 0n);
        expect(net, `seed ${seed}, ${record.invoiceOn}`).toBe(record.totals.total);
        expect(textsOf(rebilled, ofDate[0]!), `seed ${seed}, ${record.invoiceOn}`).toEqual(
          textsOf(fresh, { record, notes: [] }),
        );
      }
    }
  });
});

/** Files without the number of their invoice. */
const textsOf = (world: BillingWorld, { record }: Document): string[] =>
  [record.licenseFileKey, ...Object.values(record.usageFiles ?? {}).map(({ key }) => key)].map((key) =>
    textOf(world, key).replaceAll(record.invoiceId, 'this invoice'),
  );

/** Units by subscription; those that came to nothing are left away. */
function unitsOf(all: readonly (readonly [subscriptionId: string, quantity: string])[]): Record<string, string> {
  const units = new Map<string, Exact>();
  for (const [id, quantity] of all) units.set(id, (units.get(id) ?? new Exact(0)).plus(quantity));
  return Object.fromEntries([...units].sort().map(([id, quantity]) => [id, quantity.toFixed()]));
}

/**
 * The same life as a bus, an operator and clients deliver it: what is of one day in another order, some of it twice, and use
 * that is reported some days later, before the same invoice.
 */
function disturbed(life: readonly Act[], random: Chance): Act[] {
  const acts = life.flatMap((act, index): Act[] => {
    if (act.kind !== 'event' && act.kind !== 'usage') return [act];
    const on = act.at.slice(0, 10) as Day;
    const time = `T12:${String(random.between(0, 59)).padStart(2, '0')}:00.000Z`;
    const next = DATES.find((date) => date > on) ?? addDays(on, 1);
    const later = Array.from({ length: 40 }, (_, days) => addDays(on, days)).filter((day) => day < next);
    const at = `${act.kind === 'usage' && random.isTrue(0.4) ? random.of(later) : on}${time}`;
    const first = { ...act, at };
    if (!random.isTrue(0.4)) return [first];
    return [
      first,
      {
        ...act,
        at: `${addDays(at.slice(0, 10) as Day, random.between(0, 25))}T13:00:${String(index % 60).padStart(2, '0')}.000Z`,
      },
    ];
  });
  return inTime(acts);
}
