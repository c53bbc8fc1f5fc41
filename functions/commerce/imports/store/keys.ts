import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Import } from '../domain/import.ts';

/** An import, and those of a partner. */
export interface ImportIds {
  readonly partnerId: string;
  readonly importId: string;
}

const partitionOf = (partnerId: string): string => `COMMERCE#${partnerId}#IMPORTS`;
const rowsPartition = ({ partnerId, importId }: ImportIds): string => `COMMERCE#${partnerId}#IMPORT#${importId}`;
const numbered = (row: number): string => `ROWS#${String(row).padStart(8, '0')}`;

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

/** Which row of the file has this key, or this domain? By its digest: it is a text of people. */
export const nameKey = ({ partnerId, importId, kind, digest }: ImportIds & { kind: string; digest: string }): Key => ({
  pk: `COMMERCE#${partnerId}#IMPORT#${importId}`,
  sk: `NAME#${kind}#${digest}`,
});

/** What did a row with this key make, in whatever import of the partner? */
export const doneKey = ({ partnerId, type, digest }: { partnerId: string; type: string; digest: string }): Key => ({
  pk: `COMMERCE#${partnerId}#IMPORTED#${type}`,
  sk: `KEY#${digest}`,
});
