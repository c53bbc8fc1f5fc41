import { type LimitSettings, readLimits } from '../contracts/limits.ts';
import { dynamodbTable } from '../dynamo/dynamodb-table.ts';
import type { Table } from '../dynamo/table.ts';
import { accessRecords } from '../identity/access.ts';
import { callerLoader } from '../identity/caller.ts';
import { seenNotes } from '../identity/seen.ts';
import { tokenVerifier } from '../identity/token.ts';
import type { Observability } from '../observability/observability.ts';
import type { ApiParts } from './api-parts.ts';
import { apiDispatcher } from './dispatch.ts';
import type { GatewayEvent, GatewayReply } from './gateway.ts';
import type { Api } from './served.ts';

/** What the environment of every API function says; set by the stacks. */
export interface ApiSettings {
  readonly tableName: string;
  /** Root of the API, e.g. `https://api.example.org`. */
  readonly root: string;
  readonly issuer: string;
  readonly mfaRequired: boolean;
  readonly mfaEnforcedByIssuer: boolean;
  readonly boundApplications: boolean;
  /** Header in which a front that stands before the API tells the caller's address; believed only where there is one. */
  readonly viewerAddressHeader?: string;
  /** The program's own client, through which people of every tenant sign in. */
  readonly signInClientId: string;
  readonly limits: LimitSettings;
}

/** Reads the settings of an API function from its environment. @throws TypeError when one is missing. */
export function apiSettings(env: Readonly<Record<string, string | undefined>>): ApiSettings {
  const text = (name: string): string => {
    const value = env[name];
    if (!value) throw new TypeError(`the environment has ${name}`);
    return value;
  };
  return {
    tableName: text('TABLE_NAME'),
    root: text('API_ROOT'),
    issuer: text('ISSUER'),
    mfaRequired: text('MFA_REQUIRED') === 'true',
    mfaEnforcedByIssuer: text('MFA_ENFORCED_BY_ISSUER') === 'true',
    boundApplications: text('BOUND_APPLICATIONS') === 'true',
    ...(env.VIEWER_ADDRESS_HEADER && { viewerAddressHeader: env.VIEWER_ADDRESS_HEADER }),
    signInClientId: text('SIGN_IN_CLIENT_ID'),
    limits: readLimits(text('API_LIMITS')),
  };
}

/** The parts of an API function on AWS. */
export function apiParts(settings: ApiSettings, observability: Observability, table?: Table): ApiParts {
  const usedTable = table ?? dynamodbTable(settings.tableName);
  const records = accessRecords(usedTable);
  return {
    table: usedTable,
    root: settings.root,
    records,
    seen: seenNotes(usedTable, (error) => observability.log.warn('a request was not noted', { error: String(error) })),
    callers: callerLoader(records, {
      boundApplications: settings.boundApplications,
      programClients: new Set([settings.signInClientId]),
    }),
    tokens: tokenVerifier({ issuer: settings.issuer, mfaEnforced: settings.mfaEnforcedByIssuer }),
    mfaRequired: settings.mfaRequired,
    ...(settings.viewerAddressHeader && { viewerAddressHeader: settings.viewerAddressHeader }),
    limits: settings.limits,
    observability,
  };
}

/** The handler of a context's `api` function. */
export function apiHandler<Deps>(
  api: Api<Deps>,
  deps: Deps,
  parts: ApiParts,
): (event: GatewayEvent) => Promise<GatewayReply> {
  const dispatch = apiDispatcher(api, deps, parts);
  return async (event) => {
    try {
      return await dispatch(event);
    } finally {
      parts.observability.flush();
    }
  };
}
