import { expect, test } from 'vitest';
import { mergedShares, taxShares } from '../../../../functions/billing/history/domain/tax-shares.ts';

test('M4: what bears one rate is added up, whatever lies between, and the highest rate comes first', () => {
  const shares = taxShares();
  shares.add('0', { subtotal: 500n, tax: 0n });
  shares.add('8.25', { subtotal: 1_000n, tax: 83n });
  shares.add('0', { subtotal: -100n, tax: 0n });
  const other = [{ percent: '8.25', subtotal: -10n, tax: -1n }];
  expect(mergedShares([...shares.all(), ...other])).toEqual([
    { percent: '8.25', subtotal: 990n, tax: 82n },
    { percent: '0', subtotal: 400n, tax: 0n },
  ]);
});
