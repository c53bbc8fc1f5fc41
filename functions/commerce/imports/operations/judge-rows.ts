import { createHash } from 'node:crypto';
import { generalRefusals, type RefusalTable } from '../../../../shared/contracts/refusals.ts';
import { written } from '../../../../shared/contracts/text.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Refusal } from '../../../../shared/kernel/result.ts';
import { commerceRefusals } from '../../refusals.ts';
import type { Import } from '../domain/import.ts';
import type { Cells } from '../domain/layout.ts';
import { columnOfRefusal, KEY_LENGTH_MAX } from '../domain/row-bodies.ts';
import { failedRow, type RowError, type RowResult } from '../domain/row-result.ts';
import type { Done } from '../store/import-items.ts';
import { importStore, type RowName } from '../store/import-store.ts';
import type { ReadRow } from './read-file.ts';

const refusals: RefusalTable = { ...generalRefusals, ...commerceRefusals };

/** A refusal as an error of a row: code and words are those that the same call would be answered with. */
export const errorOf = (refusal: Refusal, field = columnOfRefusal(refusal.name, refusal.field)): RowError => {
  const { code, description } = refusals[refusal.name]!;
  return { field, code, description: refusal.description ?? description };
};

export const invalid = (field: string, description: string): RowError => ({
  field,
  code: generalRefusals.invalid_property.code,
  description: `${field}: ${description}`,
});

/** What a row says, whatever order its columns stand in. */
export const contentOf = (cells: Cells): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')
    .slice(0, 40);

const RowKey = written({ max: KEY_LENGTH_MAX });

/** The key of a row as it is compared; undefined where it has none that can be one. */
export function keyOf({ cells }: ReadRow): string | undefined {
  const read = RowKey.safeParse(cells.rowKey ?? '');
  return read.success ? read.data : undefined;
}

/** A row with its key, and what is already decided of it. */
export interface JudgedRow extends ReadRow {
  readonly key: string;
  /** Undefined: it is to be checked. */
  readonly decided: RowResult | undefined;
  /** Names that it takes in its file. */
  readonly names: readonly RowName[];
}

/**
 * What can be said of rows by their keys alone (ORD-8): one without a key, or with one that another row of the file has, is
 * wrong; one whose key made something before, in whatever import of the partner, is left out, or is wrong when it says something
 * else than that one did. `isContested`: names were taken meanwhile, so that those of the file are looked at.
 */
export async function judgeRows(
  of: Import,
  rows: readonly ReadRow[],
  { table, isContested }: { readonly table: Table; readonly isContested: boolean },
): Promise<readonly JudgedRow[]> {
  const store = importStore(table);
  const keyed = rows.map((row) => ({ ...row, key: keyOf(row), names: namesOf(of, row) }));
  const keys = [...new Set(keyed.flatMap(({ key }) => key ?? []))];
  const [done, taken] = await Promise.all([
    store.done(of, keys),
    isContested
      ? store.named(
          of,
          keyed.flatMap(({ names }) => names),
        )
      : new Map<string, number>(),
  ]);
  const seen = new Map(taken);
  return keyed.map(({ key, names, ...row }): JudgedRow => {
    const base = { row: row.row, key: key ?? (row.cells.rowKey ?? '').slice(0, KEY_LENGTH_MAX) };
    if (key === undefined) {
      const why = row.cells.rowKey ? `is no text of 1 to ${KEY_LENGTH_MAX} characters` : 'is missing';
      return { ...row, key: base.key, names: [], decided: failedRow(base, [invalid('rowKey', why)]) };
    }
    const twice = names.flatMap((name) => {
      const other = seen.get(`${name.kind}#${name.text}`);
      return other === undefined || other === row.row ? [] : [{ name, other }];
    });
    const own = names.filter((name) => !twice.some((known) => known.name === name));
    for (const name of own) seen.set(`${name.kind}#${name.text}`, row.row);
    if (twice.length > 0) {
      const errors = twice.map(({ name, other }) =>
        invalid(name.kind === 'KEY' ? 'rowKey' : 'domain', `row ${other} of the file has the same`),
      );
      return { ...row, key, names: own, decided: failedRow(base, errors) };
    }
    return { ...row, key, names: own, decided: doneBefore(of, { ...row, key }, done.get(key)) };
  });
}

function namesOf({ type }: Import, row: ReadRow): readonly RowName[] {
  const key = keyOf(row);
  if (key === undefined) return [];
  const domain = type === 'customers' ? row.cells.domain?.toLowerCase() : undefined;
  return [{ kind: 'KEY', text: key }, ...(domain ? [{ kind: 'DOMAIN' as const, text: domain }] : [])];
}

/** What a row is whose key made something before; undefined where it made nothing. */
export function doneBefore(
  { importId }: Pick<Import, 'importId'>,
  { row, key, cells }: ReadRow & { readonly key: string },
  done: Done | undefined,
): RowResult | undefined {
  if (!done) return undefined;
  const result = { row, key };
  if (done.importId === importId && done.row === row)
    return { ...result, status: 'created', resource: done.resource, errors: [] };
  if (done.content === contentOf(cells)) return { ...result, status: 'skipped', resource: done.resource, errors: [] };
  const made = `${done.resource.type} ${done.resource.id}`;
  return failedRow({ ...result, resource: done.resource }, [
    invalid('rowKey', `a row that said something else made ${made} with it: use another key`),
  ]);
}
