/** What stands in access tokens: the claims of Cognito's, and those of the trigger before token generation. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { PoolStore } from './pool-store.ts';
import type { TokenClaims, TokenRequest, TokenTrigger } from './token-trigger.ts';

/** Everything a token of this pool is for; Cognito names no audience in access tokens. */
export const audience = 'urn:local:user-pool';
export const openIdScopes = ['openid', 'email', 'phone', 'profile', 'offline_access', 'aws.cognito.signin.user.admin'];

type Shaping = { context: KoaContextWithOIDC; claims: TokenClaims; store: PoolStore; accountId: string | undefined };

/** Gives an access token the claims that Cognito's have. */
export function shapeAccessToken(
  payload: Record<string, unknown>,
  { context, claims, store, accountId }: Shaping,
): void {
  const { scopesToAdd = [], scopesToSuppress = [], claimsToSuppress = [] } = claims.access;
  const user = accountId === undefined ? undefined : store.userBySub(accountId);
  payload.token_use = 'access';
  payload.version = 2;
  payload.scope = [...grantedScopes(context.oidc, store), ...scopesToAdd]
    .filter((scope) => !scopesToSuppress.includes(scope))
    .join(' ');
  if (user) Object.assign(payload, { sub: user.sub, username: user.username });
  for (const claim of claimsToSuppress) delete payload[claim];
  // The provider insists on an audience, and Cognito's access tokens have none: it is there, but not written.
  Object.defineProperty(payload, 'aud', { value: audience, enumerable: false });
}

/** What was asked for of what the client may have; everything that it may, if nothing was asked for, as Cognito does. */
function grantedScopes(oidc: KoaContextWithOIDC['oidc'], store: PoolStore): string[] {
  const allowed = store.state.clients[oidc.client?.clientId ?? '']?.scopes ?? [];
  const { AuthorizationCode, RefreshToken } = oidc.entities;
  const asked = String(oidc.params?.scope ?? AuthorizationCode?.scope ?? RefreshToken?.scope ?? '').trim();
  return asked ? asked.split(/\s+/).filter((scope) => allowed.includes(scope)) : allowed;
}

const triggeredBefore = new WeakMap<object, Promise<TokenClaims>>();

/** The trigger is called once for all tokens of one answer. */
export function triggered(
  context: KoaContextWithOIDC,
  { store, trigger }: { store: PoolStore; trigger: TokenTrigger },
): Promise<TokenClaims> {
  const known = triggeredBefore.get(context.oidc);
  if (known) return known;
  const claims = ask(context, store, trigger);
  triggeredBefore.set(context.oidc, claims);
  return claims;
}

const sources: Readonly<Record<string, TokenRequest['source']>> = {
  client_credentials: 'TokenGeneration_ClientCredentials',
  refresh_token: 'TokenGeneration_RefreshTokens',
};

async function ask({ oidc }: KoaContextWithOIDC, store: PoolStore, trigger: TokenTrigger): Promise<TokenClaims> {
  const accountId = oidc.entities.Account?.accountId;
  try {
    return await trigger({
      source: sources[String(oidc.params?.grant_type)] ?? 'TokenGeneration_HostedAuth',
      clientId: oidc.client?.clientId ?? '',
      user: accountId === undefined ? undefined : store.userBySub(accountId),
      scopes: grantedScopes(oidc, store),
      clientMetadata: JSON.parse(String(oidc.body?.aws_client_metadata ?? '{}')),
    });
  } catch (error) {
    // No token without the trigger's word; its function said on standard error what was wrong.
    throw new errors.InvalidGrant(error instanceof Error ? error.message : String(error));
  }
}
