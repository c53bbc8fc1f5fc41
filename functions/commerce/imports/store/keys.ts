import { createHash } from 'node:crypto';
import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Import, ImportType } from '../domain/import.ts';

/** An import, and those of a partner. */
export interface ImportIds {
  readonly partnerId: string;
  readonly importId: string;
}

const partitionOf = (partnerId: string): string => `COMMERCE#${partnerId}#IMPORTS`;
const rowsPartition = ({ partnerId, importId }: ImportIds): string => `COMMERCE#${partnerId}#IMPORT#${importId}`;
const numbered = (row: number): string => `ROWS#${String(row).padStart(8, '0')}`;
/** Keys of rows are texts of people: what is stored of them besides the result is their digest. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** What is this import? */
export const importKey = ({ partnerId, importId }: ImportIds): Key => ({
  pk: partitionOf(partnerId),
  sk: `IMPORT#${importId}`,
});
/** Which imports has the partner, newest first? */
export const importIndex = ({
  partnerId,
  importId,
  createdAt,
}: Pick<Import, 'partnerId' | 'importId' | 'createdAt'>) => ({
  gsi1pk: partitionOf(partnerId),
  gsi1sk: `${createdAt}#${importId}`,
});
export const importsOf = (partnerId: string): Query => ({
  index: 'gsi1',
  pk: partitionOf(partnerId),
  descending: true,
});

/** Which imports of the partner are under way at once? */
export const underwayKey = (partnerId: string): Key => ({ pk: partitionOf(partnerId), sk: 'UNDERWAY' });

/** What became of the rows from this one on? */
export const rowsKey = (ids: ImportIds, firstRow: number): Key => ({ pk: rowsPartition(ids), sk: numbered(firstRow) });
/** The piece that a row lies in. */
export const pieceWith = (ids: ImportIds, row: number): Query => ({
  pk: rowsPartition(ids),
  sk: { between: [numbered(0), numbered(row)] },
  descending: true,
  limit: 1,
});
/** The pieces behind a row. */
export const piecesFrom = (ids: ImportIds, row: number): Query => ({
  pk: rowsPartition(ids),
  sk: { between: [numbered(row), numbered(99_999_999)] },
});

/** Which row of the file has this key, or this domain? */
export const nameKey = (ids: ImportIds, { kind, text }: RowName): Key => ({
  pk: rowsPartition(ids),
  sk: `NAME#${kind}#${digest(text)}`,
});
export interface RowName {
  readonly kind: 'KEY' | 'DOMAIN';
  readonly text: string;
}

/** What did a row with this key make, in whatever import of the partner? */
export const doneKey = ({ partnerId, type }: { partnerId: string; type: ImportType }, rowKey: string): Key => ({
  pk: `COMMERCE#${partnerId}#IMPORTED#${type}`,
  sk: `KEY#${digest(rowKey)}`,
});
