import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { putNew, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { fromItem, type InvoiceRecord, toItem } from './invoice-item.ts';
import { invoiceKey, invoicesQuery, numberKey } from './keys.ts';
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

  /** The invoice with a number, if it is the partner's own. */
  async byNumber(partnerId: string, invoiceId: string): Promise<InvoiceRecord | undefined> {
    const owner = await ownerOf(table, invoiceId);
    return owner?.partnerId === partnerId ? this.byDate(partnerId, owner.billingOn) : undefined;
  },

  /** Those of a partner with some dates, newest first. */
  list: (partnerId: string, { from, to, not }: InvoiceDates = {}): SoughtList<InvoiceRecord> =>
    soughtList(table, [invoicesQuery(partnerId, from, to)], {
      of: fromItem,
      isWanted: ({ sk }) => sk !== not,
    }),

  /** Takes a number for a period. Returns false when another period has it. */
  async reserveNumber(invoiceId: string, period: NumberOwner): Promise<boolean> {
    try {
      await table.write([putNew(numberItem.toItem(numberKey(invoiceId), period))]);
      return true;
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
    const owner = await ownerOf(table, invoiceId, { consistent: true });
    return owner?.partnerId === period.partnerId && owner.billingOn === period.billingOn;
  },
});

/** X7: the header is written once. */
export const headerWrite = (invoice: InvoiceRecord): Write => putNew(toItem(invoice));

async function ownerOf(
  table: Table,
  invoiceId: string,
  options: { consistent?: boolean } = {},
): Promise<NumberOwner | undefined> {
  const item = await table.get(numberKey(invoiceId), options);
  return item && numberItem.fromItem(item);
}
