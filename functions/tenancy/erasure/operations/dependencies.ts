import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';

/** What erasure works with. */
export interface Deps {
  readonly table: Table;
  readonly identity: IdentityProvider;
}
