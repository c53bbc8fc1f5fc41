/** What customers of one country were billed for products of one family, in minor units: a part of what documents come to (BIL-12). */
export interface Revenue {
  readonly country: string;
  readonly family: string;
  readonly subtotal: bigint;
  readonly tax: bigint;
}

/** Sums by country and family, in that order. */
export function summedRevenue(rows: Iterable<Revenue>): readonly Revenue[] {
  const sums = new Map<string, Revenue>();
  for (const { country, family, subtotal, tax } of rows) {
    const key = `${country}\u0000${family}`;
    const before = sums.get(key) ?? { subtotal: 0n, tax: 0n };
    sums.set(key, { country, family, subtotal: before.subtotal + subtotal, tax: before.tax + tax });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
