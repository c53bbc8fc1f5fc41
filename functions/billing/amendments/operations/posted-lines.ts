import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type InvoiceRecord, inflated, partsOf } from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { rowsOfSome, usageRowsOfSome } from './note-rows.ts';

/** A row of an invoice as its file has it. */
export interface PostedLine {
  /** The file that it stands in: of seats, or of usage. */
  readonly of: 'license' | 'usage';
  readonly cells: readonly string[];
}

/**
 * A line of each of some subscriptions, by their ids in lower case. Parts are read one after the other until all are found: an
 * adjustment costs a request a part, a second in a hundred of them, and no more memory than one part.
 */
export async function postedLines(
  invoice: InvoiceRecord,
  subscriptionIds: ReadonlySet<string>,
  { table, files }: Pick<AmendmentsDeps, 'table' | 'files'>,
): Promise<ReadonlyMap<string, PostedLine>> {
  const left = new Set([...subscriptionIds].map((id) => id.toLowerCase()));
  const found = new Map<string, PostedLine>();
  const take = async (
    of: PostedLine['of'],
    key: string,
    rowsOf: (rows: string, wanted: ReadonlySet<string>) => ReadonlyMap<string, readonly string[]>,
  ): Promise<void> => {
    if (left.size === 0) return;
    const bytes = await files.get(key);
    invariant(bytes, 'the objects of a part are stored');
    for (const [id, cells] of rowsOf(inflated(bytes), left)) {
      found.set(id, { of, cells });
      left.delete(id);
    }
  };
  for (const { fileKey, usage } of (await partsOf(invoice, { table })) ?? []) {
    await take('license', fileKey, rowsOfSome);
    if (usage) await take('usage', usage.usage.key, usageRowsOfSome);
  }
  return found;
}
