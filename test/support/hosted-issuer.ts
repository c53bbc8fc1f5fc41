import { applicationStore } from '../../functions/tenancy/people/store/application-store.ts';
import type { Issuer } from '../../functions/tenancy/sign-in/operations/dependencies.ts';
import { claimsFor } from '../../functions/tenancy/sign-in/operations/token-claims.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { SIGN_IN_CLIENT } from './api.ts';
import { type MemoryIdentity, tokenOf } from './tenancy.ts';

type Person = { readonly tenantId: string; readonly userId: string };

/**
 * An issuer where people sign in for any client, as the real ones do: it knows nothing of tenants but what the trigger
 * says. With `trigger: false` it does not even ask that: the other places have to hold alone.
 */
export function hostedIssuer(options: { trigger?: boolean } = {}) {
  const grants = new Map<string, { person: Person; clientId: string }>();
  const grant = (prefix: string, signedIn: { person: Person; clientId: string }): string => {
    const name = `${prefix}${grants.size + 1}`;
    grants.set(name, signedIn);
    return name;
  };
  const issuer = (identity: MemoryIdentity, table: Table): Issuer => ({
    signInClientId: SIGN_IN_CLIENT,
    keys: async () => [{ kty: 'RSA', kid: 'one', n: 'AQAB', e: 'AQAB' }],
    async token(form) {
      const { grant_type: grantType, client_id: clientId = '', client_secret: secret } = form;
      if (clientId !== SIGN_IN_CLIENT && identity.clients.get(clientId)?.secret !== secret)
        return { status: 401, body: { error: 'invalid_client' } };
      const signedIn = grants.get((grantType === 'refresh_token' ? form.refresh_token : form.code) ?? '');
      if (signedIn?.clientId !== clientId) return { status: 400, body: { error: 'invalid_grant' } };
      const { tenantId, userId } = signedIn.person;
      const event = {
        triggerSource: grantType === 'refresh_token' ? 'TokenGeneration_RefreshTokens' : 'TokenGeneration_HostedAuth',
        callerContext: { clientId },
        request: { userAttributes: { 'custom:tid': tenantId, 'custom:oid': userId } },
        response: {},
      };
      const claims =
        options.trigger === false
          ? { tid: tenantId, oid: userId, appid: clientId }
          : await claimsFor(event, { clients: applicationStore(table), records: accessRecords(table) });
      if (!claims) return { status: 400, body: { error: 'invalid_grant' } };
      const accessToken = tokenOf({ tenantId: claims.tid!, userId: claims.oid!, appId: claims.appid! });
      const refreshToken = form.refresh_token ?? grant('refresh', signedIn);
      return { status: 200, body: { access_token: accessToken, id_token: 'id', refresh_token: refreshToken } };
    },
    authorizeUrl: async (parameters) => `https://issuer.example/authorize?${new URLSearchParams(parameters)}`,
    nonceOf: async () => undefined,
  });
  return {
    issuer,
    /** What the issuer sends to the client's redirect address once the person signed in. */
    codeOf: (person: Person, clientId: string): string => grant('code', { person, clientId }),
    /** A refresh token from before. */
    refreshTokenOf: (person: Person, clientId: string): string => grant('refresh', { person, clientId }),
  };
}
