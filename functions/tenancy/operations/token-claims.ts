import type { AccessRecords } from '../../../shared/identity/access.ts';
import type { ApplicationStore } from '../store/application-store.ts';

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
}

/**
 * Claims that the API relies on (conventions 2.2). A person's come from what tenancy wrote at the issuer, an
 * application's from its record; one bound to a user carries that user's `oid`. An unknown or deleted client gets none,
 * so its token opens nothing.
 */
export async function claimsFor(
  event: PreTokenEvent,
  { clients, records }: { clients: Pick<ApplicationStore, 'client'>; records: Pick<AccessRecords, 'caller'> },
): Promise<Claims> {
  const appid = event.callerContext.clientId;
  const { 'custom:tid': tid, 'custom:oid': oid } = event.request.userAttributes ?? {};
  if (tid !== undefined && oid !== undefined)
    return { tid, oid, appid, ...(event.userName !== undefined && { upn: event.userName }) };
  const client = await clients.client(appid);
  if (!client || client.isDeleted) return {};
  if (client.boundUserId === undefined) return { tid: client.tenantId, appid };
  const user = await records.caller(client.tenantId, client.boundUserId);
  if (!user?.isActive) return {};
  const upn = user.userPrincipalName;
  return { tid: client.tenantId, oid: client.boundUserId, appid, ...(upn !== undefined && { upn }) };
}
