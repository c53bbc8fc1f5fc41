import { type Day, daysBetween } from '../../../../shared/kernel/time.ts';
import { balanceOf, type Invoice, isVoid } from '../../invoices/domain/invoice.ts';
import { openOf, type Receivable } from './receivable.ts';

/** L3, in the order in which they are looked at. */
export const PAYMENT_STATUSES = [
  'void',
  'writtenOff',
  'paid',
  'inCollections',
  'overdue',
  'partiallyPaid',
  'unpaid',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** L8: days late from which on an invoice is in collections. */
export const COLLECTIONS_DAYS = 30;

/** L3: what a partner owes for an invoice with its notes, as of a day. An invoice is late from the day after it was due. */
export function paymentStatusOf(invoice: Invoice, notes: readonly Invoice[], today: Day): PaymentStatus {
  if (isVoid(notes)) return 'void';
  const isPaid = balanceOf(invoice, notes) <= 0n;
  if (isPaid) return (invoice.writtenOff ?? 0n) > 0n ? 'writtenOff' : 'paid';
  const daysLate = daysBetween(invoice.dueOn, today);
  if (daysLate >= COLLECTIONS_DAYS) return 'inCollections';
  if (daysLate >= 1) return 'overdue';
  return invoice.paid > 0n ? 'partiallyPaid' : 'unpaid';
}

/** How an account stands by what is owed longest (L8). */
export const COLLECTIONS_STATUSES = ['none', 'overdue', 'inCollections', 'orderingSuspended'] as const;
export type CollectionsStatus = (typeof COLLECTIONS_STATUSES)[number];

export function collectionsStatusOf(
  receivables: readonly Receivable[],
  { today, isOrderingSuspended }: { readonly today: Day; readonly isOrderingSuspended: boolean },
): CollectionsStatus {
  if (isOrderingSuspended) return 'orderingSuspended';
  const daysLate = receivables
    .filter((receivable) => openOf(receivable) > 0n)
    .map(({ dueOn }) => daysBetween(dueOn, today));
  const most = Math.max(0, ...daysLate);
  if (most >= COLLECTIONS_DAYS) return 'inCollections';
  return most >= 1 ? 'overdue' : 'none';
}
