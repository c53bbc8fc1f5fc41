import { advanced, fromItem, toItem } from '../../../../shared/dynamo/aggregate.ts';
import { putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { linkKey } from '../../people/index.ts';
import type { InvitationLink } from '../domain/invitation.ts';
import { invitationKey } from './keys.ts';

/** What the holder of a link may do. Stored under the hash of its token; the token itself is stored nowhere. */
export interface LinkRecord {
  readonly kind: InvitationLink['kind'];
  readonly partnerId: string;
  readonly resellerId?: string;
  readonly generation: number;
}

const recordOf = ({ partnerId, kind, resellerId, generation }: InvitationLink): LinkRecord => ({
  partnerId,
  kind,
  generation,
  ...(resellerId !== undefined && { resellerId }),
});

/** Invitations, and who is found by the tokens of their links. */
export const linkStore = (table: Table) => ({
  /** Reads consistently: a link that was withdrawn a moment ago is withdrawn. */
  async find(hash: string): Promise<LinkRecord | undefined> {
    const link = (await table.get(linkKey(hash), { consistent: true }))?.link as LinkRecord | undefined;
    return link?.partnerId === undefined ? undefined : link;
  },

  async invitation(of: { partnerId: string; kind: InvitationLink['kind']; resellerId?: string }) {
    return fromItem<InvitationLink>(await table.get(invitationKey(of), { consistent: true }));
  },

  /** Writes of a new generation: its hash is found from now on, the one before no more. */
  invitationWrites(
    before: InvitationLink | undefined,
    after: InvitationLink,
    hashes: { old?: readonly string[]; new: string },
  ) {
    const writes: Write[] = [
      putIfVersion(toItem(invitationKey(after), advanced(after)), before?.version ?? 0),
      putNew({ ...linkKey(hashes.new), link: recordOf(after) }),
    ];
    return [...writes, ...(hashes.old ?? []).map((hash): Write => ({ delete: linkKey(hash) }))];
  },

  /** Writes that find the link by another token, too; they fail when it was withdrawn meanwhile. */
  anotherTokenWrites: (of: InvitationLink, hash: string): Write[] => [
    { check: invitationKey(of), if: { kind: 'equals', values: { version: of.version } } },
    putNew({ ...linkKey(hash), link: recordOf(of) }),
  ],
});
