import { collection, type Link } from '../../../../shared/contracts/wire.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { BYTE_ORDER_MARK, textCell } from '../../../../shared/kernel/csv.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Import } from '../domain/import.ts';
import type { RowResult } from '../domain/row-result.ts';
import type { importsRoutes } from '../routes.ts';
import { importStore } from '../store/import-store.ts';
import type { ImportsDeps, ImportsOperation } from './dependencies.ts';
import { toRowWire } from './import-wire.ts';
import { loadImport } from './view-import.ts';

type Results = Call<(typeof importsRoutes)['listImportResults']>;

const ROWS_DEFAULT = 500;
/** Rows of a page of CSV: some megabytes. Whoever downloads wants all of a usual file. */
const CSV_ROWS = 10_000;
/** Rows that a page looks at when few are of the state that is asked for: a megabyte of the table, about. */
const ROWS_READ_MAX = 20_000;

/** ORD-8: what became of each row, in their order. A page costs what it shows, wherever it begins. */
export const listImportResults: ImportsOperation<'listImportResults'> = async (call, deps) => {
  const found = await loadImport(call, deps);
  if (!found.ok) return found;
  const isCsv = /\btext\/csv\b/i.test(call.headers.accept ?? '');
  const size = call.query.size || (isCsv ? CSV_ROWS : ROWS_DEFAULT);
  const { rows, next } = await page(found.value, size, call, deps);
  const { offset = 0 } = call.query;
  const links = linksOf(call, { offset, size, next });
  if (!isCsv) return ok({ status: 200, body: collection(rows.map(toRowWire), links) });
  const fileName = `import-${found.value.importId}-results.csv`;
  const bytes = (call.query.bom ? BYTE_ORDER_MARK : '') + csvOf(rows);
  const headers = {
    'content-disposition': `attachment; filename="${fileName}"`,
    ...(links.next && { link: `<${call.root}/v1${links.next.uri}>; rel="next"` }),
  };
  return ok({ status: 200, headers, file: { bytes, mediaType: 'text/csv; charset=utf-8' } });
};

/** Rows behind `offset` that are wanted, and where the next page begins; undefined where nothing follows. */
async function page(
  of: Import,
  size: number,
  { query: { offset = 0, state } }: Results,
  { table }: ImportsDeps,
): Promise<{ rows: readonly RowResult[]; next: number | undefined }> {
  const rows: RowResult[] = [];
  let read = offset;
  if (offset < of.rows)
    for await (const { results } of importStore(table).piecesFrom(of, offset + 1)) {
      for (const result of results.filter(({ row }) => row > read)) {
        if (rows.length === size) return { rows, next: read };
        if (state === undefined || result.status === state) rows.push(result);
        read = result.row;
      }
      if (read - offset >= ROWS_READ_MAX) return { rows, next: read < of.rows ? read : undefined };
    }
  return { rows, next: undefined };
}

function linksOf(
  call: Results,
  { offset, size, next }: { offset: number; size: number; next: number | undefined },
): { self: Link; next?: Link; previous?: Link } {
  const around = offsetLinks(call, { offset, size, hasMore: false });
  return next === undefined
    ? around
    : { ...around, next: offsetLinks(call, { offset: next, size, hasMore: false }).self };
}

const COLUMNS = [
  'row',
  'key',
  'status',
  'resourceType',
  'resourceId',
  'customerId',
  'subscriptionId',
  'errorFields',
  'errorCodes',
  'errors',
];

function csvOf(rows: readonly RowResult[]): string {
  const lines = rows.map(({ row, key, status, resource, customerId = '', errors }) => {
    const joined = (of: (error: RowResult['errors'][number]) => string | number): string => errors.map(of).join(' | ');
    return [
      String(row),
      key,
      status,
      resource?.type ?? '',
      resource?.id ?? '',
      customerId,
      resource?.subscriptionId ?? '',
      joined(({ field }) => field),
      joined(({ code }) => code),
      joined(({ description }) => description),
    ];
  });
  return [COLUMNS, ...lines].map((cells) => `${cells.map(textCell).join(',')}\r\n`).join('');
}
