import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { DataExport } from '../domain/data-export.ts';

export const dataExportItem = storedKind<DataExport>({ kind: 'dataExport', shape: 1, upgrades: [] });

/** What a context told of one step. */
export interface ExportStep {
  /** Which context, and about which page of partners. */
  readonly context: string;
  readonly step: number;
  readonly parts: readonly ExportPart[];
  readonly files: readonly { readonly file: string; readonly about: string; readonly rows: number }[];
}
export interface ExportPart {
  readonly file: string;
  /** Where it lies in the documents' bucket. */
  readonly key: string;
  readonly textBytes: number;
  readonly fileBytes: number;
  readonly crc32: number;
}
export const exportStepItem = storedKind<ExportStep>({ kind: 'exportStep', shape: 1, upgrades: [] });

export interface Underway {
  readonly underway: number;
}
export const underwayItem = storedKind<Underway>({ kind: 'exportsUnderway', shape: 1, upgrades: [] });
