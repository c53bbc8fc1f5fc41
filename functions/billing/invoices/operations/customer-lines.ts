import { eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { periodStore } from '../../accounts/index.ts';
import type { InvoiceRecord } from '../store/invoice-item.ts';
import { partStore } from '../store/part-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { inflated } from './documents/part-texts.ts';
import { LICENSE_COLUMNS, type LicenseColumn } from './documents/rows-form.ts';

/** A row of the license file as texts, by the names of its columns. */
export type LicenseRow = Readonly<Record<LicenseColumn, string>>;

const CUSTOMER_COLUMN = LICENSE_COLUMNS.indexOf('CustomerId');

/**
 * The seat lines of one customer on an issued invoice, as its file has them. Only the part with the customer is read, and of
 * that no more than up to its last line.
 */
export async function issuedRowsOf(
  { partnerId, invoiceOn }: Pick<InvoiceRecord, 'partnerId' | 'invoiceOn'>,
  customerId: string,
  { table, files }: Pick<InvoicesDeps, 'table' | 'files'>,
): Promise<LicenseRow[]> {
  const period = await periodStore(table).load(partnerId, invoiceOn);
  const range = (period?.plan?.ranges ?? []).findLastIndex(({ from }) => from <= customerId);
  const part = range < 0 ? undefined : await partStore(table).load(partnerId, invoiceOn, range);
  if (!part || part.lineCount === 0) return [];
  const rows = await files.get(part.fileKey);
  invariant(rows, 'the objects of a part are stored');
  const found: LicenseRow[] = [];
  for (const { cells } of eachCsvRecord(inflated(rows))) {
    const of = cells[CUSTOMER_COLUMN]!;
    if (of > customerId) break;
    if (of === customerId) found.push(rowOf(cells.map(plainText)));
  }
  return found;
}

const rowOf = (cells: readonly string[]): LicenseRow =>
  Object.fromEntries(LICENSE_COLUMNS.map((name, column) => [name, cells[column]!])) as LicenseRow;
