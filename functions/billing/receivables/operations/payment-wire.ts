import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import { type Payment, unallocatedOf } from '../domain/payment.ts';
import type * as s from '../schemas.ts';

/** A payment as the operator and its partner see it. */
export function toWirePayment(payment: Payment): z.input<typeof s.Payment> {
  const { currency, method } = payment;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  return {
    id: payment.paymentId,
    paymentReference: payment.paymentReference,
    receivedDate: toWireDay(payment.receivedOn),
    amount: amount(payment.amount),
    currencyCode: currency,
    ...(method !== undefined && { method }),
    autoAllocate: payment.autoAllocate,
    status: payment.status === 'recorded' ? 'recorded' : 'takenBack',
    allocations: payment.allocations.map(({ invoiceId, minorUnits }) => ({ invoiceId, amount: amount(minorUnits) })),
    unallocatedAmount: amount(unallocatedOf(payment)),
    links: { self: link(`/operator/partners/${payment.partnerId}/payments/${payment.paymentId}`) },
    attributes: { objectType: 'Payment' },
  };
}
