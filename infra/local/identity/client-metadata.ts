import type { AdapterPayload } from 'oidc-provider';
import type { Client } from './pool-store.ts';

/** A client of the pool as the OpenID provider wants it described. */
export function toMetadata(client: Client): AdapterPayload {
  const withCode = client.flows.includes('code');
  return {
    client_id: client.clientId,
    client_name: client.clientName,
    ...(client.clientSecret ? { client_secret: client.clientSecret } : {}),
    token_endpoint_auth_method: client.clientSecret ? 'client_secret_basic' : 'none',
    grant_types: [
      ...(withCode ? ['authorization_code', 'refresh_token'] : []),
      ...(client.flows.includes('client_credentials') ? ['client_credentials'] : []),
    ],
    response_types: withCode ? ['code'] : [],
    redirect_uris: withCode ? client.callbackUrls : [],
    post_logout_redirect_uris: client.logoutUrls,
    ...(client.scopes.length > 0 ? { scope: withOpenId(client.scopes).join(' ') } : {}),
  } as AdapterPayload;
}

/** Refresh tokens come with every code here, as at Cognito, whether or not asked for. */
const withOpenId = (scopes: readonly string[]) => [...new Set([...scopes, 'openid', 'offline_access'])];
