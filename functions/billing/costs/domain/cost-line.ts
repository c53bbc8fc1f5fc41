import type { Day } from '../../../../shared/kernel/time.ts';

/** A charge or credit of one customer as service costs show it, with what the partner pays for it. */
export interface CostLine {
  /** Days that it charges, [start, end). */
  readonly start: Day;
  readonly end: Day;
  readonly friendlyName: string;
  readonly subscriptionId: string;
  readonly orderId: string;
  readonly offerId: string;
  readonly offerName: string;
  /** Network id of the reseller of record; empty when there is none. */
  readonly reseller: string;
  readonly chargeType: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** Minor units of the billing currency. */
  readonly pretax: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** What lines sum to, exactly. */
export const costOf = (lines: readonly CostLine[]): Pick<CostLine, 'pretax' | 'tax' | 'total'> =>
  lines.reduce(
    (sum, { pretax, tax, total }) => ({ pretax: sum.pretax + pretax, tax: sum.tax + tax, total: sum.total + total }),
    { pretax: 0n, tax: 0n, total: 0n },
  );
