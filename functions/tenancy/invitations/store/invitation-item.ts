import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { type StoredRecord, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import type { Invitation, LinkedInvitation } from '../domain/invitation.ts';

/** In the first shapes the type was called `kind`, which is the envelope's word. */
const typeFromKind: Upgrade = ({ kind, ...rest }) => ({ ...rest, type: kind });

/** The present generation of a partner's invitation. */
export const invitationItem = storedKind<Invitation>({
  kind: 'invitation',
  shape: 2,
  upgrades: [(record) => typeFromKind(unfoldState(record))],
});

/** What the token of a link stands for. Stored under its hash; the token itself is stored nowhere. */
export const invitationLinkItem = storedKind<LinkedInvitation>({
  kind: 'invitationLink',
  shape: 2,
  upgrades: [({ link }) => typeFromKind(link as StoredRecord)],
});
