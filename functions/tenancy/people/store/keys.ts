import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- users and applications --------------------------------------------------------------------------------------------
export const userPartition = (tenantId: string): string => `TENANCY#${tenantId}#USERS`;
export const userPrefix = 'USER#';
export const userKey = (ids: { tenantId: string; userId: string }): Key => ({
  pk: userPartition(ids.tenantId),
  sk: `${userPrefix}${ids.userId}`,
});
export const userNameKey = (tenantId: string, userPrincipalName: string): Key => ({
  pk: userPartition(tenantId),
  sk: `NAME#${userPrincipalName.toLowerCase()}`,
});
/** Index: deleted users by when they are purged, spread over a few partitions. */
const PURGE_SHARDS = 4;
export const purgePartitions: readonly string[] = Array.from(
  { length: PURGE_SHARDS },
  (_, shard) => `TENANCY#DUE#PURGE#${shard}`,
);
/** Users that are to be purged before an instant. */
export const duePurges = (before: Instant): readonly Query[] =>
  purgePartitions.map((pk) => ({ index: 'gsi1', pk, sk: { before } }));
export const purgeIndex = ({ userId, dueAt }: { userId: string; dueAt: string }) => ({
  gsi1pk: purgePartitions[Number.parseInt(userId.slice(-4), 16) % PURGE_SHARDS]!,
  gsi1sk: `${dueAt}#${userId}`,
});
export const applicationPartition = (tenantId: string): string => `TENANCY#${tenantId}#APPLICATIONS`;
export const applicationPrefix = 'APPLICATION#';
export const applicationKey = (ids: { tenantId: string; appId: string }): Key => ({
  pk: applicationPartition(ids.tenantId),
  sk: `${applicationPrefix}${ids.appId}`,
});
/** How many registrations a tenant keeps. */
export const registrationsKey = (tenantId: string): Key => ({ pk: `TENANCY#${tenantId}#REGISTRATIONS`, sk: 'KEPT' });
/** Whose client is it? What the issuer's trigger and the token endpoint ask. */
export const clientKey = (clientId: string): Key => ({ pk: `TENANCY#CLIENT#${clientId}`, sk: 'CLIENT' });
// --- links -------------------------------------------------------------------------------------------------------------
/** What a token stands for, by its hash. */
export const linkKey = (hash: string): Key => ({ pk: `TENANCY#LINK#${hash}`, sk: 'LINK' });
