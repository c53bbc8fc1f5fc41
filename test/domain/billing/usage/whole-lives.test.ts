import { describe, expect, test } from 'vitest';
import {
  adjustmentNote,
  enteredMoney,
  isBelowNothing,
  replacementOf,
  voidNote,
} from '../../../../functions/billing/amendments/domain/amendment.ts';
import { taxShares } from '../../../../functions/billing/history/domain/tax-shares.ts';
import { addTotals, NO_TOTALS } from '../../../../functions/billing/history/domain/totals.ts';
import { chargesByProduct, isVoid } from '../../../../functions/billing/invoices/domain/invoice.ts';
import { usageMoney } from '../../../../functions/billing/invoices/operations/documents/usage-file.ts';
import type { InvoiceRecord } from '../../../../functions/billing/invoices/store/invoice-item.ts';
import { headerWrite, invoiceStore } from '../../../../functions/billing/invoices/store/invoice-store.ts';
import { judge, type Standing } from '../../../../functions/billing/usage/domain/counted-once.ts';
import type { DaySheet } from '../../../../functions/billing/usage/domain/day-sheet.ts';
import { ratedDays } from '../../../../functions/billing/usage/domain/rated-days.ts';
import { rateUsage } from '../../../../functions/billing/usage/domain/rating.ts';
import { SheetSums } from '../../../../functions/billing/usage/domain/sheet-sums.ts';
import type { UsageLine } from '../../../../functions/billing/usage/domain/usage-line.ts';
import { addDays, type Day, day, startOfDay } from '../../../../shared/kernel/time.ts';
import { type Chance, chance } from '../../../support/chance.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import type { PlainHistory, PlainUse } from '../../../support/usage/plain-usage.ts';
import { aLife, asRated, withVoids } from '../../../support/usage/usage-lives.ts';

/**
 * Lives of metered use lived whole, from the receipt of each record to the documents: counted once as folds count, summed into
 * sheets, rated invoice by invoice with what the store tells of voids, and amended as the operator amends. No HTTP, files or queues.
 */
const LIVES = 1_000;
const PARTNER = 'partner';

/** A record on its way: of two with one id the first that comes counts. */
interface Delivery extends Standing {
  readonly use: PlainUse;
  readonly reportedOn: Day;
}

/** Looks first: `expect` takes longer than what it looks at. */
const fail = (seed: string, found: unknown, right: unknown): void => {
  const [a, b] = [textOf(found), textOf(right)];
  if (a !== b) expect({ seed, found: a }).toEqual({ seed, found: b });
};
const textOf = (value: unknown): string => JSON.stringify(value, (_, of) => (typeof of === 'bigint' ? `${of}` : of));

/** Each use of a life as a record of its own resource, in the batch of its day. */
function deliveriesOf({ uses }: PlainHistory): Delivery[] {
  return uses.map((use, n) => ({
    id: `record ${n}`,
    content: JSON.stringify(use),
    batchId: use.reportedOn,
    row: n,
    use: { ...use, resource: `/r/${n}` },
    reportedOn: day(use.reportedOn),
  }));
}

/** Counts deliveries day by day as folds do, some at a time, in the order in which they are given. */
function foldedSheets(deliveries: readonly Delivery[], random: Chance): DaySheet[] {
  const holders = new Map<string, Standing>();
  const sheets = new Map<Day, SheetSums>();
  const days = [...new Set(deliveries.map(({ reportedOn }) => reportedOn))].sort();
  for (const on of days) {
    const ofDay = deliveries.filter(({ reportedOn }) => reportedOn === on);
    for (let from = 0; from < ofDay.length; ) {
      const some = ofDay.slice(from, from + random.between(1, 4));
      from += some.length;
      for (const record of judge(some, holders).fresh) {
        const { use, reportedOn } = record;
        const usageOn = day(use.on);
        const sums = sheets.get(usageOn) ?? new SheetSums();
        holders.set(record.id, record);
        sheets.set(usageOn, sums);
        sums.add({
          ...{ reportedOn, meterId: use.meterId, resourceUri: use.resource, location: '' },
          ...{ quantity: use.quantity, startAt: startOfDay(usageOn), isCorrection: use.isCorrection },
        });
      }
    }
  }
  const ids = { partnerId: PARTNER, customerId: 'customer', subscriptionId: 'subscription' };
  return [...sheets].map(([usageOn, sums]) => ({ ...ids, usageOn, rows: sums.rows() }));
}

/** The same records as a careless sender delivers them: others first within a day, late before the same invoice, and again later. */
function disturbed(deliveries: readonly Delivery[], { periods }: PlainHistory, random: Chance): Delivery[] {
  const all = deliveries.flatMap((delivery): Delivery[] => {
    const { end } = periods.find((period) => period.end > delivery.reportedOn)!;
    const later = addDays(delivery.reportedOn, random.between(0, 30));
    const reportedOn = random.isTrue(0.4) && later < end ? later : delivery.reportedOn;
    const first = { ...delivery, reportedOn, batchId: reportedOn };
    if (!random.isTrue(0.5)) return [first];
    const again = addDays(reportedOn, random.between(0, 40));
    return [first, { ...first, reportedOn: again, batchId: `${again} again` }];
  });
  return all
    .map((each) => [random.next(), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}

const invoicesOf = (history: PlainHistory, sheets: readonly DaySheet[]): (readonly UsageLine[])[] => {
  const rated = asRated(history);
  return rated.periods.map((window) => rateUsage({ ...rated, sheets, window }));
};

describe('USG-3, BIL-3: whole lives of metered use', () => {
  test(`USG-3: order, doubling and lateness of delivery change no line and no sum, over ${LIVES} lives`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `delivery-${number}`;
      const random = chance(seed);
      const history = withVoids(aLife(random), random);
      const deliveries = deliveriesOf(history);
      const sheets = foldedSheets(disturbed(deliveries, history, random), random);
      fail(seed, invoicesOf(history, sheets), invoicesOf(history, foldedSheets(deliveries, random)));
    }
  });

  test(`BIL-3: every record is on exactly one invoice, that of the period in which it came first, over ${LIVES} lives`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `once-${number}`;
      const random = chance(seed);
      const history = withVoids(aLife(random), random);
      const deliveries = deliveriesOf(history);
      const sheets = foldedSheets(disturbed(deliveries, history, random), random);
      const rated = asRated(history);
      const found: string[] = [];
      // What a void takes back of credit stands beside the record that was corrected, and has no units.
      for (const [index, window] of rated.periods.entries())
        for (const { used, quantity } of ratedDays({ ...rated, sheets, window }))
          if (quantity !== '0') found.push(`${used.resourceUri} ${quantity} on ${index}`);
      const right = deliveries.map(({ use, reportedOn }) => {
        const index = rated.periods.findIndex(({ end }) => reportedOn < end);
        return `${use.resource} ${use.quantity} on ${index}`;
      });
      fail(seed, found.sort(), right.sort());
    }
  });

  test(`BIL-1, L7: voids with \`rebill\`, whatever was noted before and after, net to what a run without them bills, over ${LIVES} lives`, async () => {
    let rebilled = 0;
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `rebill-${number}`;
      const random = chance(seed);
      const life = withVoids(aLife(random), random);
      const { voids: _, ...history } = life;
      const sheets = foldedSheets(deliveriesOf(history), random);
      const fresh = invoicesOf(history, sheets);
      const table = memoryTable();
      const amended = invoiceStore(table);
      const rated = asRated(history);
      for (const [index, window] of rated.periods.entries()) {
        const voided = await amended.voidedBehind(PARTNER, rated.periods[0]!.start);
        const lines = rateUsage({ ...rated, sheets, window, voided });
        fail(seed, lines, fresh[index]);
        const documents = amend(invoiceOf(lines, window, rated.book.currency), random);
        rebilled += documents.filter(({ replaces }) => replaces !== undefined).length;
        await table.write(documents.map(headerWrite));
        const standing = invoiceOf(fresh[index]!, window, rated.book.currency);
        // What stands is the last invoice with the notes on it; all others are nothing with theirs.
        const last = documents.findLast(({ note }) => !note)!;
        const noted = documents.filter(({ note }) => note?.amendsOf === last.invoiceId);
        const right = noted.map(({ totals }) => totals).reduce(addTotals, standing.totals);
        fail(seed, documents.map(({ totals }) => totals).reduce(addTotals), right);
        fail(
          seed,
          [last.totals, last.charges, last.taxes, last.usage],
          [standing.totals, standing.charges, standing.taxes, standing.usage],
        );
      }
    }
    expect(rebilled).toBeGreaterThan(LIVES);
  });
});

/** The invoice of some lines, as a run makes it. */
function invoiceOf(
  lines: readonly UsageLine[],
  { start, end }: { start: Day; end: Day },
  currency: string,
): InvoiceRecord {
  const taxes = taxShares();
  for (const line of lines) taxes.add(line.taxPercent, usageMoney(line));
  const totals = lines.map(usageMoney).reduce(addTotals, NO_TOTALS);
  const byMeter = new Map(lines.map(({ meterId }) => [meterId, NO_TOTALS]));
  for (const line of lines) byMeter.set(line.meterId, addTotals(byMeter.get(line.meterId)!, usageMoney(line)));
  return {
    ...{ invoiceId: `D${end}`, partnerId: PARTNER, currency, periodStartOn: start, invoiceOn: end, dueOn: end },
    ...{ lineCount: 0, totals, taxes: taxes.all(), paid: 0n, previousBalance: 0n },
    usage: { lineCount: lines.length, dayCount: 0, ratedCount: 0, totals },
    charges: chargesByProduct(byMeter, (product) => ({ family: 'azure', product })),
    ...{ statementKey: 'statement', licenseFileKey: 'file', licenseFileBytes: 1, licenseTextBytes: 1 },
  };
}

/** What the operator does with an invoice: notes, and voids with another in its place, in any order. */
function amend(first: InvoiceRecord, random: Chance): InvoiceRecord[] {
  const documents = [first];
  let invoice = first;
  for (let step = random.between(0, 5); step > 0; step -= 1) {
    const notes = documents.filter(({ note }) => note?.amendsOf === invoice.invoiceId);
    const about = {
      ...{
        invoiceId: `${invoice.invoiceId}-${notes.length + 1}`,
        noteNo: notes.length + 1,
        issuedOn: invoice.invoiceOn,
      },
      ...{ reason: 'Agreed', lines: `${invoice.invoiceId}-${notes.length + 1}`, previousBalance: 0n },
    };
    if (random.isTrue(0.5)) {
      const invoiceId = `${first.invoiceId}@${(invoice.issue ?? 0) + 1}`;
      const replacement = replacementOf(invoice, { invoiceId, dueOn: invoice.dueOn, previousBalance: 0n });
      documents.push(voidNote(invoice, notes, about, invoiceId), replacement);
      invoice = replacement;
      continue;
    }
    const money = enteredMoney(random.of(['-3', '-1', '2', '40']), invoice.currency, '20');
    if (!money || isVoid(notes) || isBelowNothing([invoice, ...notes], money.total)) continue;
    const sums = { moneys: [money], taxPercent: '20', lineCount: 0, charges: [] };
    documents.push(adjustmentNote(invoice, sums, about));
  }
  return documents;
}
