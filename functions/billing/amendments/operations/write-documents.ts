import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import {
  invoiceStore,
  issuedEvent,
  partsOf,
  type RunDeps,
  storeDocuments,
  writtenWrite,
} from '../../invoices/index.ts';
import { copyLines } from './copied-parts.ts';
import type { DocumentsMessage } from './documents-message.ts';

export type DocumentsOutcome = 'written' | 'settled';

/**
 * Writes statement and files of what was issued without them, and says of an invoice that it is out. All of it may be repeated:
 * documents are named by their content, and the record takes the first ones.
 */
export async function writeDocuments({ invoiceId, at }: DocumentsMessage, deps: RunDeps): Promise<DocumentsOutcome> {
  const record = await invoiceStore(deps.table).ofProgram(invoiceId);
  if (!record?.isUnwritten) return 'settled';
  const account = await accountStore(deps.table).load(record.partnerId);
  invariant(account, 'a partner with an invoice has an account');
  await copyLines(record, deps);
  const parts = await partsOf(record, deps);
  invariant(parts, 'the lines of a note are written before its file');
  const documents = await storeDocuments({ invoice: record, account, parts }, deps);
  const about = { at: instant(at), runId: `documents of ${invoiceId}` };
  // A payment may have come meanwhile: the record keeps what it has of it.
  return retryOnConflict(async () => {
    const now = await invoiceStore(deps.table).ofProgram(invoiceId);
    if (!now?.isUnwritten) return 'settled';
    await deps.table.write([
      writtenWrite({ ...now, ...documents }),
      ...(record.note ? [] : issuedEvent(record, about)),
    ]);
    return 'written';
  });
}
