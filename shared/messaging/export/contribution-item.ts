import { storedKind } from '../../dynamo/stored-kind.ts';
import type { Cursor } from '../../dynamo/table.ts';

/** What is asked for, as every step needs it. */
export interface ExportRequest {
  readonly exportId: string;
  readonly customerId: string;
  /** A page of the customer's partners: each is a contribution of its own. */
  readonly partnerIds: readonly string[];
  /** ISO instant: what is in the export is as of then, or later. */
  readonly requestedAt: string;
}

/** How far a context has come with what it adds to an export. */
export interface Contribution extends ExportRequest {
  readonly version: number;
  /** Where it goes on; absent when it is done. */
  readonly place?: ContributionPlace;
  /** Rows written so far, by file. */
  readonly rows: Readonly<Record<string, number>>;
}
export interface ContributionPlace {
  readonly file: number;
  readonly query: number;
  readonly after?: Cursor;
}

/** Sort key of a contribution to an export: one for each page of partners. */
export const contributionSk = ({ exportId, page }: { exportId: string; page?: number | undefined }): string =>
  `CONTRIBUTION#${exportId}${page === undefined ? '' : `#${page}`}`;

export const contributionItem = storedKind<Contribution>({ kind: 'exportContribution', shape: 1, upgrades: [] });
