import type { Table } from '../../../../shared/dynamo/table.ts';
import type { InvoiceRecord } from '../store/invoice-item.ts';
import { noteDocument } from '../store/keys.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';

/**
 * The parts that hold the lines of an invoice or a note, in order. An invoice of seats in the place of another has those of
 * the period, as the other has. Undefined where its lines are still being written.
 */
export async function partsOf(
  { partnerId, invoiceOn, lineCount, usage, lines, isUnwritten }: InvoiceRecord,
  { table }: { readonly table: Table },
): Promise<readonly FilePart[] | undefined> {
  const parts = await partStore(table).ofPeriod(partnerId, lines ? noteDocument(lines) : invoiceOn);
  const held = parts.reduce((sum, part) => sum + part.lineCount + (part.usage?.usage.rowCount ?? 0), 0);
  return lines && isUnwritten && held < lineCount + (usage?.lineCount ?? 0) ? undefined : parts;
}
