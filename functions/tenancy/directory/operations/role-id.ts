import { createHash } from 'node:crypto';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { type DirectoryRole, directoryRoles } from '../../people/index.ts';

/** The id of a role in the directory of a tenant: each tenant has its own, and nothing need be stored for it. */
export const directoryRoleId = (tenantId: string, role: DirectoryRole): string =>
  guidFromHex(createHash('sha256').update(['directory role', tenantId, role].join('\u0000')).digest('hex'));

/** Which role of the tenant an id names; undefined for that of another tenant, and for one that nobody has. */
export const directoryRoleOf = (tenantId: string, roleId: string): DirectoryRole | undefined =>
  directoryRoles.find((role) => directoryRoleId(tenantId, role) === roleId.toLowerCase());
