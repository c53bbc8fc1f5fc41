import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';

/** What erasure works with. */
export interface Deps {
  readonly table: Table;
  readonly identity: IdentityProvider;
}

/** What the daily run works with. */
export interface EraseDeps {
  readonly table: Table;
  /** Days from the end of a customer's last relationship until it may be erased. */
  readonly erasureGraceDays: number;
}
