import type * as z from 'zod';
import type * as s from '../../schemas.ts';
import type { CustomerInvitationType, Invitation } from '../domain/invitation.ts';
import { invitationText } from '../domain/invitation-text.ts';
import type { Deps } from './dependencies.ts';
import { invitationUrl } from './invitation-links.ts';

/** An invitation as its partner sees it: the link, and a mail text around it in the caller's language. */
export function toRelationshipRequestWire(
  invitation: Invitation & { readonly type: CustomerInvitationType },
  about: { partnerName: string; root: string; locale: string },
  deps: Pick<Deps, 'linkSecret'>,
): z.input<typeof s.RelationshipRequest> {
  const url = invitationUrl(about.root, invitation, deps);
  const { subject, text } = invitationText(about.locale, {
    type: invitation.type,
    partnerName: about.partnerName,
    url,
  });
  return { url, emailSubject: subject, emailText: text, attributes: { objectType: 'RelationshipRequest' } };
}
