import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import type { Log } from '../../../../shared/observability/observability.ts';

/** What the operations of the operator work with. */
export interface Deps {
  readonly table: Table;
  readonly log: Log;
  readonly identity: IdentityProvider;
}
