import { expect, test } from 'vitest';
import { availableCredit } from '../../../../functions/billing/credit-limits/domain/credit.ts';

test.each([
  [10_000n, { receivable: 0n, unallocated: 0n, creditBalance: 0n }, 0n, 10_000n, 'nothing is owed'],
  [
    10_000n,
    { receivable: 3_200n, unallocated: 0n, creditBalance: 0n },
    1_600n,
    5_200n,
    'unpaid invoices and unbilled charges',
  ],
  [
    10_000n,
    { receivable: 3_200n, unallocated: -500n, creditBalance: -100n },
    1_600n,
    5_800n,
    'more what was paid too much',
  ],
  [1_000n, { receivable: 3_200n, unallocated: 0n, creditBalance: 0n }, 0n, -2_200n, 'more is owed than the limit'],
  [0n, { receivable: 0n, unallocated: -700n, creditBalance: 0n }, 0n, 700n, 'only what was paid before may be ordered'],
])('BIL-5: of %s, with %o and %s unbilled, %s are available: %s', (limit, books, unbilled, expected) => {
  expect(availableCredit({ limit, books, unbilled })).toBe(expected);
});
