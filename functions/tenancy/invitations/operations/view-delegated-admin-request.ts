import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { invitationsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { presentInvitation } from './invitations.ts';
import { toRelationshipRequestWire } from './relationship-request-wire.ts';

/** The invitation that asks for delegated administration and nothing else: an advisor's, and any partner's (REL-8). */
export const viewDelegatedAdminRequest: Operation<typeof invitationsRoutes.viewDelegatedAdminRequest, Deps> = async (
  { caller, root, locale },
  deps,
) => {
  const invitation = await presentInvitation({ partnerId: caller.tenantId, type: 'advisor-invitation' }, deps);
  const about = { partnerName: caller.account.name, root, locale };
  return ok({ status: 200, body: toRelationshipRequestWire(invitation, about, deps) });
};
