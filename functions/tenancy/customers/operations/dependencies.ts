import type { Table } from '../../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';
import type { Chance, PasswordHash } from '../../people/index.ts';
import type { Suffixes } from '../../tenants/index.ts';

/** What the operations of customers work with. */
export interface Deps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly identity: IdentityProvider;
  readonly chance: Chance;
  readonly passwords: PasswordHash;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
  readonly settings: {
    /** Customers' first domains end in one of them. */
    readonly customerDomainSuffixes: Suffixes;
  };
}
