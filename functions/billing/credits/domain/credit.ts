import { addDays, addMonths, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';

/**
 * A credit is what the operator grants a partner on one subscription of one customer: a line that gives back, on the invoice of the
 * period in which it was granted (X5).
 */
export const CREDIT_REASONS = ['sla', 'accidentalPurchase', 'duplicateOrder', 'goodwill', 'correction'] as const;
export type CreditReason = (typeof CREDIT_REASONS)[number];

/** Which file has its line: that of seats, or that of metered use. */
export type CreditKind = 'seats' | 'usage';

/** Amounts and prices in minor units of `currency`, before tax (M4); above 0: its line has them negative. */
export interface Credit {
  readonly partnerId: string;
  readonly creditId: string;
  /** What whoever granted it calls it; once for a partner. */
  readonly creditReference: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly kind: CreditKind;
  readonly reason: CreditReason;
  /** Day on which it was granted: its line is posted then, and bears the tax rate of that day. */
  readonly grantedOn: Day;
  /** Billing date of the invoice that has it: a period later for each one that leaves its subscription out. */
  readonly billingOn: Day;
  readonly currency: string;
  readonly amount: bigint;
  readonly unitPrice: bigint;
  /** Seats that it counts for; 1 where it counts for none, 0 of metered use. */
  readonly quantity: number;
  /** Days that the line names: the billing period of the incident, or the day of the grant. */
  readonly chargedFor: DayPeriod;
  /** The numbers that give the line's amount (BIL-9). */
  readonly formula: string;
  /** List price of a seat and month that it counts by, and its price list; only of an SLA credit for seats. */
  readonly list?: { readonly price: string; readonly priceList: string };
  /** The term that the line names; only of seats. */
  readonly term?: CreditTerm;
  readonly serviceRequestId?: string;
  readonly sla?: SlaFacts;
  /** Tells what was granted from another credit of the same reference. */
  readonly content: string;
  readonly status: 'granted' | 'withdrawn';
  readonly version: number;
}

export interface CreditTerm {
  readonly startOn: Day;
  readonly endOn: Day;
  readonly cycle: 'monthly' | 'annual';
}

/** The incident that an SLA credit is for, and what part of the list price it gives back (M5). Percents as decimal texts. */
export interface SlaFacts {
  readonly incidentId: string;
  readonly incidentOn: Day;
  readonly affectedQuantity?: number;
  readonly meterIds?: readonly string[];
  /** Absent where the amount was decided with the claim. */
  readonly creditPercent?: string;
  readonly servicePortionPercent?: string;
  /** The claim that it settles: no claim has two credits. */
  readonly slaClaimId?: string;
}

/** What a line of it is called: with the subscription's id in front it is the line's id. The grant fixes it for good. */
export const creditLineKey = ({ creditId }: Pick<Credit, 'creditId'>): string => `0|${creditEventKey(creditId)}|1`;
export const creditEventKey = (creditId: string): string => `credit:${creditId}`;

/** Months behind the end of the incident's billing period within which a claim is granted (950009). */
const CLAIM_MONTHS: Readonly<Record<CreditKind, number>> = { seats: 1, usage: 2 };

/** M5: whether an SLA credit comes in time. `period` is the billing period of the incident; of the last day's morrow it is late. */
export const isClaimInTime = (kind: CreditKind, period: DayPeriod, grantedOn: Day): boolean =>
  grantedOn < addMonths(period.end, CLAIM_MONTHS[kind]);

/** Days after the purchase within which what was bought by mistake is credited (950009). */
const PURCHASE_DAYS: Readonly<Partial<Record<CreditReason, number>>> = { accidentalPurchase: 90, duplicateOrder: 120 };

/** Whether a credit for a purchase comes in time; other reasons have no window. The last day counts. */
export function isPurchaseInTime(reason: CreditReason, purchasedOn: Day, grantedOn: Day): boolean {
  const days = PURCHASE_DAYS[reason];
  return days === undefined || grantedOn <= addDays(purchasedOn, days);
}
