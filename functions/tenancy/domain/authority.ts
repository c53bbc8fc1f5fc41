/** Where client libraries find the authority that signs people and applications in (conventions 2.1). */
export interface Authority {
  /** Root of the API: it is the authority too. */
  readonly root: string;
  /** Id of the tenant, or `common`. */
  readonly tenant: string;
  /** v1 chooses the audience by `resource`, v2 by `scope`. */
  readonly version: 1 | 2;
}

const base = ({ root, tenant }: Authority): string => `${root}/${tenant}`;
const below = ({ version }: Authority): string => (version === 2 ? '/v2.0' : '');

export const configurationAddress = (authority: Authority): string =>
  `${base(authority)}${below(authority)}/.well-known/openid-configuration`;

/**
 * The OpenID configuration of a tenant. `issuer` has the origin of the authority, because client libraries take no other;
 * tokens name the issuer that made them, which verifies them here.
 */
export const openidConfiguration = (authority: Authority) => ({
  issuer: `${base(authority)}${below(authority) || '/'}`,
  authorization_endpoint: `${base(authority)}/oauth2${below(authority)}/authorize`,
  token_endpoint: `${base(authority)}/oauth2${below(authority)}/token`,
  jwks_uri: `${base(authority)}/discovery${below(authority)}/keys`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
});

/** Hosts are one authority in any case, and the machine's own name and address are one place. */
const hostOf = (address: string): string => new URL(address).host.replace(/^localhost(?=:|$)/, '127.0.0.1');

/**
 * The authority that an address of authorization belongs to, with the tenant and version that it names. Undefined for one
 * of another host.
 */
export function authorityOf(endpoint: string, root: string): Pick<Authority, 'tenant' | 'version'> | undefined {
  if (!URL.canParse(endpoint) || hostOf(endpoint) !== hostOf(root)) return undefined;
  const [tenant, ...rest] = new URL(endpoint).pathname.split('/').filter(Boolean);
  return tenant === undefined ? undefined : { tenant, version: rest.includes('v2.0') ? 2 : 1 };
}

/** How client libraries are told that a host is an authority, and under which names it is known. */
export const instanceMetadata = (root: string) => {
  const { host } = new URL(root);
  return [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
};
