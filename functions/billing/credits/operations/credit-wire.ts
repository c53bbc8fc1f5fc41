import type * as z from 'zod';
import { given } from '../../../../shared/kernel/given.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { lineIdOf, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { PeriodRow } from '../../accounts/index.ts';
import { type Credit, creditLineKey } from '../domain/credit.ts';
import type * as s from '../schemas.ts';

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** A credit as the operator and its partner see it. `period`: the one whose invoice has it; undefined where it has not begun. */
export function toWireCredit(credit: Credit, period: PeriodRow | undefined): z.input<typeof s.CreditGrant> {
  const { currency, sla, status, subscriptionId } = credit;
  const invoiceId = status === 'granted' ? period?.invoiceId : undefined;
  return {
    id: credit.creditId,
    creditReference: credit.creditReference,
    customerId: credit.customerId,
    subscriptionId: shownId(subscriptionId),
    reason: credit.reason,
    amount: amountNumber({ minorUnits: credit.amount, currency }),
    currencyCode: currency,
    formula: credit.formula,
    grantedDate: toWireDay(credit.grantedOn),
    ...given({ serviceRequestId: credit.serviceRequestId }),
    ...(sla && {
      incidentId: sla.incidentId,
      incidentDate: toWireDay(sla.incidentOn),
      ...given({
        affectedQuantity: sla.affectedQuantity,
        meterIds: sla.meterIds && [...sla.meterIds],
        creditPercent: numberOf(sla.creditPercent),
        servicePortionPercent: numberOf(sla.servicePortionPercent),
        slaClaimId: sla.slaClaimId,
      }),
    }),
    status: invoiceId === undefined ? status : 'invoiced',
    lineId: lineIdOf(subscriptionId, creditLineKey(credit)),
    ...(invoiceId !== undefined && { invoiceId }),
    attributes: { objectType: 'CreditGrant' },
  };
}
