import { applicationStore } from '../../functions/tenancy/people/store/application-store.ts';
import type { Issuer } from '../../functions/tenancy/sign-in/operations/dependencies.ts';
import { claimsFor } from '../../functions/tenancy/sign-in/operations/token-claims.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { SIGN_IN_CLIENT, testToken } from './api.ts';
import type { MemoryIdentity } from './memory-ports.ts';

/** An issuer in memory: client credentials of the applications that tenancy made, with the claims of its own trigger. */
export const memoryIssuer = (table: Table, identity: MemoryIdentity): Issuer => ({
  signInClientId: SIGN_IN_CLIENT,
  keys: async () => [{ kty: 'RSA', kid: 'one', n: 'AQAB', e: 'AQAB' }],
  async token({ grant_type, client_id = '', client_secret }) {
    const application = identity.applications.get(client_id);
    if (grant_type !== 'client_credentials') return { status: 400, body: { error: 'unsupported_grant_type' } };
    if (!application?.clientSecret || application.clientSecret !== client_secret)
      return { status: 401, body: { error: 'invalid_client' } };
    const trigger = {
      triggerSource: 'TokenGeneration_ClientCredentials',
      callerContext: { clientId: client_id },
      request: {},
      response: {},
    };
    const claims = await claimsFor(trigger, { clients: applicationStore(table), records: accessRecords(table) });
    if (!claims) return { status: 400, body: { error: 'invalid_grant' } };
    const { tid = '', oid, appid = client_id } = claims;
    const token = { tenantId: tid, applicationId: appid, hasMfa: false, ...(oid !== undefined && { userId: oid }) };
    return { status: 200, body: { access_token: testToken(token), token_type: 'Bearer', expires_in: 3600 } };
  },
  authorizeUrl: async (parameters) => `https://issuer.program.test/authorize?${new URLSearchParams(parameters)}`,
  nonceOf: async () => undefined,
});
