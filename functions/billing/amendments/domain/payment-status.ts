import { type Day, daysBetween } from '../../../../shared/kernel/time.ts';
import { balanceOf, type Invoice, isVoid } from '../../invoices/domain/invoice.ts';

/** L3, in the order in which they are looked at. */
export const PAYMENT_STATUSES = ['void', 'paid', 'inCollections', 'overdue', 'partiallyPaid', 'unpaid'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** L8: days late from which on an invoice is in collections. */
const COLLECTIONS_DAYS = 30;

/** L3: what a partner owes for an invoice with its notes, as of a day. An invoice is late from the day after it was due. */
export function paymentStatusOf(invoice: Invoice, notes: readonly Invoice[], today: Day): PaymentStatus {
  if (isVoid(notes)) return 'void';
  if (balanceOf(invoice, notes) <= 0n) return 'paid';
  const daysLate = daysBetween(invoice.dueOn, today);
  if (daysLate >= COLLECTIONS_DAYS) return 'inCollections';
  if (daysLate >= 1) return 'overdue';
  return invoice.paid > 0n ? 'partiallyPaid' : 'unpaid';
}
