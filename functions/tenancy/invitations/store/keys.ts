import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** The present generation of a partner's links. */
export const invitationKey = (link: { partnerId: string; kind: string; resellerId?: string }): Key => ({
  pk: `TENANCY#${link.partnerId}#LINKS`,
  sk: link.resellerId === undefined ? link.kind : `${link.kind}#${link.resellerId}`,
});
