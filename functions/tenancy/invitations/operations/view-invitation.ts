import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { invitationsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { findInvitation } from './invitations.ts';

/** Who invites to what, for whoever holds the link; nothing about other customers (REL-1). */
export const viewInvitation: Operation<typeof invitationsRoutes.viewInvitation, Deps> = async ({ path }, deps) => {
  const found = await findInvitation(path.token, deps);
  if (!found) return refuse('invitation_not_found');
  const { partner, invitation } = found;
  return ok({
    status: 200,
    body: {
      partnerName: partner.companyName,
      partnerId: partner.partnerId,
      type: invitation.type === 'reseller-invitation' ? 'reseller' : 'advisor',
      grantsDelegatedAdmin: true,
      supportProfile: { ...partner.profiles.support },
    },
  });
};
