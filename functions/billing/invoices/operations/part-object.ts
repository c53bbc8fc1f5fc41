import { createHash } from 'node:crypto';
import type { PeriodRow } from '../../accounts/index.ts';

/** Named by its content: a second computation that differs cannot overwrite what the first part points to. */
export const partObject = (row: PeriodRow, range: number, kind: string, bytes: Uint8Array): string => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return `billing/${row.partnerId}/${row.end}/${kind}/${String(range).padStart(5, '0')}-${hash}.deflate`;
};
