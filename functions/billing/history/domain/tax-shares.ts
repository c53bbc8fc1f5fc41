import type { Totals } from './totals.ts';

/** What of a bill bears one tax rate, in minor units (M4). */
export interface TaxShare {
  /** Percent as decimal text. */
  readonly percent: string;
  /** Before tax. */
  readonly subtotal: bigint;
  /** Sum of the lines' taxes: each is rounded for itself. */
  readonly tax: bigint;
}

export interface TaxShares {
  add(percent: string, money: Pick<Totals, 'subtotal' | 'tax'>): void;
  /** One for each rate, in any order. */
  all(): readonly TaxShare[];
}

/** Adds up what bears each rate. A run adds every line, nearly always to the rate of the line before. */
export function taxShares(): TaxShares {
  const shares = new Map<string, { percent: string; subtotal: bigint; tax: bigint }>();
  let last: { percent: string; subtotal: bigint; tax: bigint } | undefined;
  return {
    add(percent, { subtotal, tax }) {
      if (last?.percent !== percent) {
        last = shares.get(percent) ?? { percent, subtotal: 0n, tax: 0n };
        shares.set(percent, last);
      }
      last.subtotal += subtotal;
      if (tax !== 0n) last.tax += tax;
    },
    all: () => [...shares.values()],
  };
}

/** Those of several bills together, the highest rate first. */
export function mergedShares(shares: Iterable<TaxShare>): readonly TaxShare[] {
  const merged = taxShares();
  for (const share of shares) merged.add(share.percent, share);
  return [...merged.all()].sort((a, b) => Number(b.percent) - Number(a.percent));
}
