import type { Day } from '../../shared/kernel/time.ts';
import type { EnrolledPartner } from '../support/world.ts';
import type { InvoicedUse } from './metered-invariants.ts';

/** Invoices and notes as a partner reads them. */
export interface WireLine {
  /** The whole id; `subscriptionId` is a short one. */
  readonly syndicationPartnerSubscriptionNumber: string;
  readonly chargeType: string;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
  readonly tax: number;
  readonly totalForCustomer: number;
  readonly lineId: string;
  readonly explanation: { readonly reversesLineId?: string };
}

/** Invoices and notes that were looked at, by id: what was issued stays as it is, so that each is read once. */
export type SeenInvoices = Map<string, SeenInvoice>;
export interface SeenInvoice {
  readonly id: string;
  /** Neither a note nor in the place of another. */
  readonly isFirst: boolean;
  readonly partner: EnrolledPartner;
  readonly header: string;
  /** Its date, which is the end of its period. */
  readonly end: Day;
  readonly lines: readonly WireLine[];
  readonly use: InvoicedUse;
}

export interface WireInvoice {
  readonly id: string;
  readonly documentType: string;
  readonly replaces?: string;
  readonly amendsOf?: string;
  /** Of a void note. */
  readonly replacedBy?: string;
  readonly amendments?: readonly WireInvoice[];
  readonly invoiceDate: string;
  readonly totalCharges: number;
  readonly invoiceDetails: readonly { readonly billingProvider: string }[];
}
