import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { invitationsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { findInvitation } from './invitations.ts';

/** Who invites to what, for whoever holds the link; nothing about other customers (REL-1). */
export const viewInvitation: Operation<typeof invitationsRoutes.viewInvitation, Deps> = async ({ path }, deps) => {
  const invitation = await findInvitation(path.token, deps);
  if (!invitation) return refuse('invitation_not_found');
  const { partner, link } = invitation;
  return ok({
    status: 200,
    body: {
      partnerName: partner.companyName,
      partnerId: partner.partnerId,
      type: link.kind === 'reseller-invitation' ? 'reseller' : 'advisor',
      grantsDelegatedAdmin: true,
      supportProfile: { ...partner.profiles.support },
    },
  });
};
