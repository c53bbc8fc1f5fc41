import type { Day } from '../../../../shared/kernel/time.ts';
import type { Share } from './receivable.ts';

/** What of a payment an invoice has; minor units. */
export interface Allocation {
  readonly invoiceId: string;
  readonly invoiceOn: Day;
  readonly issue?: number;
  readonly minorUnits: bigint;
}

/** Money that came from a partner (L5). Amounts in minor units of `currency`. */
export interface Payment {
  readonly partnerId: string;
  readonly paymentId: string;
  /** What whoever recorded it calls it; once for a partner. */
  readonly paymentReference: string;
  readonly receivedOn: Day;
  readonly amount: bigint;
  readonly currency: string;
  readonly method?: string;
  /** It was set against what was owed when it was recorded. */
  readonly autoAllocate: boolean;
  /** `takingBack`: invoices still have some of it. */
  readonly status: 'recorded' | 'takingBack' | 'takenBack';
  /** One for each invoice. */
  readonly allocations: readonly Allocation[];
  /** Movements between it and invoices so far: each has a number. */
  readonly moved: number;
  /** Tells what was recorded from another payment of the same reference. */
  readonly content: string;
  readonly version: number;
}

/** L5: what no invoice has. */
export const unallocatedOf = ({ status, amount, allocations }: Payment): bigint =>
  status === 'takenBack' ? 0n : allocations.reduce((left, { minorUnits }) => left - minorUnits, amount);

/** A payment after invoices got some of it. */
export function withAllocated(payment: Payment, shares: readonly Share[]): Payment {
  const allocations = new Map(payment.allocations.map((allocation) => [allocation.invoiceId, allocation]));
  for (const { receivable, minorUnits } of shares) {
    const { invoiceId, invoiceOn, issue } = receivable;
    const before = allocations.get(invoiceId)?.minorUnits ?? 0n;
    allocations.set(invoiceId, {
      ...{ invoiceId, invoiceOn, minorUnits: before + minorUnits },
      ...(issue && { issue }),
    });
  }
  return { ...payment, allocations: [...allocations.values()], moved: payment.moved + shares.length };
}
