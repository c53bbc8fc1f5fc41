import { addMonths, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { AgentRole } from './user.ts';

/** An app registration of a tenant: a program that calls the API with its own secret (conventions 2.3). */
export interface Application {
  readonly tenantId: string;
  /** Client id at the issuer. */
  readonly appId: string;
  readonly version: number;
  readonly displayName: string;
  readonly redirectUris: readonly string[];
  readonly agentRoles: readonly AgentRole[];
  readonly isGlobalAdmin: boolean;
  readonly isOperator?: true;
  /** The user whose rights it has: then its tokens count as that user's. */
  readonly boundUserId?: string;
  readonly createdAt: Instant;
  readonly isDeleted: boolean;
  readonly secrets: readonly Secret[];
}
/** A secret is known by its hash alone. */
export interface Secret {
  readonly secretId: string;
  readonly hash: string;
  /** Its first characters, to tell one from another; absent in those from before hints were kept. */
  readonly hint?: string;
  readonly createdAt: Instant;
  /** Absent in those from before every secret had an end: see {@link endOfSecret}. */
  readonly expiresAt?: Instant;
}

/** Months that a secret lives at most, and where nothing else is asked for. */
export const SECRET_MONTHS_MAX = 24;

/** When a secret made at `at` ends at the latest: the same time of the same day two years later. */
export const latestEnd = (at: Instant): Instant =>
  `${addMonths(utcDay(at), SECRET_MONTHS_MAX)}${at.slice(10)}` as Instant;

/** When a secret ends. Those that were given no end, or a later one, end when they are two years old all the same. */
export function endOfSecret({ createdAt, expiresAt }: Pick<Secret, 'createdAt' | 'expiresAt'>): Instant {
  const latest = latestEnd(createdAt);
  return expiresAt !== undefined && expiresAt < latest ? expiresAt : latest;
}

/** What is known of a client by its id alone: an application of one tenant, or a client of the program's own. */
export type ClientRecord =
  | { readonly tenantId: string; readonly boundUserId?: string; readonly isDeleted: boolean }
  | { readonly isProgram: true };

/** A client that the template makes. */
export const PROGRAM_CLIENT = { isProgram: true } as const satisfies ClientRecord;

/**
 * May people of the tenant sign in through the client? The program's own serve everybody, an application its own tenant
 * until it is deleted. Whether another tenant consented to it is asked beside this: `shared/identity/consent.ts`.
 */
export const servesTenant = (client: ClientRecord, tenantId: string): boolean =>
  'isProgram' in client || (!client.isDeleted && client.tenantId === tenantId);

/** True for a text that an issuer could have given as a client id. */
export const isClientId = (text: string): boolean => /^[\w+-]{1,128}$/.test(text);

/** Secrets that still count. */
export const liveSecrets = ({ secrets }: Pick<Application, 'secrets'>, at: Instant): readonly Secret[] =>
  secrets.filter((secret) => endOfSecret(secret) > at);

/** Secrets that an application may have at a time: enough to change one without a pause. */
export const SECRETS_MAX = 5;
