import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import type * as s from '../../schemas.ts';
import type { User } from '../domain/user.ts';

export const toPartnerUserWire = (user: User): z.input<typeof s.PartnerUser> => ({
  id: user.userId,
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  email: user.email,
  agentRoles: [...user.agentRoles],
  ownTenantRole: user.isGlobalAdmin ? 'globalAdmin' : 'none',
  state: user.state,
  links: { self: link(`/partner/users/${user.userId}`) },
  attributes: { objectType: 'PartnerUser', etag: etagOf(user.userId, user.version) },
});
