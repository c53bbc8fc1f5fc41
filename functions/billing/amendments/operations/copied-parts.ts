import { invariant } from '../../../../shared/kernel/invariant.ts';
import {
  type FilePart,
  type InvoiceRecord,
  inflated,
  invoiceStore,
  negated,
  noteDocument,
  partStore,
  partsOf,
} from '../../invoices/index.ts';
import { copiedUsage } from './copied-usage.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { keepCopy, storeNotePart } from './note-part.ts';
import { takenBack } from './note-rows.ts';

type Deps = Pick<AmendmentsDeps, 'table' | 'files'>;

/**
 * Writes the lines of a record that has them from others: of a void note those of its invoice and of the notes on that, each
 * taken back; of an invoice in the place of another the same lines under its own number. A part of theirs gives one of its own, so
 * that no more than one lies in memory; what was written before it was interrupted stays.
 */
export async function copyLines(record: InvoiceRecord, deps: Deps): Promise<void> {
  const { lines, note, partnerId } = record;
  if (lines === undefined || note?.noteType === 'adjustment_note') return;
  const known = await partStore(deps.table).ofPeriod(partnerId, noteDocument(lines));
  const done = new Set(known.map(({ range }) => range));
  for (const [range, part] of (await sourcesOf(record, deps)).entries()) {
    if (done.has(range)) continue;
    const to = { record: { ...record, lines }, range };
    const usage = part.usage && (await copiedUsage(part.usage, to, deps));
    if (!note) {
      await keepCopy({ ...part, range, ...(usage && { usage }) }, to, deps);
      continue;
    }
    const [rows, explanations] = await Promise.all([textOf(part.fileKey, deps), textOf(part.explanationsKey, deps)]);
    const texts = takenBack({ rows, explanations }, part.rowsForm, record.invoiceId);
    const sums = { lineCount: part.lineCount, totals: negated(part.totals), ...(usage && { usage }) };
    await storeNotePart({ ...texts, ...sums }, to, deps);
  }
}

/** The parts whose lines a record has. */
async function sourcesOf({ note, replaces }: InvoiceRecord, { table }: Deps): Promise<readonly FilePart[]> {
  const parts: FilePart[] = [];
  for (const invoiceId of note ? [note.amendsOf, ...(note.takesBack ?? [])] : [replaces!]) {
    const document = await invoiceStore(table).ofProgram(invoiceId);
    const held = document && (await partsOf(document, { table }));
    invariant(held, 'what a record has its lines from has been written');
    parts.push(...held);
  }
  return parts;
}

async function textOf(key: string, { files }: Pick<Deps, 'files'>): Promise<string> {
  const bytes = await files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  return inflated(bytes);
}
