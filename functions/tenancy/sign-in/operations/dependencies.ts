import type { Table } from '../../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { IdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';
import type { Seal } from '../../../../shared/identity/seal.ts';
import type { TokenVerifier } from '../../../../shared/identity/token.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Chance, PasswordHash } from '../../people/index.ts';

/** A public key, its members as RFC 7517 has them. */
export interface SigningKey {
  readonly kty: string;
  readonly kid: string;
  readonly [member: string]: unknown;
}

/** The OpenID issuer as the token endpoint and the pages use it. */
export interface Issuer {
  /** Client of the pages' own sign-in: public, code flow with PKCE. */
  readonly signInClientId: string;
  /** Sends a form to the issuer's token endpoint. */
  token(form: Readonly<Record<string, string>>): Promise<{ status: number; body: Readonly<Record<string, unknown>> }>;
  /** Address of the issuer's sign-in with these parameters. */
  authorizeUrl(parameters: Readonly<Record<string, string>>): Promise<string>;
  /** The public keys of its tokens, as of a few minutes ago at most. */
  keys(at: Instant): Promise<readonly SigningKey[]>;
  /** The nonce of a valid id token that was made for the client; undefined for every other. */
  nonceOf(idToken: string, clientId: string): Promise<string | undefined>;
}

/** What the operations of sign-in work with. */
export interface Deps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly identity: IdentityProvider;
  readonly issuer: Issuer;
  readonly tokens: TokenVerifier;
  readonly chance: Chance;
  readonly passwords: PasswordHash;
  /** Seals what cookies carry. */
  readonly cookies: Seal;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
  readonly settings: {
    /** A user needs a second factor (conventions 2.4), on the pages too. */
    readonly mfaRequired: boolean;
    /** How the program calls itself on its pages. */
    readonly programName: string;
  };
}
