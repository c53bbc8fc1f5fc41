import { exactMinorUnits, money, type Scaled, scaled } from '../../../../shared/kernel/money.ts';
import { type LineMoney, lineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type TaxRate, taxRateOn } from '../../accounts/domain/tax.ts';
import { mergedShares } from '../../history/domain/tax-shares.ts';
import { addTotals } from '../../history/domain/totals.ts';
import {
  type Invoice,
  type InvoicedUsage,
  negated,
  type ProductCharge,
  unpaid,
} from '../../invoices/domain/invoice.ts';

/** What a note says of itself. */
export interface AboutNote {
  readonly invoiceId: string;
  readonly noteNo: number;
  readonly issuedOn: Day;
  readonly reason: string;
  /** Names the parts that its lines lie in. */
  readonly lines: string;
  /** What the account owed before it. */
  readonly previousBalance: bigint;
}

/**
 * L7: the note that takes an invoice back, with every line of it and of the notes on it, so that nothing is owed for it
 * any more but what was paid.
 */
export function voidNote<T extends Invoice>(
  invoice: T,
  notes: readonly T[],
  { invoiceId, previousBalance, lines, ...about }: AboutNote,
  replacedBy?: string,
): T {
  const all: readonly T[] = [invoice, ...notes];
  return {
    ...unpaid(invoice),
    invoiceId,
    dueOn: about.issuedOn,
    lineCount: all.reduce((count, { lineCount }) => count + lineCount, 0),
    totals: negated(all.map(({ totals }) => totals).reduce(addTotals)),
    ...taxesTakenBack(all),
    ...offsetsTakenBack(all),
    ...usageTakenBack(all),
    lines,
    charges: chargesOf(all).map((charge) => negated(charge)),
    previousBalance,
    note: {
      ...about,
      noteType: 'void_note',
      amendsOf: invoice.invoiceId,
      takesBack: notes.map((note) => note.invoiceId),
      ...(replacedBy && { replacedBy }),
    },
  };
}

/** Subtotal and tax by rate of several documents together, taken back; nothing where one of them does not tell. */
const taxesTakenBack = (documents: readonly Invoice[]): { readonly taxes?: Invoice['taxes'] } => ({
  ...(documents.every(({ taxes }) => taxes) && {
    taxes: mergedShares(documents.flatMap(({ taxes = [] }) => taxes)).map((share) => negated(share)),
  }),
});

const offsetsTakenBack = (documents: readonly Pick<Invoice, 'offsets'>[]): { readonly offsets?: bigint } => {
  const offsets = documents.reduce((sum, document) => sum + (document.offsets ?? 0n), 0n);
  return offsets === 0n ? {} : { offsets: -offsets };
};

/** Usage of several documents together, taken back. */
function usageTakenBack(documents: readonly Invoice[]): Pick<Invoice, 'usage'> {
  const used = documents.flatMap(({ usage }) => usage ?? []);
  if (used.length === 0) return {};
  const count = (of: (usage: InvoicedUsage) => number): number => used.reduce((sum, usage) => sum + of(usage), 0);
  return {
    usage: {
      lineCount: count(({ lineCount }) => lineCount),
      dayCount: count(({ dayCount }) => dayCount),
      ratedCount: count(({ ratedCount }) => ratedCount),
      totals: negated(used.map(({ totals }) => totals).reduce(addTotals)),
      ...offsetsTakenBack(used),
    },
  };
}

/** Charges of several documents together: equal names are one product. */
function chargesOf(documents: readonly Invoice[]): readonly ProductCharge[] {
  const charges = new Map<string, ProductCharge>();
  for (const { family, product, amount } of documents.flatMap((document) => document.charges)) {
    const key = `${family}\u0000${product}`;
    charges.set(key, { family, product, amount: (charges.get(key)?.amount ?? 0n) + amount });
  }
  return [...charges.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, charge]) => charge);
}

/**
 * L7: the invoice in the place of one that is voided: the same period, and its lines as they were posted, with their prices,
 * tax and policy. Terms of payment are those of now, what was owed before is what is owed without the other one.
 */
export const replacementOf = <T extends Invoice>(
  invoice: T,
  about: { readonly invoiceId: string; readonly dueOn: Day; readonly previousBalance: bigint },
): T => ({
  ...unpaid(invoice),
  ...about,
  issue: (invoice.issue ?? 0) + 1,
  replaces: invoice.invoiceId,
  // Lines of usage say the number of their invoice.
  ...(invoice.usage && { lines: `${about.invoiceId}-anew` }),
});

/** What the lines of an adjustment come to: each is a credit or the contrary of one. */
interface AdjustmentSums extends Pick<Invoice, 'lineCount' | 'usage' | 'charges'> {
  readonly moneys: readonly LineMoney[];
  readonly taxPercent: string;
}

/** L7: the note with lines of its own that corrects an invoice. */
export function adjustmentNote<T extends Invoice>(
  { usage: _, offsets: __, taxes: ___, ...invoice }: T,
  { moneys, taxPercent, ...sums }: AdjustmentSums,
  { invoiceId, previousBalance, lines, ...about }: AboutNote,
): T {
  const totals = moneys.reduce(addTotals);
  const { usage } = sums;
  const seats = totals.amount - (usage?.totals.amount ?? 0n);
  return {
    ...unpaid(invoice as unknown as T),
    invoiceId,
    dueOn: about.issuedOn,
    ...sums,
    totals,
    taxes: [{ percent: taxPercent, subtotal: totals.subtotal, tax: totals.tax }],
    ...(seats !== 0n && { offsets: seats }),
    ...(usage && { usage: { ...usage, offsets: usage.totals.amount } }),
    lines,
    previousBalance,
    note: { ...about, noteType: 'adjustment_note', amendsOf: invoice.invoiceId },
  } as unknown as T;
}

/**
 * Whether a note that costs `adjusted` (minor units with tax; negative gives back) would take an invoice with its notes below zero, or one
 * that is a credit further down.
 */
export function isBelowNothing(documents: readonly Invoice[], adjusted: bigint): boolean {
  const owed = documents.reduce((sum, { totals }) => sum + totals.total, 0n);
  return adjusted < 0n && owed + adjusted < 0n;
}

/** M4: the tax rate of the period that an invoice is of, in percent: what corrects it bears the same. */
export const taxPercentOf = (rates: readonly TaxRate[], { periodStartOn }: Pick<Invoice, 'periodStartOn'>): string =>
  taxRateOn(rates)(periodStartOn).percent;

const NO_DISCOUNT: Scaled = scaled('0');

/** Largest amount of one line, in currency units either way: what JSON numbers say exactly. */
const AMOUNT_MAX = String(10n ** 10n);

/**
 * The money of a line that somebody entered before tax (M4): what lowers the invoice is negative. Undefined for nothing, and for
 * what the currency has no unit for.
 */
export function enteredMoney(amount: string, currency: string, taxPercent: string): LineMoney | undefined {
  const minorUnits = exactMinorUnits(amount, currency);
  const most = money(AMOUNT_MAX, currency).minorUnits;
  if (minorUnits === undefined || minorUnits === 0n || minorUnits > most || minorUnits < -most) return undefined;
  return lineMoney(minorUnits, NO_DISCOUNT, scaled(taxPercent));
}
