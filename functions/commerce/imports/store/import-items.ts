import { packedKind } from '../../../../shared/dynamo/packed-kind.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Import } from '../domain/import.ts';
import type { ImportType } from '../domain/import-type.ts';
import type { RowResource, RowResult } from '../domain/row-result.ts';

export const importItem = storedKind<Import>({ kind: 'import', shape: 1, upgrades: [] });

/** Imports of a partner under way. Those that wait for a file give their place back after a while. */
export interface Underway {
  readonly imports: readonly { readonly importId: string; readonly until?: string | undefined }[];
  readonly version: number;
}
export const underwayItem = storedKind<Underway>({ kind: 'importsUnderway', shape: 1, upgrades: [] });

/** Rows that were read together, and what became of them; `fromByte` to `toByte` they stand in the file. */
export interface Piece {
  readonly firstRow: number;
  readonly fromByte: number;
  readonly toByte: number;
  readonly results: readonly RowResult[];
}
export const pieceItem = packedKind<Piece>({ kind: 'importRows', shape: 1, upgrades: [] });

/** A key or a domain, and the row of the file that has it. */
export const rowNameItem = storedKind<{ readonly row: number }>({ kind: 'importRowName', shape: 1, upgrades: [] });

/**
 * What a row made. Its partner's rows of that type with the same key make nothing any more, in no import: `content` tells
 * one that says the same from one that says something else.
 */
export interface Done {
  readonly type: ImportType;
  readonly importId: string;
  readonly row: number;
  /** Digest of what the row says. */
  readonly content: string;
  readonly resource: RowResource;
}
export const doneItem = storedKind<Done>({ kind: 'importedRow', shape: 1, upgrades: [] });
