import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { rateCardsRoutes } from '../routes.ts';

/** What the operations of rate cards work with. */
export interface RateCardsDeps {
  readonly table: Table;
  /** Meters of cards; every key begins `billing/`. */
  readonly files: Files;
}

export type RateCardsOperation<Name extends keyof typeof rateCardsRoutes> = Operation<
  (typeof rateCardsRoutes)[Name],
  RateCardsDeps
>;
