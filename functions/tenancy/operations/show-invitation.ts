import type { Operation } from '../../../shared/http/call.ts';
import { invitationPage, messagePage } from '../pages/invitation-pages.ts';
import { noInvitation } from '../pages/refusal-pages.ts';
import type { tenancyRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { findInvitation } from './invitations.ts';
import { pageReply } from './page-reply.ts';

export const invitationPath = (token: string, rest = ''): string => `/invitations/${encodeURIComponent(token)}${rest}`;

/** The landing page of an invitation: who asks for what, and a way to sign in (REL-1). */
export const showInvitation: Operation<typeof tenancyRoutes.routes.showInvitation, Deps> = async (
  { path, root },
  deps,
) => {
  const invitation = await findInvitation(path.token, deps);
  if (!invitation) return pageReply(404, messagePage(noInvitation), { root });
  const { partner, link } = invitation;
  const html = invitationPage({
    partnerName: partner.companyName,
    kind: link.kind,
    support: partner.profiles.support,
    signInPath: invitationPath(path.token, '/sign-in'),
  });
  return pageReply(200, html, { root });
};
