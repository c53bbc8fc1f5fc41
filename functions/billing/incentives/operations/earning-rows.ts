import { createHash } from 'node:crypto';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { deflateText } from '../../../../shared/messaging/deflated.ts';
import { inflated } from '../../invoices/index.ts';
import type { LineEarning } from '../domain/earning.ts';
import type { IncentivesDeps } from './dependencies.ts';

/** Earnings of a part as they lie beside the table: a row each, in the order of the lines; amounts in minor units. */
const rowOf = ({ lineId, ruleId, transaction, ratePercent, earning }: LineEarning): string =>
  `${[lineId, ruleId, transaction, ratePercent, earning].join('\t')}\n`;

function readRow(row: string): LineEarning {
  const [lineId, ruleId, transaction, ratePercent, earning] = row.split('\t') as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { lineId, ruleId, transaction: BigInt(transaction), ratePercent, earning: BigInt(earning) };
}

/** Puts the earnings of a part, named by their content, and gives the key of the object. */
export async function storeEarnings(
  { partnerId, documentId, part }: { readonly partnerId: string; readonly documentId: string; readonly part: number },
  earnings: readonly LineEarning[],
  { files }: Pick<IncentivesDeps, 'files'>,
): Promise<string> {
  const { bytes } = deflateText(earnings.map(rowOf).join(''));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const key = `billing/${partnerId}/earnings/${documentId}/${String(part).padStart(5, '0')}-${hash}.deflate`;
  await files.put(key, bytes, { contentType: 'application/octet-stream' });
  return key;
}

/** The earnings of a part, in order. */
export async function earningsAt(key: string, { files }: Pick<IncentivesDeps, 'files'>): Promise<LineEarning[]> {
  const bytes = await files.get(key);
  invariant(bytes, 'the earnings of a part are stored');
  return inflated(bytes)
    .split('\n')
    .flatMap((row) => (row === '' ? [] : readRow(row)));
}
