import {
  allOf,
  type Item,
  putNew,
  type Table,
  type Write,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Totals } from '../../history/index.ts';
import type { Invoice } from '../domain/invoice.ts';
import { invoiceKey, invoicesQuery, numberKey } from './keys.ts';

/** The issued invoice with the objects that belong to it. */
export interface InvoiceRecord extends Invoice {
  /** They are where what was issued is kept for good; those of before lie among the parts. */
  readonly areIssuedApart?: boolean | undefined;
  readonly statementKey: string;
  readonly licenseFileKey: string;
  /** The same file with a byte-order mark, where it is too large to be handed out in an answer. */
  readonly markedFileKey?: string;
  readonly licenseFileBytes: number;
  readonly licenseTextBytes: number;
}

export const invoiceStore = (table: Table) => ({
  async byDate(partnerId: string, billingOn: Day): Promise<InvoiceRecord | undefined> {
    const item = await table.get(invoiceKey(partnerId, billingOn));
    return item && fromItem(item);
  },

  /** The invoice with a number, if it is the partner's own. */
  async byNumber(partnerId: string, invoiceId: string): Promise<InvoiceRecord | undefined> {
    const number = await table.get(numberKey(invoiceId));
    if (number?.partnerId !== partnerId) return undefined;
    const item = await table.get(invoiceKey(partnerId, number.billingOn as Day));
    return item && fromItem(item);
  },

  /** All of a partner, newest first: some dozens. */
  async list(partnerId: string): Promise<InvoiceRecord[]> {
    return (await allOf(table, invoicesQuery(partnerId))).map(fromItem);
  },

  /** Takes a number for a period. Returns false when another period has it. */
  async reserveNumber(invoiceId: string, period: { partnerId: string; billingOn: Day }): Promise<boolean> {
    const key = numberKey(invoiceId);
    try {
      await table.write([putNew({ ...key, ...period })]);
      return true;
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
    const owner = await table.get(key, { consistent: true });
    return owner?.partnerId === period.partnerId && owner.billingOn === period.billingOn;
  },
});

/** X7: the header is written once. */
export const headerWrite = (invoice: InvoiceRecord): Write =>
  putNew({
    ...invoiceKey(invoice.partnerId, invoice.invoiceOn),
    ...invoice,
    totals: asTexts(invoice.totals),
    paid: String(invoice.paid),
    previousBalance: String(invoice.previousBalance),
    charges: invoice.charges.map((charge) => ({ ...charge, amount: String(charge.amount) })),
  });

const asTexts = (totals: Totals): Record<string, string> =>
  Object.fromEntries(Object.entries(totals).map(([name, minorUnits]) => [name, String(minorUnits)]));

function fromItem(item: Item): InvoiceRecord {
  const stored = item as unknown as InvoiceRecord;
  const totals = item.totals as Record<keyof Totals, string>;
  const charges = item.charges as { family: string; product: string; amount: string }[];
  const { pk: _, sk: __, ...about } = item;
  return {
    ...(about as unknown as InvoiceRecord),
    totals: {
      amount: BigInt(totals.amount),
      discount: BigInt(totals.discount),
      subtotal: BigInt(totals.subtotal),
      tax: BigInt(totals.tax),
      total: BigInt(totals.total),
    },
    paid: BigInt(stored.paid as unknown as string),
    previousBalance: BigInt(stored.previousBalance as unknown as string),
    charges: charges.map((charge) => ({ ...charge, amount: BigInt(charge.amount) })),
  };
}
