import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustmentNote,
  enteredMoney,
  isBelowNothing,
  replacementOf,
  voidNote,
} from '../../../../functions/billing/amendments/domain/amendment.ts';
import { takenBack } from '../../../../functions/billing/amendments/operations/note-rows.ts';
import {
  type KnownSubscription,
  linesIn,
  unknownSubscription,
  withEntry,
} from '../../../../functions/billing/history/domain/subscription.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../../../functions/billing/history/domain/totals.ts';
import {
  balanceOf,
  chargesByProduct,
  type Invoice,
  isVoid,
} from '../../../../functions/billing/invoices/domain/invoice.ts';
import { licenseWriter } from '../../../../functions/billing/invoices/operations/documents/license-file.ts';
import { inflated } from '../../../../functions/billing/invoices/operations/documents/part-texts.ts';
import { USAGE_COLUMNS } from '../../../../functions/billing/invoices/operations/documents/reconciliation-headers.ts';
import { LICENSE_COLUMNS, ROWS_FORM } from '../../../../functions/billing/invoices/operations/documents/rows-form.ts';
import { usageWriter } from '../../../../functions/billing/invoices/operations/documents/usage-file.ts';
import { ratedDays } from '../../../../functions/billing/usage/domain/rated-days.ts';
import { rateUsage } from '../../../../functions/billing/usage/domain/rating.ts';
import type { UsageOwner } from '../../../../functions/billing/usage/domain/usage-owner.ts';
import { csvRecords } from '../../../../shared/kernel/csv.ts';
import { money } from '../../../../shared/kernel/money.ts';
import { addMonths, type Day, day } from '../../../../shared/kernel/time.ts';
import { type Life, life } from '../../../support/billing-lives.ts';
import { type Chance, chance } from '../../../support/chance.ts';
import { aLife, asRated, withVoids } from '../../../support/usage/usage-lives.ts';

/**
 * BIL-1, BIL-3: what the rows of a part say adds up to what the part says, and documents made of them net to what is right: over
 * random lives of seats and histories of use, as pure functions make them.
 */
const LIVES = 1_000;
const TAX = ['0', '20', '7.7'] as const;

interface Part {
  readonly rows: string;
  readonly explanations: string;
  readonly usageRows: string;
  readonly lineCount: number;
  readonly totals: Totals;
  readonly usage: Totals;
  readonly byOffer: ReadonlyMap<string, Totals>;
  readonly currency: string;
}

/** Lines of a month of some seats, and of an invoice of some use. */
function aPart({ entries }: Life, seed: string): Part {
  const random = chance(seed);
  const history = withVoids(aLife(random), random);
  const rated = asRated(history);
  const currency = 'USD';
  const start = addMonths(entries[0]!.storedOn, random.between(0, 3));
  const ids = { customerId: 'c', subscriptionId: '5ab00000-0000-4000-8000-000000000001' };
  const known: KnownSubscription = {
    ...entries.reduce(withEntry, unknownSubscription(ids)),
    orderId: 'o',
    offerId: 'seats',
  };
  const { lines, ledger } = linesIn(known, { start, end: addMonths(start, random.between(1, 6)) });
  const facts = { partnerId: 'p', mpnId: '1', currency, taxRates: [{ from: start, percent: random.of(TAX) }] };
  const writer = licenseWriter({ ...facts, rowsForm: ROWS_FORM, offerName: (offerId) => offerId });
  writer.add({ subscription: known, ledger, customer: { name: '=A, "B"', domain: 'a.example' }, lines });
  const { rows, explanations, count } = writer.take();
  const book = { ...rated.book, currency };
  const used = { ...rated, book, window: rated.periods.at(-1)! };
  const usage = usageWriter({ partnerId: 'p', partnerName: 'P', mpnId: '1', invoiceId: 'D1', book });
  const customer = { name: 'A', domain: 'a.example', country: 'US' };
  if (history.exchange === undefined)
    usage.add({ owner: OWNER, customer, lines: rateUsage(used), days: ratedDays(used) });
  const seats = writer.totals();
  const usageTotals = [...usage.byOffer().values()].reduce(addTotals, NO_TOTALS);
  return {
    rows: Buffer.from(rows).toString('utf8'),
    explanations: Buffer.from(explanations).toString('utf8'),
    usageRows: inflated(usage.texts.usage.end().bytes),
    lineCount: count,
    totals: addTotals(seats.totals, usageTotals),
    usage: usageTotals,
    byOffer: new Map([...seats.byOffer, ...usage.byOffer()]),
    currency,
  };
}

const OWNER: UsageOwner = {
  ...{ partnerId: 'p', customerId: 'c', subscriptionId: 'a2e00000-0000-4000-8000-000000000001', billingType: 'usage' },
  ...{ orderId: 'o', offerId: 'azure', offerName: 'Azure', friendlyName: '', states: [], asOf: 1 },
};

function sumOf(rows: string, columns: readonly string[], name: string, currency: string): bigint {
  const column = columns.indexOf(name);
  return csvRecords(rows).reduce((sum, cells) => sum + money(cells[column]!, currency).minorUnits, 0n);
}

function anInvoice({ totals, usage, lineCount, byOffer, currency }: Part): Invoice {
  return {
    ...{ invoiceId: 'D1', partnerId: 'p', currency, lineCount, totals },
    ...{ periodStartOn: day('2018-01-15'), invoiceOn: day('2018-02-15'), dueOn: day('2018-04-16') },
    ...{ paid: 0n, previousBalance: 0n, usage: { lineCount: 1, dayCount: 1, ratedCount: 1, totals: usage } },
    charges: chargesByProduct(byOffer, (offerId) => ({ family: 'f', product: offerId })),
  };
}

/** Corrections by hand, as many as are taken, each before tax. */
function notesOn(invoice: Invoice, random: Chance): Invoice[] {
  const notes: Invoice[] = [];
  for (let left = random.between(0, 3); left > 0; left -= 1) {
    const amount = random.of(['-0.01', '-5', '3.5', '-1234.56', '0.99']);
    const taxPercent = random.of(TAX);
    const line = enteredMoney(amount, invoice.currency, taxPercent)!;
    if (isBelowNothing([invoice, ...notes], line.total)) continue;
    const about = { ...ABOUT, noteNo: notes.length + 1, invoiceId: `N${notes.length}` };
    const charges = [{ family: 'f', product: 'seats', amount: line.subtotal }];
    notes.push(adjustmentNote(invoice, { lineCount: 1, moneys: [line], taxPercent, charges }, about));
  }
  return notes;
}

const ABOUT = { issuedOn: '2018-02-20' as Day, reason: 'Agreed', lines: 'l', previousBalance: 0n };
const chargesOf = ({ charges }: Invoice): bigint => charges.reduce((sum, { amount }) => sum + amount, 0n);

describe('BIL-1, BIL-3: sums', () => {
  const lives = fc.sample(life, { seed: 20180115, numRuns: LIVES });

  test(`Σ rows of seats and use = part = invoice, to the cent, and so of what takes them back, over ${LIVES} lives`, () => {
    let rowCount = 0;
    for (const [number, each] of lives.entries()) {
      const part = aPart(each, `sums-${number}`);
      const { rows, usageRows, currency } = part;
      const seats = sumOf(rows, LICENSE_COLUMNS, 'TotalForCustomer', currency);
      const used = sumOf(usageRows, USAGE_COLUMNS, 'PostTaxTotal', currency);
      const invoice = anInvoice(part);
      const back = takenBack(part, ROWS_FORM, 'N1').rows;
      const found = [seats + used, chargesOf(invoice), sumOf(back, LICENSE_COLUMNS, 'TotalForCustomer', currency)];
      const right = [invoice.totals.total, invoice.totals.subtotal, -seats];
      if (found.some((sum, index) => sum !== right[index])) expect({ number, found }).toEqual({ number, found: right });
      rowCount += part.lineCount;
    }
    expect(rowCount).toBeGreaterThan(LIVES);
  });

  test(`an invoice with its notes is never below zero, and voided it is nothing; with another in its place it is itself, over ${LIVES} lives`, () => {
    for (const [number, each] of lives.entries()) {
      const random = chance(`notes-${number}`);
      const invoice = anInvoice(aPart(each, `sums-${number}`));
      const notes = notesOn(invoice, random);
      const least = invoice.totals.total < 0n ? invoice.totals.total : 0n;
      const note = voidNote(invoice, notes, { ...ABOUT, invoiceId: 'N9', noteNo: notes.length + 1 }, 'D2');
      const replacement = replacementOf(invoice, { invoiceId: 'D2', dueOn: invoice.dueOn, previousBalance: 0n });
      const sums = [
        balanceOf(invoice, [...notes, note]),
        [invoice, ...notes, note].reduce((sum, document) => sum + chargesOf(document), 0n),
        balanceOf(replacement, []),
      ];
      const right = [0n, 0n, invoice.totals.total];
      const isRight =
        balanceOf(invoice, notes) >= least &&
        isVoid([...notes, note]) &&
        sums.every((sum, index) => sum === right[index]);
      if (!isRight)
        expect({ number, sums, balance: balanceOf(invoice, notes) }).toEqual({ number, sums: right, balance: least });
    }
  });
});
