import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type InvoiceRecord, inflated, partsOf } from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { rowsOfSome } from './note-rows.ts';

/** A row of an invoice as its file has it. */
export interface PostedLine {
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
  for (const { fileKey } of (await partsOf(invoice, { table })) ?? []) {
    if (left.size === 0) break;
    const bytes = await files.get(fileKey);
    invariant(bytes, 'the objects of a part are stored');
    for (const [id, cells] of rowsOfSome(inflated(bytes), left)) {
      found.set(id, { cells });
      left.delete(id);
    }
  }
  return found;
}
