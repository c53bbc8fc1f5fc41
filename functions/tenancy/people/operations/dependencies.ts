import type { Table } from '../../../../shared/dynamo/table.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';

/** Values that nobody can guess. */
export interface Chance {
  /** Strong enough for every issuer's rules; shown once, never stored in clear. */
  password(): string;
  /** Secret of an application, state, nonce or verifier of a sign-in: 43 characters. */
  secret(): string;
}

/** Keeps temporary passwords so that a stolen table tells none of them. */
export interface PasswordHash {
  hash(password: string): Promise<string>;
  /** False without a stored hash, after the same time: nobody learns from it whether there is one. */
  matches(password: string, stored: string | undefined): Promise<boolean>;
}

/** What the operations of people work with. */
export interface Deps {
  readonly table: Table;
  readonly identity: IdentityProvider;
  readonly chance: Chance;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
}
