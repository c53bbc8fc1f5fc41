import { putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { linkKey } from './keys.ts';
import { isPasswordLink, type PasswordLink, passwordLinkItem } from './password-link-item.ts';

/** One-time links by which users set their first password. */
export const passwordLinkStore = (table: Table) => ({
  /** Reads consistently: a link that was used a moment ago is used. */
  async find(hash: string): Promise<PasswordLink | undefined> {
    const item = await table.get(linkKey(hash), { consistent: true });
    if (!item || !isPasswordLink(item)) return undefined;
    const { isUsed: _, ...link } = passwordLinkItem.fromItem(item);
    return link;
  },

  createWrite: (hash: string, link: PasswordLink): Write =>
    putNew(passwordLinkItem.toItem(linkKey(hash), { ...link, isUsed: false })),

  /** Marks a link used; fails when it is already. */
  useWrite: (hash: string, link: PasswordLink, usedAt: Instant): Write => ({
    put: passwordLinkItem.toItem(linkKey(hash), { ...link, usedAt, isUsed: true }),
    if: { kind: 'equals', values: { isUsed: false } },
  }),
});
