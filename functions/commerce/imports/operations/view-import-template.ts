import { enumKey } from '../../../../shared/contracts/wire.ts';
import { BYTE_ORDER_MARK, textCell } from '../../../../shared/kernel/csv.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { importTypes } from '../domain/import-type.ts';
import { templateOf } from '../domain/layout.ts';
import type { ImportsOperation } from './dependencies.ts';

/** ORD-8: the columns of a file, with a sample row. */
export const viewImportTemplate: ImportsOperation<'viewImportTemplate'> = async ({ path, query }) => {
  const type = importTypes.find((known) => known === enumKey(path.type));
  if (!type) return refuse('resource_not_found');
  const text = templateOf(type)
    .map((cells) => `${cells.map(textCell).join(',')}\r\n`)
    .join('');
  const headers = { 'content-disposition': `attachment; filename="${type}-template.csv"` };
  const bytes = (query.bom ? BYTE_ORDER_MARK : '') + text;
  return ok({ status: 200, headers, file: { bytes, mediaType: 'text/csv; charset=utf-8' } });
};
