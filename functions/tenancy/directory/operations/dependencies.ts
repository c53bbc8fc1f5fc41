import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';

/** What the operations of a directory's roles work with. */
export interface Deps {
  readonly table: Table;
  readonly identity: IdentityProvider;
}
