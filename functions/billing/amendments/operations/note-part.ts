import { createHash } from 'node:crypto';
import { deflateText } from '../../../../shared/messaging/deflated.ts';
import { type FilePart, type InvoiceRecord, noteDocument, partStore } from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { NOTE_ROWS_FORM, type RowTexts } from './note-rows.ts';

/** Whose lines a part holds, and which of its parts it is. */
export interface CopyTo {
  readonly record: Pick<InvoiceRecord, 'invoiceId' | 'partnerId' | 'invoiceOn'> & {
    readonly lines: string;
    readonly note?: unknown;
  };
  readonly range: number;
}

/** Puts an object of a part, named by its content, so that what is computed twice never overwrites what a part points to. */
export async function putNoteObject(
  kind: string,
  bytes: Uint8Array,
  { record, range }: CopyTo,
  { files }: Pick<AmendmentsDeps, 'files'>,
): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const folder = `billing/${record.partnerId}/${record.invoiceOn}/notes/${record.lines}`;
  const key = `${folder}/${kind}-${String(range).padStart(5, '0')}-${hash}.deflate`;
  await files.put(key, bytes, { contentType: 'application/octet-stream' });
  return key;
}

/** Stores lines as a part of a record's file: objects first, then the part, once. */
export async function storeNotePart(
  { rows, explanations, ...about }: RowTexts & Pick<FilePart, 'lineCount' | 'totals' | 'usage'>,
  to: CopyTo,
  deps: Pick<AmendmentsDeps, 'table' | 'files'>,
): Promise<void> {
  const { bytes, ...sizes } = deflateText(rows);
  const fileKey = await putNoteObject('license', bytes, to, deps);
  const explanationsKey = await putNoteObject('explanations', deflateText(explanations).bytes, to, deps);
  await keepCopy({ ...about, range: to.range, fileKey, explanationsKey, ...sizes, rowsForm: NOTE_ROWS_FORM }, to, deps);
}

/** Keeps a part of a record's own lines. */
export const keepCopy = (part: FilePart, { record }: CopyTo, { table }: Pick<AmendmentsDeps, 'table'>) =>
  partStore(table).keep(record.partnerId, noteDocument(record.lines), part);
