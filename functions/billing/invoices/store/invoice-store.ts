import { joinedList, type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { allOf, pagesOf, putNew, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { VoidedInvoice } from '../../usage/index.ts';
import { fromItem, type InvoiceRecord, keyOf, toItem } from './invoice-item.ts';
import {
  amendedOf,
  billingDayOf,
  invoiceKey,
  invoicesQuery,
  noteKey,
  notesBehindQuery,
  notesQuery,
  numberKey,
} from './keys.ts';
import { type NumberOwner, numberItem } from './number-item.ts';

/** Dates of invoices: both days belong to them, `not` does not. */
export interface InvoiceDates {
  readonly from?: Day;
  readonly to?: Day;
  readonly not?: Day;
}

export const invoiceStore = (table: Table) => ({
  async byDate(partnerId: string, billingOn: Day): Promise<InvoiceRecord | undefined> {
    const item = await table.get(invoiceKey(partnerId, billingOn));
    return item && fromItem(item);
  },

  /** The invoice or note with a number, if it is the partner's own. */
  async byNumber(partnerId: string, invoiceId: string): Promise<InvoiceRecord | undefined> {
    const found = await ownerOf(table, invoiceId);
    return found?.partnerId === partnerId ? this.load(found) : undefined;
  },

  /** The same whoever's it is, as the operator asks for it: consistently. */
  async ofProgram(invoiceId: string): Promise<InvoiceRecord | undefined> {
    const found = await ownerOf(table, invoiceId, { consistent: true });
    return found && this.load(found, { consistent: true });
  },

  async load(
    { partnerId, billingOn, issue, noteNo }: NumberOwner,
    options: { consistent?: boolean } = {},
  ): Promise<InvoiceRecord | undefined> {
    const key =
      noteNo === undefined
        ? invoiceKey(partnerId, billingOn, issue)
        : noteKey(partnerId, { billingOn, ...(issue && { issue }) }, noteNo);
    const item = await table.get(key, options);
    return item && fromItem(item);
  },

  /** The notes on one invoice, in order. */
  async notesOn(invoice: InvoiceRecord, options: { consistent?: boolean } = {}): Promise<readonly InvoiceRecord[]> {
    const { sk } = keyOf(invoice);
    const items = await allOf(table, { ...notesQuery(invoice.partnerId, sk, sk), ...options });
    return items.map(fromItem);
  },

  /**
   * Invoices of later dates than a day that were voided and have none in their place, by date. It reads what there is of notes,
   * mostly nothing.
   */
  async voidedBehind(partnerId: string, on: Day): Promise<VoidedInvoice[]> {
    const found: VoidedInvoice[] = [];
    for await (const page of pagesOf(table, notesBehindQuery(partnerId, on)))
      for (const item of page) {
        const { invoiceOn, note } = fromItem(item);
        if (note?.noteType === 'void_note' && note.replacedBy === undefined)
          found.push({ invoiceOn, voidedOn: note.issuedOn });
      }
    return found;
  },

  /** The notes on each of some invoices that follow each other in a list: one query, which mostly finds none. */
  notesOnEach: (invoices: readonly InvoiceRecord[]) => notesOnEach(table, invoices),

  /** Those of a partner with some dates, newest first. */
  list: (partnerId: string, { from, to, not }: InvoiceDates = {}): SoughtList<InvoiceRecord> =>
    soughtList(table, [invoicesQuery(partnerId, from, to)], {
      of: fromItem,
      isWanted: ({ sk }) => billingDayOf(sk) !== not,
    }),

  /** A partner's invoices with the notes on each, newest first: what `of` makes of them, where it wants them. */
  amended: <T>(
    partnerId: string,
    of: (invoice: InvoiceRecord, notes: readonly InvoiceRecord[]) => T | undefined,
  ): SoughtList<T> =>
    joinedList(table, [invoicesQuery(partnerId)], {
      itemsMax: JOINED_MAX,
      async join(items) {
        const invoices = items.map(fromItem);
        const notes = await notesOnEach(table, invoices);
        return invoices.map((invoice) => of(invoice, notes.get(invoice.invoiceId) ?? []));
      },
    }),

  /** A partner's invoices from a billing date on with the notes on each, newest first, consistently, a page at a time. */
  since: (partnerId: string, from: Day) => invoicesSince(table, partnerId, from),

  /** Takes a number for a document. Returns false when another one has it. */
  async reserveNumber(invoiceId: string, period: NumberOwner): Promise<boolean> {
    try {
      await table.write([putNew(numberItem.toItem(numberKey(invoiceId), period))]);
      return true;
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
    const owner = await ownerOf(table, invoiceId, { consistent: true });
    const { partnerId, billingOn, issue, noteNo } = period;
    return (
      owner?.partnerId === partnerId &&
      owner.billingOn === billingOn &&
      owner.issue === issue &&
      owner.noteNo === noteNo
    );
  },
});

/** X7: the header is written once. */
export const headerWrite = (invoice: InvoiceRecord): Write => putNew(toItem(invoice));

/** Puts the documents of an issued record to it, once. */
export const writtenWrite = ({ isUnwritten: _, ...record }: InvoiceRecord): Write => changedWrite(record);

/** What an invoice has, as it is now: of payments, of credit, and what of it was given up. */
export const paidWrite = (
  record: InvoiceRecord,
  { paid, credited, writtenOff }: Pick<InvoiceRecord, 'paid' | 'credited' | 'writtenOff'>,
): Write => changedWrite({ ...record, paid, ...given({ credited, writtenOff }) });

/** On condition that nobody wrote the record since; those of a run have no version until they are written again. */
const changedWrite = ({ version, ...record }: InvoiceRecord): Write => ({
  put: toItem({ ...record, version: (version ?? 0) + 1 }),
  if: { kind: 'equals', values: { version } },
});

async function* invoicesSince(table: Table, partnerId: string, from: Day) {
  for await (const page of pagesOf(table, { ...invoicesQuery(partnerId, from), consistent: true })) {
    const invoices = page.map(fromItem);
    const notes = await notesOnEach(table, invoices, { consistent: true });
    yield invoices.map((invoice) => ({ invoice, notes: notes.get(invoice.invoiceId) ?? [] }));
  }
}

async function ownerOf(
  table: Table,
  invoiceId: string,
  options: { consistent?: boolean } = {},
): Promise<NumberOwner | undefined> {
  const item = await table.get(numberKey(invoiceId), options);
  return item && numberItem.fromItem(item);
}

/** Invoices that are looked at for a page of those with some status. */
const JOINED_MAX = 500;

async function notesOnEach(
  table: Table,
  invoices: readonly InvoiceRecord[],
  options: { consistent?: boolean } = {},
): Promise<ReadonlyMap<string, readonly InvoiceRecord[]>> {
  const notes = new Map<string, InvoiceRecord[]>();
  if (invoices.length === 0) return notes;
  const numbers = new Map(invoices.map((invoice) => [keyOf(invoice).sk, invoice.invoiceId]));
  const keys = [...numbers.keys()].sort();
  for (const item of await allOf(table, {
    ...notesQuery(invoices[0]!.partnerId, keys[0]!, keys.at(-1)!),
    ...options,
  })) {
    const invoiceId = numbers.get(amendedOf(item.sk));
    if (invoiceId !== undefined) notes.set(invoiceId, [...(notes.get(invoiceId) ?? []), fromItem(item)]);
  }
  return notes;
}
