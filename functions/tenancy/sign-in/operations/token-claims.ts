import { type ConsentRecords, isConsented } from '../../../../shared/identity/consent.ts';
import { type ApplicationStore, type ClientRecord, servesTenant } from '../../people/index.ts';

/** What an issuer tells before it makes a token: Cognito's pre-token trigger, version 3, as far as we read it. */
export interface PreTokenEvent {
  readonly triggerSource: string;
  readonly userName?: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: { readonly userAttributes?: Readonly<Record<string, string>> };
  readonly response: object;
}
export interface Claims {
  readonly tid?: string;
  readonly oid?: string;
  readonly upn?: string;
  readonly appid?: string;
  /** The user's count of sessions when the token was made: once it is raised, the token is refused. */
  readonly ses?: string;
}

/** The one source of tokens that nobody signed in for. */
const CLIENT_CREDENTIALS = 'TokenGeneration_ClientCredentials';

interface ClaimsDeps {
  readonly clients: Pick<ApplicationStore, 'client'>;
  readonly records: ConsentRecords;
}

/**
 * Claims that the API relies on (conventions 2.2), at sign-in and at every refresh. A person's come from what tenancy
 * wrote at the issuer, an application's from its record; one bound to a user carries that user's `oid`. Undefined: no
 * token may be made, because nobody knows the client, it is deleted, or it serves the person's tenant neither as its own nor by
 * consent; or the person
 * is not active, or has a password that somebody else set.
 */
export async function claimsFor(event: PreTokenEvent, deps: ClaimsDeps): Promise<Claims | undefined> {
  const appid = event.callerContext.clientId;
  const client = await deps.clients.client(appid);
  if (!client) return undefined;
  if (event.triggerSource === CLIENT_CREDENTIALS) return applicationClaims(appid, client, deps);
  const { 'custom:tid': tid, 'custom:oid': oid } = event.request.userAttributes ?? {};
  if (tid === undefined || oid === undefined) return undefined;
  if (!servesTenant(client, tid) && !(await isConsented(deps.records, { tenantId: tid, applicationId: appid })))
    return undefined;
  const user = await deps.records.caller(tid, oid);
  if (!user?.isActive || user.mustChoosePassword) return undefined;
  const { sessions = 0 } = user;
  return { tid, oid, appid, ...(event.userName !== undefined && { upn: event.userName }), ses: String(sessions) };
}

async function applicationClaims(
  appid: string,
  client: ClientRecord,
  { records }: ClaimsDeps,
): Promise<Claims | undefined> {
  if ('isProgram' in client || client.isDeleted) return undefined;
  const { tenantId: tid, boundUserId: oid } = client;
  if (oid === undefined) return { tid, appid };
  const user = await records.caller(tid, oid);
  if (!user?.isActive) return undefined;
  const upn = user.userPrincipalName;
  return { tid, oid, appid, ...(upn !== undefined && { upn }) };
}
