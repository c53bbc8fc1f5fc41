import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';
import type { Suffixes } from '../../tenants/index.ts';

/** What the operations of the program work with. */
export interface Deps {
  readonly table: Table;
  readonly identity: IdentityProvider;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
  readonly settings: {
    /** Customers' first domains end in one of them. */
    readonly customerDomainSuffixes: Suffixes;
  };
}
