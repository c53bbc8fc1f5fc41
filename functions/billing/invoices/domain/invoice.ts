import type { Day } from '../../../../shared/kernel/time.ts';
import type { Totals } from '../../history/domain/totals.ts';

/** Charges of one product before tax: what an invoice shows instead of customers (BIL-2). */
export interface ProductCharge {
  readonly family: string;
  readonly product: string;
  /** Minor units. */
  readonly amount: bigint;
}

/** What metered services of a period cost; a part of the invoice's totals. */
export interface InvoicedUsage {
  readonly lineCount: number;
  /** Rows of the daily file, and of the rated one. */
  readonly dayCount: number;
  readonly ratedCount: number;
  readonly totals: Totals;
}

/** One partner's invoice of one period. Amounts in minor units of `currency`. */
export interface Invoice {
  readonly invoiceId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly periodStartOn: Day;
  /** Billing date: the day after the period's last. */
  readonly invoiceOn: Day;
  readonly dueOn: Day;
  /** Lines of seats. */
  readonly lineCount: number;
  readonly totals: Totals;
  /** Only of an invoice that has usage. */
  readonly usage?: InvoicedUsage;
  readonly paid: bigint;
  readonly previousBalance: bigint;
  readonly charges: readonly ProductCharge[];
}

/** Charges by family and product, in that order, from totals by offer (BIL-2). Equal names are one product. */
export function chargesByProduct(
  byOffer: Iterable<readonly [string, Totals]>,
  productOf: (offerId: string) => { family: string; product: string },
): ProductCharge[] {
  const charges = new Map<string, ProductCharge>();
  for (const [offerId, { subtotal }] of byOffer) {
    const { family, product } = productOf(offerId);
    const key = `${family}\u0000${product}`;
    charges.set(key, { family, product, amount: (charges.get(key)?.amount ?? 0n) + subtotal });
  }
  return [...charges.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, charge]) => charge);
}
