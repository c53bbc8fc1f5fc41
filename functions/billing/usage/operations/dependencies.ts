import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the consumers of usage work with. */
export interface UsageConsumerDeps {
  readonly table: Table;
}
