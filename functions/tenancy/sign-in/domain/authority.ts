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
 * Names of the authority that published clients have fixed in code. Whoever asks here about one of them was led here under
 * that name, and goes on under it.
 */
const FIXED_NAMES: readonly string[] = ['login.microsoftonline.com', 'login.windows.net'];

/**
 * The authority that an address of authorization belongs to: under which host it is known to whoever asks, and the tenant and
 * version that the address names. Undefined for one of another host.
 */
export function authorityOf(
  endpoint: string,
  root: string,
): (Pick<Authority, 'tenant' | 'version'> & { readonly host: string }) | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { host: named, pathname, protocol } = new URL(endpoint);
  const isFixed = protocol === 'https:' && FIXED_NAMES.includes(named);
  if (!isFixed && hostOf(endpoint) !== hostOf(root)) return undefined;
  const [tenant, ...rest] = pathname.split('/').filter(Boolean);
  if (tenant === undefined) return undefined;
  return { host: isFixed ? named : new URL(root).host, tenant, version: rest.includes('v2.0') ? 2 : 1 };
}

/** How client libraries are told that a host is an authority, and under which names it is known. */
export const instanceMetadata = (host: string) => [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
