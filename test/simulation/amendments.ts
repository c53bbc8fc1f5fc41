import type { Day } from '../../shared/kernel/time.ts';
import { day } from '../../shared/kernel/time.ts';
import type { Chance } from '../support/chance.ts';
import { holds } from './broken-invariant.ts';
import type { SeenInvoice, WireInvoice } from './documents.ts';
import type { Wish } from './life.ts';

/** What the operator does with an invoice: it corrects it, or takes it back, with another in its place or for good. */
export function amendment(invoices: readonly SeenInvoice[], draws: Chance): Wish | undefined {
  if (invoices.length === 0) return undefined;
  const { id, lines, use } = draws.of(invoices);
  const subscriptionIds = [
    ...lines.map((line) => line.syndicationPartnerSubscriptionNumber),
    ...use.lines.map(({ subscriptionId }) => subscriptionId),
  ];
  const path = `/v1/operator/invoices/${id}`;
  const reason = 'A customer complained.';
  const context = 'billing' as const;
  if (draws.isTrue(0.4) && subscriptionIds.length > 0) {
    const amount = draws.of(['-0.01', '-3.5', '12', '-25']);
    const body = { reason, lines: [{ subscriptionId: draws.of(subscriptionIds), amount }] };
    return { what: 'adjustment', method: 'POST', path: `${path}/adjustments`, body, context };
  }
  const rebill = draws.isTrue(0.7);
  return { what: rebill ? 'rebill' : 'void', method: 'POST', path: `${path}/void`, body: { reason, rebill }, context };
}

const cents = (amount: number): number => Math.round(amount * 100);

/** What is owed for invoices with all their notes, in cents. */
export const owedFor = (invoices: readonly WireInvoice[]): number =>
  invoices
    .flatMap((invoice) => [invoice, ...(invoice.amendments ?? [])])
    .reduce((sum, { totalCharges }) => sum + cents(totalCharges), 0);

/** Days on which invoices were voided for good, by the end of their period: what stood there last has none in its place. */
export function voidedForGood(invoices: readonly WireInvoice[]): ReadonlyMap<Day, Day> {
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  const voided = new Map<Day, Day>();
  for (const invoice of invoices) {
    if (invoice.replaces !== undefined) continue;
    let note = voidNoteOf(invoice);
    while (note?.replacedBy !== undefined) note = voidNoteOf(byId.get(note.replacedBy)!);
    if (note) voided.set(day(invoice.invoiceDate.slice(0, 10)), day(note.invoiceDate.slice(0, 10)));
  }
  return voided;
}

const voidNoteOf = ({ amendments = [] }: WireInvoice): WireInvoice | undefined =>
  amendments.find(({ documentType }) => documentType === 'void_note');

/** L7: a void note takes back all of its invoice and of the notes on it, and an invoice is never below zero with its notes. */
export function checkNotes(invoice: WireInvoice): void {
  let standing = cents(invoice.totalCharges);
  for (const { id, documentType, totalCharges } of invoice.amendments ?? []) {
    standing += cents(totalCharges);
    holds(
      documentType !== 'void_note' || standing === 0,
      `${id} takes back all of ${invoice.id}, not ${standing} less`,
    );
    holds(standing >= Math.min(0, cents(invoice.totalCharges)), `${invoice.id} is not below zero with ${id}`);
  }
}

/** L7: the invoice in the place of another has its lines. */
export function checkReplacement(invoice: SeenInvoice, replaced: SeenInvoice): void {
  const linesOf = ({ lines, use }: SeenInvoice): string =>
    [
      ...lines.map(({ lineId, amount, tax }) => `${lineId} ${cents(amount)} ${cents(tax)}`),
      ...use.lines.map(
        ({ lineId, pretaxCharges, taxAmount }) => `${lineId} ${cents(pretaxCharges)} ${cents(taxAmount)}`,
      ),
    ]
      .sort()
      .join();
  holds(linesOf(invoice) === linesOf(replaced), `${invoice.id} has the lines of ${replaced.id}`);
}
