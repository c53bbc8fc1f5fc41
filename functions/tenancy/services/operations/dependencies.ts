import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Suffixes } from '../../tenants/index.ts';

/** What the operations of services work with. */
export interface Deps {
  readonly table: Table;
  readonly settings: {
    /** Names below them are the program's to give. */
    readonly customerDomainSuffixes: Suffixes;
  };
}
