import type { Operation } from '../../../../shared/http/call.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply } from '../../../../shared/pages/page-reply.ts';
import { findInvitation, noInvitation } from '../../invitations/index.ts';
import type { Partner } from '../../program/index.ts';
import { invitationPage, type PartnerFacts } from '../pages/invitation-pages.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

export const invitationPath = (token: string, rest = ''): string => `/invitations/${encodeURIComponent(token)}${rest}`;

/** Who asks, as its pages name it. */
export const partnerFacts = ({ companyName, domain, country }: Partner): PartnerFacts => ({
  partnerName: companyName,
  domain,
  country,
});

/** The landing page of an invitation: who asks for what, and a way to sign in (REL-1). */
export const showInvitation: Operation<typeof signInRoutes.showInvitation, Deps> = async ({ path, root }, deps) => {
  const found = await findInvitation(path.token, deps);
  if (!found) return pageReply(404, messagePage(noInvitation), { root }, deps);
  const { partner, invitation } = found;
  const page = invitationPage({
    partner: partnerFacts(partner),
    type: invitation.type,
    support: partner.profiles.support,
    signInPath: invitationPath(path.token, '/sign-in'),
  });
  return pageReply(200, page, { root }, deps);
};
