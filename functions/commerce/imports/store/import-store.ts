import { createHash } from 'node:crypto';
import { CustomerRowsHandedOver, ImportAdvanced } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { pagesOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import { type Import, keptUntil, UPLOAD_SECONDS } from '../domain/import.ts';
import type { Done, Piece, Underway } from './import-items.ts';
import { doneItem, importItem, pieceItem, rowNameItem, underwayItem } from './import-items.ts';
import {
  doneKey,
  type ImportIds,
  importIndex,
  importKey,
  importsOf,
  nameKey,
  piecesFrom,
  pieceWith,
  rowsKey,
  underwayKey,
} from './keys.ts';

/** A name that a row has, and no other of its file may have. */
export interface RowName {
  readonly kind: 'KEY' | 'DOMAIN';
  readonly text: string;
}

/** Keys of rows are texts of people: what is stored of them besides the result is their digest. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
const keyOfName = ({ partnerId, importId }: ImportIds, { kind, text }: RowName) =>
  nameKey({ partnerId, importId, kind, digest: digestOf(text) });
const keyOfDone = ({ partnerId, type }: Pick<Import, 'partnerId' | 'type'>, rowKey: string) =>
  doneKey({ partnerId, type, digest: digestOf(rowKey) });

/** Time to live is a broom: whether an import is still there is judged by the time of the call. */
const expiryOf = (of: Pick<Import, 'createdAt'>): { expiresAt: number } => ({
  expiresAt: Math.floor(epochMs(keptUntil(of)) / 1000),
});

/** Imports of partners, their rows, and what rows made. */
export const importStore = (table: Table) => ({
  /** As stored; undefined of another partner, and once it is kept no longer. */
  async load(ids: ImportIds, at: Instant): Promise<Import | undefined> {
    const item = await table.get(importKey(ids), { consistent: true });
    const found = item && importItem.fromItem(item);
    return found && keptUntil(found) > at ? found : undefined;
  },

  list: (partnerId: string, at: Instant): SoughtList<Import> =>
    soughtList(table, [importsOf(partnerId)], {
      of: importItem.fromItem,
      isWanted: (item) => keptUntil(importItem.fromItem(item)) > at,
    }),

  async underway(partnerId: string): Promise<Underway> {
    const item = await table.get(underwayKey(partnerId), { consistent: true });
    return item ? underwayItem.fromItem(item) : { imports: [], version: 0 };
  },

  async piece(ids: ImportIds, firstRow: number): Promise<Piece | undefined> {
    const item = await table.get(rowsKey(ids, firstRow), { consistent: true });
    return item && pieceItem.fromItem(item);
  },

  /** Pieces from the one on that a row lies in. */
  async *piecesFrom(ids: ImportIds, row: number): AsyncGenerator<Piece> {
    const { items } = await table.query(pieceWith(ids, row));
    const first = items[0] && pieceItem.fromItem(items[0]);
    if (!first) return;
    for await (const page of pagesOf(table, piecesFrom(ids, first.firstRow))) yield* page.map(pieceItem.fromItem);
  },

  /** Rows of the file that have these names already. */
  async named(ids: ImportIds, names: readonly RowName[]): Promise<ReadonlyMap<string, number>> {
    const items = await table.batchGet(
      names.map((name) => keyOfName(ids, name)),
      { consistent: true },
    );
    const rows = new Map(items.map((item) => [item.sk, rowNameItem.fromItem(item).row]));
    return new Map(
      names.flatMap((name) => {
        const row = rows.get(keyOfName(ids, name).sk);
        return row === undefined ? [] : [[`${name.kind}#${name.text}`, row] as const];
      }),
    );
  },

  /** What rows with these keys made; `consistent`: as of now. */
  async done(of: Pick<Import, 'partnerId' | 'type'>, rowKeys: readonly string[], consistent = false) {
    const items = await table.batchGet(
      rowKeys.map((key) => keyOfDone(of, key)),
      { consistent },
    );
    const found = new Map(items.map((item) => [item.sk, doneItem.fromItem(item)]));
    return new Map(
      rowKeys.flatMap((key) => {
        const done = found.get(keyOfDone(of, key).sk);
        return done ? [[key, done] as const] : [];
      }),
    );
  },
});

export const nameWrite = (of: Import, name: RowName, row: number): Write =>
  putNew(rowNameItem.toItem({ ...keyOfName(of, name), ...expiryOf(of) }, { row }));

export const doneWrite = (partnerId: string, rowKey: string, done: Done): Write =>
  putNew(doneItem.toItem(keyOfDone({ partnerId, type: done.type }, rowKey), done));

/** The write that enters an import among those at once, in place of those whose time is over. */
export function enterWrite(before: Underway, of: Import, at: Instant): Write {
  const until = of.pass === 'upload' ? uploadEnds(at) : undefined;
  const others = stillUnderway(before, at).filter(({ importId }) => importId !== of.importId);
  return underwayWrite(of.partnerId, before, [...others, { importId: of.importId, ...(until && { until }) }]);
}
export const leaveWrite = (before: Underway, of: ImportIds): Write =>
  underwayWrite(
    of.partnerId,
    before,
    before.imports.filter(({ importId }) => importId !== of.importId),
  );
const underwayWrite = (partnerId: string, before: Underway, imports: Underway['imports']): Write =>
  putIfVersion(underwayItem.toItem(underwayKey(partnerId), { imports, version: before.version + 1 }), before.version);

export const stillUnderway = ({ imports }: Underway, at: Instant): Underway['imports'] =>
  imports.filter(({ until }) => until === undefined || until > at);

const uploadEnds = (at: Instant): string => new Date(epochMs(at) + UPLOAD_SECONDS * 1000).toISOString();

/** What a save of an import stores along. */
export interface Along {
  readonly pieces?: readonly Piece[];
  readonly writes?: readonly Write[];
  /** The file in which rows are handed over. */
  readonly handsOver?: string;
  /** Raises the event with which the import goes on. */
  readonly goesOn?: boolean;
}

/** Writes that save an import, one version further, with the events that it raises; and the import as it is then. */
export function saveWrites(
  before: Import | undefined,
  changed: Import,
  { at, cause }: Occasion,
  { pieces = [], writes = [], handsOver, goesOn = false }: Along,
): { readonly after: Import; readonly writes: Write[] } {
  const isTold = goesOn || handsOver !== undefined;
  const after: Import = {
    ...changed,
    savedAt: at,
    version: (before?.version ?? 0) + 1,
    step: (before?.step ?? 0) + (isTold ? 1 : 0),
  };
  const key = importKey(after);
  const about = { tenantId: after.partnerId, aggregateId: after.importId, occurredAt: at };
  const { importId, type, state, isDryRun, rows, succeeded, failed, awaited } = after;
  const event =
    handsOver !== undefined
      ? newEvent(CustomerRowsHandedOver, about, { importId, ...awaited!, key: handsOver })
      : newEvent(ImportAdvanced, about, { importId, type, state, isDryRun, rows, succeeded, failed });
  return {
    after,
    writes: [
      putIfVersion(
        importItem.toItem({ ...key, ...importIndex(after), ...expiryOf(after) }, after),
        before?.version ?? 0,
      ),
      ...pieces.map(
        (piece): Write => ({
          put: pieceItem.toItem({ ...rowsKey(after, piece.firstRow), ...expiryOf(after) }, piece),
        }),
      ),
      ...writes,
      ...(isTold ? outboxWrite({ aggregate: key, version: after.step, events: [event], cause }) : []),
    ],
  };
}
