import { InvoiceAdjusted, InvoiceVoided } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import type { CallBase } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  type AccountBalance,
  accountStore,
  type BillingAccount,
  invoiceIssued,
  movementWrites,
  noteIssued,
} from '../../accounts/index.ts';
import { headerWrite, type InvoiceRecord, invoiceStore, isVoid, keyOf, toWireInvoice } from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';

/** An issued invoice that may be amended, with all that an amendment goes by. */
export interface Amended {
  readonly invoice: InvoiceRecord;
  readonly notes: readonly InvoiceRecord[];
  readonly account: BillingAccount;
  readonly balance: AccountBalance;
  /** Where the next note goes: of two at once one is refused, and looks again. */
  readonly noteNo: number;
}

/** The invoice with a number, as it is now; refused for a note, and for an invoice that was voided (L7). */
export async function amendable(
  invoiceId: string,
  { table }: Pick<AmendmentsDeps, 'table'>,
): Promise<Result<Amended, Refusal<'resource_not_found' | 'wrong_state'>>> {
  const invoice = await invoiceStore(table).ofProgram(invoiceId);
  if (!invoice) return refuse('resource_not_found');
  if (invoice.note) return refuse('wrong_state', { description: `It is a note on invoice ${invoice.note.amendsOf}.` });
  const notes = await invoiceStore(table).notesOn(invoice, { consistent: true });
  if (isVoid(notes)) return refuse('wrong_state', { description: 'It was voided.' });
  const account = await accountStore(table).load(invoice.partnerId);
  invariant(account, 'a partner with an invoice has an account');
  const balance = await accountStore(table).balance(invoice.partnerId, invoice.currency);
  return ok({ invoice, notes, account, balance, noteNo: notes.length + 1 });
}

/** What a record is until its documents are written. */
export const unwritten = ({
  markedFileKey: _,
  usageFiles: __,
  receiptKey: ___,
  ...record
}: InvoiceRecord): InvoiceRecord => ({
  ...record,
  isUnwritten: true,
  version: 1,
});

/**
 * Stores what was decided in one transaction: notes, an invoice in the place of the other, the balance, the event and the answer.
 * Then statements and files are asked for; if that is lost, a job does.
 *
 * @throws WriteConflictError when somebody amended the invoice or moved the balance meanwhile.
 */
export async function store(
  { invoice, notes, balance }: Amended,
  { note, replacement }: { readonly note: InvoiceRecord; readonly replacement?: InvoiceRecord },
  call: Pick<CallBase, 'at' | 'once'> & { readonly cause: Parameters<typeof outboxWrite>[0]['cause'] },
  { table, documentsQueue }: AmendmentsDeps,
) {
  const reply = { status: 201 as const, body: toWireInvoice(invoice, [...notes, note]) };
  const issued = replacement ? [note, replacement] : [note];
  const on = utcDay(call.at);
  await table.write([
    ...issued.map(headerWrite),
    ...movementWrites(invoice.partnerId, balance, [
      noteIssued({ noteId: note.invoiceId, totals: note.totals }, invoice, on),
      ...(replacement ? [invoiceIssued(replacement, on)] : []),
    ]),
    ...noteEvent(note, call),
    ...call.once.complete(reply),
  ]);
  await documentsQueue.send([
    ...issued.map(({ invoiceId }) => ({ kind: 'documents' as const, invoiceId, at: call.at })),
    { kind: 'settle', partnerId: invoice.partnerId, at: call.at },
  ]);
  return reply;
}

function noteEvent(note: InvoiceRecord, { at, cause }: Pick<Parameters<typeof store>[2], 'at' | 'cause'>): Write[] {
  const { partnerId, invoiceId: noteId, totals, currency } = note;
  const { noteType, amendsOf: invoiceId, replacedBy } = note.note!;
  const about = { tenantId: partnerId, aggregateId: noteId, occurredAt: at };
  const detail = {
    ...{ invoiceId, partnerId, noteId },
    totalCharges: toMoneyWire({ minorUnits: totals.total, currency }),
  };
  const event =
    noteType === 'void_note'
      ? newEvent(InvoiceVoided, about, { ...detail, ...(replacedBy && { replacedBy }) })
      : newEvent(InvoiceAdjusted, about, detail);
  return outboxWrite({ aggregate: keyOf(note), version: 1, events: [event], cause });
}
