import type { RowError, RowResult } from '../domain/row-result.ts';
import { importStore } from '../store/import-store.ts';
import type { WorkDeps } from './dependencies.ts';
import { invalid } from './judge-rows.ts';
import { type ReadRow, readPiece } from './read-file.ts';
import type { LaidOut } from './turn.ts';

/** The base of an add-on that names it by its key. */
export type BaseOfRow =
  | { readonly baseSubscriptionId: string }
  /** It is still to be carried out. */
  | { readonly baseRow: ReadRow }
  | { readonly error: RowError };

const wrong = (description: string): { error: RowError } => ({ error: invalid('parentRowKey', description) });

/**
 * The base that a row of a file names by a key (CAT-5, ORD-8): another row of the file, wherever it stands, or one that an
 * earlier import of the partner carried out.
 */
export async function baseOfRow(
  of: LaidOut,
  { cells }: ReadRow,
  customerId: string | undefined,
  deps: Pick<WorkDeps, 'table' | 'files'>,
): Promise<BaseOfRow> {
  const store = importStore(deps.table);
  const key = cells.parentRowKey!;
  const name = { kind: 'KEY', text: key } as const;
  const row = (await store.named(of, [name])).get(`KEY#${key}`);
  if (row !== undefined) return baseInFile(of, row, customerId, deps);
  const done = (await store.done(of, [key])).get(key);
  const subscriptionId = done?.resource.subscriptionId;
  return subscriptionId === undefined
    ? wrong('no row of the file has this key, and no earlier import')
    : { baseSubscriptionId: subscriptionId };
}

async function baseInFile(
  of: LaidOut,
  row: number,
  customerId: string | undefined,
  { table, files }: Pick<WorkDeps, 'table' | 'files'>,
): Promise<BaseOfRow> {
  for await (const piece of importStore(table).piecesFrom(of, row)) {
    const result = piece.results[row - piece.firstRow];
    const found = result && baseIn(result, customerId);
    if (found) return found;
    const rows = await readPiece(of, piece, files);
    const baseRow = rows.ok ? rows.value.find((read) => read.row === row) : undefined;
    return baseRow ? { baseRow } : wrong(`row ${row} can be read no longer`);
  }
  return wrong(`row ${row} is not there`);
}

/** What is known of a base without reading it again. */
function baseIn(
  { row, status, resource, customerId: own, isAddOn }: RowResult,
  customerId: string | undefined,
): BaseOfRow | undefined {
  if (isAddOn) return wrong(`row ${row} is an add-on itself`);
  if (status === 'failed') return wrong(`row ${row}, its base, is not right`);
  if (own !== undefined && own !== customerId) return wrong(`row ${row}, its base, is of another customer`);
  return resource?.subscriptionId === undefined ? undefined : { baseSubscriptionId: resource.subscriptionId };
}
