import type { Day } from '../../../../shared/kernel/time.ts';
import { type Invoice, worthOf } from '../../invoices/domain/invoice.ts';

/** An issued invoice as those see it who set money against it. Amounts in minor units. */
export interface Receivable {
  readonly invoiceId: string;
  readonly invoiceOn: Day;
  readonly issue?: number;
  readonly dueOn: Day;
  /** What it costs with its notes. */
  readonly worth: bigint;
  /** Of payments and of credit. */
  readonly paid: bigint;
  /** What of that is credit; below 0 where it left more for others than it has of them (D15). */
  readonly credited: bigint;
  readonly writtenOff: bigint;
}

export function receivableOf(invoice: Invoice, notes: readonly Invoice[]): Receivable {
  const { invoiceId, invoiceOn, issue, dueOn, paid, credited = 0n, writtenOff = 0n } = invoice;
  const worth = worthOf(invoice, notes);
  return { invoiceId, invoiceOn, ...(issue && { issue }), dueOn, worth, paid, credited, writtenOff };
}

/** L4: what is owed for it. */
export const openOf = ({ worth, paid, writtenOff }: Receivable): bigint => worth - paid - writtenOff;

/** L5: the order in which money is set against invoices. */
export function oldestDueFirst(a: Receivable, b: Receivable): number {
  const [left, right] = [a, b].map(({ dueOn, invoiceOn, invoiceId }) => `${dueOn} ${invoiceOn} ${invoiceId}`);
  return left! < right! ? -1 : 1;
}

/** What of an amount an invoice gets. */
export interface Share {
  readonly receivable: Receivable;
  readonly minorUnits: bigint;
}

/** L5: an amount set against what is owed, oldest due date first, as far as it goes. */
export function shareOut(receivables: readonly Receivable[], amount: bigint): readonly Share[] {
  const shares: Share[] = [];
  let left = amount;
  for (const receivable of [...receivables].sort(oldestDueFirst)) {
    const minorUnits = least(left, openOf(receivable));
    if (minorUnits <= 0n) continue;
    shares.push({ receivable, minorUnits });
    left -= minorUnits;
  }
  return shares;
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
