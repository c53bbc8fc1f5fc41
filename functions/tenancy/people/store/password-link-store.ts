import { putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { linkKey } from './keys.ts';

/** Who may set a password by a link. Stored under the hash of its token; the token itself is stored nowhere. */
export interface PasswordLink {
  readonly kind: 'password';
  readonly tenantId: string;
  readonly userId: string;
  readonly generation: number;
  readonly validUntil: Instant;
  readonly usedAt?: Instant;
}

/** One-time links by which users set their first password. */
export const passwordLinkStore = (table: Table) => ({
  /** Reads consistently: a link that was used a moment ago is used. */
  async find(hash: string): Promise<PasswordLink | undefined> {
    const link = (await table.get(linkKey(hash), { consistent: true }))?.link as PasswordLink | undefined;
    return link?.kind === 'password' ? link : undefined;
  },

  createWrite: (hash: string, link: PasswordLink): Write => putNew({ ...linkKey(hash), link, isUsed: false }),

  /** Marks a link used; fails when it is already. */
  useWrite: (hash: string, link: PasswordLink, usedAt: Instant): Write => ({
    put: { ...linkKey(hash), link: { ...link, usedAt }, isUsed: true },
    if: { kind: 'equals', values: { isUsed: false } },
  }),
});
