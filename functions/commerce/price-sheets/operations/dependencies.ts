import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { priceSheetsRoutes } from '../routes.ts';

/** What the operations of price sheets work with. */
export interface PriceSheetsDeps {
  readonly table: Table;
  /** Where files lie that are too large for an answer. */
  readonly files: Files;
}

export type PriceSheetsRoutes = typeof priceSheetsRoutes;
/** An operation of this slice, by its name in the route table. */
export type PriceSheetsOperation<Name extends keyof PriceSheetsRoutes> = Operation<
  PriceSheetsRoutes[Name],
  PriceSheetsDeps
>;
