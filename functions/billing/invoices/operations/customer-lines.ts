import { eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { periodStore } from '../../accounts/index.ts';
import type { InvoiceRecord } from '../store/invoice-item.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { inflated } from './documents/part-texts.ts';
import { USAGE_COLUMNS } from './documents/reconciliation-headers.ts';
import { LICENSE_COLUMNS, type LicenseColumn } from './documents/rows-form.ts';
import { partsOf } from './parts-of.ts';

/** A row of the license file as texts, by the names of its columns. */
export type LicenseRow = Readonly<Record<LicenseColumn, string>>;

/** A row of the usage file likewise, as far as it tells what a customer costs. */
export type UsageRow = Readonly<
  Record<
    | 'CustomerCompanyName'
    | 'ResellerMPNID'
    | 'ChargeStartDate'
    | 'ChargeEndDate'
    | 'SubscriptionId'
    | 'SubscriptionName'
    | 'SubscriptionDescription'
    | 'OrderID'
    | 'OverageQuantity'
    | 'ListPrice'
    | 'PretaxCharges'
    | 'TaxAmount'
    | 'PostTaxTotal'
    | 'Currency'
    | 'ChargeType',
    string
  >
>;

/** What a customer is charged for on an invoice: rows of its files. */
export interface IssuedRows {
  readonly seats: readonly LicenseRow[];
  readonly usage: readonly UsageRow[];
}

/**
 * The lines of one customer on an issued invoice, as its files have them, and those of the notes that correct it. Only the parts of
 * its range are read, one after the other, and of each no more than up to its last line; a note has some lines.
 */
export async function issuedRowsOf(
  { partnerId, invoiceOn }: Pick<InvoiceRecord, 'partnerId' | 'invoiceOn'>,
  notes: readonly InvoiceRecord[],
  customerId: string,
  { table, files }: Pick<InvoicesDeps, 'table' | 'files'>,
): Promise<IssuedRows> {
  const period = await periodStore(table).load(partnerId, invoiceOn);
  const range = (period?.plan?.ranges ?? []).findLastIndex(({ from }) => from <= customerId);
  const parts = range < 0 ? [] : await partStore(table).ofRange(partnerId, invoiceOn, range);
  const held = parts.map((part): [part: FilePart, isSorted: boolean] => [part, true]);
  for (const note of notes) for (const each of (await partsOf(note, { table })) ?? []) held.push([each, false]);
  const seats: LicenseRow[] = [];
  const usage: UsageRow[] = [];
  for (const [{ fileKey, usage: used }, isSorted] of held) {
    const whose = { customerId, isSorted };
    seats.push(...(await rowsOf<LicenseRow>(LICENSE_COLUMNS, fileKey, whose, files)));
    if (used) usage.push(...(await rowsOf<UsageRow>(USAGE_COLUMNS, used.usage.key, whose, files)));
  }
  return { seats, usage };
}

async function rowsOf<Row>(
  columns: readonly string[],
  key: string,
  { customerId, isSorted }: { customerId: string; isSorted: boolean },
  files: InvoicesDeps['files'],
): Promise<Row[]> {
  const bytes = await files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  const customerColumn = columns.indexOf('CustomerId');
  const found: Row[] = [];
  for (const { cells } of eachCsvRecord(inflated(bytes))) {
    const of = cells[customerColumn]!;
    if (isSorted && of > customerId) break;
    if (of !== customerId) continue;
    const texts = columns.map((name, column) => [name, plainText(cells[column]!)]);
    found.push(Object.fromEntries(texts) as Row);
  }
  return found;
}
