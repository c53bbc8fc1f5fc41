import type * as z from 'zod';
import type * as s from '../../schemas.ts';
import type { InvitationKind, InvitationLink } from '../domain/invitation.ts';
import { invitationText } from '../domain/invitation-text.ts';
import type { Deps } from './dependencies.ts';
import { invitationUrl } from './links.ts';

/** An invitation as its partner sees it: the link, and a mail text around it in the caller's language. */
export function toRelationshipRequestWire(
  link: InvitationLink & { readonly kind: InvitationKind },
  about: { partnerName: string; root: string; locale: string },
  deps: Pick<Deps, 'linkSecret'>,
): z.input<typeof s.RelationshipRequest> {
  const url = invitationUrl(about.root, link, deps);
  const { subject, text } = invitationText(about.locale, { kind: link.kind, partnerName: about.partnerName, url });
  return { url, emailSubject: subject, emailText: text, attributes: { objectType: 'RelationshipRequest' } };
}
