import { acceptInvitation } from './operations/accept-invitation.ts';
import { mailInvitation } from './operations/mail-invitation.ts';
import { acceptPartnership, showPartnership, viewPartnershipRequest } from './operations/partnership-invitation.ts';
import { rotateInvitation } from './operations/rotate-invitation.ts';
import { viewDelegatedAdminRequest } from './operations/view-delegated-admin-request.ts';
import { viewInvitation } from './operations/view-invitation.ts';
import { viewRelationshipRequest } from './operations/view-relationship-request.ts';

/** What answers each route of the slice. */
export const invitationsOperations = {
  viewRelationshipRequest,
  mailInvitation,
  rotateInvitation,
  viewDelegatedAdminRequest,
  viewInvitation,
  acceptInvitation,
  viewPartnershipRequest,
  acceptPartnership,
  showPartnership,
} as const;
