import type * as z from 'zod';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import { type CollectionsCase, overdueOf } from '../domain/collections.ts';
import type * as s from '../schemas.ts';

export function toWireCase(of: CollectionsCase): z.input<typeof s.CollectionsCase> {
  const { caseId, partnerId, currency, openedOn, closedOn, status, invoices, promisedOn, note } = of;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  return {
    ...{ id: caseId, partnerId, status },
    openedDate: toWireDay(openedOn),
    ...(closedOn !== undefined && { closedDate: toWireDay(closedOn) }),
    amountOverdue: amount(overdueOf(invoices)),
    currencyCode: currency,
    invoices: invoices.map(({ invoiceId, dueOn, overdue }) => ({
      ...{ invoiceId, dueDate: toWireDay(dueOn), amountOverdue: amount(overdue) },
    })),
    ...(promisedOn !== undefined && { promiseDate: toWireDay(promisedOn) }),
    ...(note !== undefined && { note }),
    attributes: { objectType: 'CollectionsCase' },
  };
}
