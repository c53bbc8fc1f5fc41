import type { CustomerRowResult, CustomerRowsFile } from '../../../../events/customer-rows.ts';
import type { Awaited } from '../domain/import.ts';
import { agreementBody, customerBody, ofColumn } from '../domain/row-bodies.ts';
import { failedRow, type RowResult } from '../domain/row-result.ts';
import type { JudgedRow } from './judge-rows.ts';

/** Rows for tenancy, as its file has them. */
export const handedRows = (mode: Awaited['mode'], rows: readonly JudgedRow[]): CustomerRowsFile => ({
  rows: rows.map(({ row, key, cells }) => {
    if (mode === 'find') return { row, rowKey: key, domain: cells.domain! };
    const agreement = agreementBody(cells);
    return { row, rowKey: key, customer: customerBody(cells), ...(agreement && { agreement }) };
  }),
});

/** What tenancy said of rows, by their number. */
export const answersByRow = (results: readonly CustomerRowResult[]): ReadonlyMap<number, CustomerRowResult> =>
  new Map(results.map((result) => [result.row, result]));

/** What a row is by tenancy's answer; a customer that was made although something of it was refused says what. */
export function takenRow(
  { row, key }: Pick<JudgedRow, 'row' | 'key'>,
  mode: Awaited['mode'],
  { customerId, errors: told }: CustomerRowResult,
): RowResult {
  const errors = told.map(ofColumn);
  if (customerId !== undefined && mode === 'create')
    return { row, key, status: 'created', resource: { type: 'customer', id: customerId }, errors };
  return errors.length > 0 ? failedRow({ row, key }, errors) : { row, key, status: 'valid', errors: [] };
}
