import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** Who may set a password by a link. Stored under the hash of its token; the token itself is stored nowhere. */
export interface PasswordLink {
  readonly tenantId: string;
  readonly userId: string;
  readonly generation: number;
  readonly validUntil: Instant;
  readonly usedAt?: Instant;
}

/** Conditions ask for `isUsed`, which is there from the first day. In the first shape all else lay under `link`. */
export const passwordLinkItem = storedKind<PasswordLink & { readonly isUsed: boolean }>({
  kind: 'passwordLink',
  shape: 2,
  upgrades: [
    ({ link, isUsed }) => {
      const { kind: _, ...rest } = link as StoredRecord;
      return { ...rest, isUsed };
    },
  ],
});

/** Two kinds lie under the hashes of tokens; those of the first shapes tell theirs in the link. */
export const isPasswordLink = ({ kind, link }: Item): boolean =>
  kind === undefined ? (link as StoredRecord).kind === 'password' : kind === passwordLinkItem.kind;
