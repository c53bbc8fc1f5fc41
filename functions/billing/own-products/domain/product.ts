/** How often a product is charged: at the start of each month or year, or once. */
export const BILLING_FREQUENCIES = ['monthly', 'annual', 'oneTime'] as const;
export type BillingFrequency = (typeof BILLING_FREQUENCIES)[number];

export const PRODUCT_STATUSES = ['active', 'retired'] as const;

/** What a partner sells of its own beside the program (BIL-7). */
export interface Product {
  readonly partnerId: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly billingFrequency: BillingFrequency;
  /** Of one for a month, a year, or once; exact decimal text in {@link currency}. */
  readonly unitPrice: string;
  /** The partner's billing currency. */
  readonly currency: string;
  readonly isTaxable: boolean;
  /** What is retired is assigned to nobody any more; what was assigned goes on. */
  readonly status: (typeof PRODUCT_STATUSES)[number];
  readonly version: number;
}
