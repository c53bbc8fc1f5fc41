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
export const userNamePrefix = 'NAME#';
export const userNameKey = (tenantId: string, userPrincipalName: string): Key => ({
  pk: userPartition(tenantId),
  sk: `${userNamePrefix}${userPrincipalName.toLowerCase()}`,
});
/** Users of a tenant by their names; that of their sign-in name is the other. */
export const shownNamePrefix = 'SHOWN#';
export const shownNameKey = (user: { tenantId: string; userId: string; displayName: string }): Key => ({
  pk: userPartition(user.tenantId),
  sk: `${shownNamePrefix}${user.displayName.toLowerCase().slice(0, SHOWN_LENGTH_MAX).toWellFormed()}\t${user.userId}`,
});
/** Characters of a display name that a key holds: a sort key takes 1024 bytes, whatever alphabet they are of. */
const SHOWN_LENGTH_MAX = 200;
/** Who has a role in the directory: active users alone. */
export const membersPrefix = (role: string): string => `ROLE#${role}#`;
export const memberKey = (of: { tenantId: string; role: string; userId: string }): Key => ({
  pk: userPartition(of.tenantId),
  sk: `${membersPrefix(of.role)}${of.userId}`,
});
/** How far users have been entered by display name. */
export const enteredKey = (tenantId: string): Key => ({ pk: userPartition(tenantId), sk: 'ENTERED' });
/** Index: the active global admins of a tenant. */
export const adminsPartition = (tenantId: string): string => `TENANCY#${tenantId}#ADMINS`;
export const adminIndex = ({ tenantId, userId }: { tenantId: string; userId: string }) => ({
  gsi2pk: adminsPartition(tenantId),
  gsi2sk: userId,
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
