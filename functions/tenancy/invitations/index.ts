/** What operations and stores of the slices above may use. */
export type { CustomerInvitationType } from './domain/invitation.ts';
export { type Accepter, acceptInvitationFor, actorOfPerson, isAccepted, mayAccept } from './operations/acceptance.ts';
export { type FoundInvitation, findInvitation } from './operations/invitations.ts';
export { noInvitation } from './pages/no-invitation.ts';
