import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** The present generation of a partner's invitations. */
export const invitationKey = (of: { partnerId: string; type: string; resellerId?: string }): Key => ({
  pk: `TENANCY#${of.partnerId}#LINKS`,
  sk: of.resellerId === undefined ? of.type : `${of.type}#${of.resellerId}`,
});
