import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Allocation, Payment } from '../domain/payment.ts';
import { paymentKey } from './keys.ts';

/** Amounts as texts. */
interface StoredPayment extends Omit<Payment, 'amount' | 'allocations'> {
  readonly amount: string;
  readonly allocations: readonly (Omit<Allocation, 'minorUnits'> & { readonly minorUnits: string })[];
}

export const paymentItem = storedKind<StoredPayment>({ kind: 'payment', shape: 1, upgrades: [] });

/** Where the payment with an id lies. */
export const paymentIdItem = storedKind<{ readonly receivedOn: Day }>({ kind: 'paymentId', shape: 1, upgrades: [] });

export const toItem = (payment: Payment): Item =>
  paymentItem.toItem(paymentKey(payment.partnerId, payment), {
    ...payment,
    amount: String(payment.amount),
    allocations: payment.allocations.map((each) => ({ ...each, minorUnits: String(each.minorUnits) })),
  });

export function fromItem(item: Item): Payment {
  const stored = paymentItem.fromItem(item);
  return {
    ...stored,
    amount: BigInt(stored.amount),
    allocations: stored.allocations.map((each) => ({ ...each, minorUnits: BigInt(each.minorUnits) })),
  };
}
