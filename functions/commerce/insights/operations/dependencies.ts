import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { insightsRoutes } from '../routes.ts';

/** What insights are made with. */
export interface InsightsDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  /** Where the rows of large partners lie. */
  readonly files: Files;
  /** Other sizes than those of the product; for tests. */
  readonly sizes?: Sizes;
}

/** How many subscriptions are looked at in one go. */
export interface Sizes {
  /** Of a partner with up to so many rows are made as they are asked for: two megabytes of the table. */
  readonly fresh: number;
  /** What one worker reads, holds and writes at once. */
  readonly slice: number;
}
export const SIZES: Sizes = { fresh: 2_000, slice: 10_000 };

export type InsightsRoutes = typeof insightsRoutes;
/** An operation of this slice, by its name in the route table. */
export type InsightsOperation<Name extends keyof InsightsRoutes> = Operation<InsightsRoutes[Name], InsightsDeps>;
