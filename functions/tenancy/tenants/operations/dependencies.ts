import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Suffixes } from '../../tenants/domain/domain-name.ts';

/** What the operations of tenants work with. */
export interface Deps {
  readonly table: Table;
  readonly settings: {
    /** Customers' first domains end in one of them. */
    readonly customerDomainSuffixes: Suffixes;
  };
}
