import { advanced } from '../../../../shared/dynamo/aggregate.ts';
import { putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { isPasswordLink, linkKey } from '../../people/index.ts';
import type { Invitation, LinkedInvitation } from '../domain/invitation.ts';
import { invitationItem, invitationLinkItem } from './invitation-item.ts';
import { invitationKey } from './keys.ts';

const linkWrite = (hash: string, { partnerId, type, resellerId, generation }: Invitation): Write =>
  putNew(invitationLinkItem.toItem(linkKey(hash), given({ partnerId, type, resellerId, generation })));

/** Invitations, and which of them the token of a link opens. */
export const invitationStore = (table: Table) => ({
  /** Reads consistently: a link that was withdrawn a moment ago is withdrawn. */
  async linkedBy(hash: string): Promise<LinkedInvitation | undefined> {
    const item = await table.get(linkKey(hash), { consistent: true });
    return item && !isPasswordLink(item) ? invitationLinkItem.fromItem(item) : undefined;
  },

  async load(of: Pick<Invitation, 'partnerId' | 'type' | 'resellerId'>): Promise<Invitation | undefined> {
    const item = await table.get(invitationKey(of), { consistent: true });
    return item && invitationItem.fromItem(item);
  },

  /** Writes of a new generation: its link is found from now on, the one before no more. */
  writes(before: Invitation | undefined, after: Invitation, hashes: { old?: readonly string[]; new: string }): Write[] {
    return [
      putIfVersion(invitationItem.toItem(invitationKey(after), advanced(after)), before?.version ?? 0),
      linkWrite(hashes.new, after),
      ...(hashes.old ?? []).map((hash): Write => ({ delete: linkKey(hash) })),
    ];
  },

  /** Writes that find the invitation by another token, too; they fail when its link was withdrawn meanwhile. */
  anotherTokenWrites: (of: Invitation, hash: string): Write[] => [
    { check: invitationKey(of), if: { kind: 'equals', values: { version: of.version } } },
    linkWrite(hash, of),
  ],
});
