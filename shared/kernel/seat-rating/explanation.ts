/**
 * BIL-9: what made a line. A reason is the event and the row of the contract's rules that posted it.
 */
export interface ReasonText {
  readonly event: string;
  readonly rule: string;
}

export const REASONS = {
  purchase: { event: 'SubscriptionCreated', rule: 'R7 purchase' },
  cycle: { event: 'cycle start', rule: 'R7 monthly cycle start' },
  renewal: { event: 'SubscriptionRenewed', rule: 'R7 renewal' },
  quantity: { event: 'SubscriptionUpdated', rule: 'R7 quantity' },
  billingCycle: { event: 'SubscriptionUpdated', rule: 'R7 billing cycle change' },
  fullRefund: { event: 'SubscriptionSuspended', rule: 'R7 suspension within 30 days' },
  suspension: { event: 'SubscriptionSuspended', rule: 'R7 suspension' },
  earlyTermination: { event: 'SubscriptionSuspended', rule: 'R11 early termination fee' },
  succession: { event: 'SubscriptionRehomed', rule: 'R12 succession' },
  reactivation: { event: 'SubscriptionReactivated', rule: 'R7 reactivation' },
  newTerm: { event: 'SubscriptionReactivated', rule: 'R7 reactivation after the term end' },
  voiding: { event: 'InvoiceVoided', rule: 'L7 void' },
  adjustment: { event: 'InvoiceAdjusted', rule: 'L7 adjustment' },
  sla: { event: 'CreditGranted', rule: 'M5 SLA credit' },
  accidentalPurchase: { event: 'CreditGranted', rule: 'M5 credit for an accidental purchase' },
  duplicateOrder: { event: 'CreditGranted', rule: 'M5 credit for a duplicate order' },
  goodwill: { event: 'CreditGranted', rule: 'M5 goodwill credit' },
  correction: { event: 'CreditGranted', rule: 'M5 correction' },
  missedCycle: { event: 'cycle start', rule: 'R7 cycle of a late event' },
} as const satisfies Record<string, ReasonText>;

export type Reason = keyof typeof REASONS;

/** The numbers that give an amount before its one rounding: seats × price of a cycle × days of the cycle. */
export function seatFormula(line: {
  readonly quantity: number;
  readonly cyclePrice: string;
  readonly days: number;
  readonly cycleDays: number;
  readonly isCredit: boolean;
}): string {
  const product = `${line.quantity} x ${line.cyclePrice} x ${line.days}/${line.cycleDays}`;
  return line.isCredit ? `-(${product})` : product;
}
