import {
  allOf,
  type Cursor,
  type Item,
  type Query,
  type Table,
  type Write,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import type { PartnerUser } from '../domain/recipients.ts';
import { partnerContactItem, userContactItem } from './contact-item.ts';
import { contactsPartition, partnerKey, partnersIndex, partnersPartition, userKey, userPrefix } from './keys.ts';

/** The projection of partners and their users. Only the latest state counts: an older version changes nothing. */
export const contactStore = (table: Table) => ({
  /**
   * `isTold`: it hears of what concerns all partners. What was stored before that was kept gets it with its next event, or when its
   * latest one is played again (`npm run recover`).
   */
  async keepPartner(
    { partnerId, companyName, isTold }: { partnerId: string; companyName: string; isTold: boolean },
    version: number,
  ): Promise<void> {
    const keys = { ...partnerKey(partnerId), ...(isTold ? partnersIndex(partnerId) : {}) };
    const item = partnerContactItem.toItem(keys, { companyName, version });
    if (await putUnlessOlder(table, item, version)) return;
    const stored = await table.get(keys, { consistent: true });
    if (stored?.version === version && stored.gsi1sk !== item.gsi1sk) await putUnlessOlder(table, item, version + 1);
  },

  /** A page of the partners that hear of what concerns all, by their ids. From an index. */
  async partners({ size, after }: { size: number; after?: Cursor | undefined }) {
    const query: Query = { index: 'gsi1', pk: partnersPartition, limit: size, ...(after && { after }) };
    const { items, next } = await table.query(query);
    return { partnerIds: items.map((item) => String(item.gsi1sk)), ...(next && { next }) };
  },

  async keepUser(partnerId: string, user: PartnerUser, version: number): Promise<void> {
    const key = userKey({ partnerId, userId: user.userId });
    await putUnlessOlder(table, userContactItem.toItem(key, { user, version }), version);
  },

  /** Everybody known of a partner; its name is undefined until its own event has arrived. */
  async ofPartner(partnerId: string): Promise<{ companyName: string | undefined; users: PartnerUser[] }> {
    const items = await allOf(table, { pk: contactsPartition(partnerId), consistent: true });
    const { sk: own } = partnerKey(partnerId);
    const partner = items.find((item) => item.sk === own);
    const users = items.filter((item) => item.sk.startsWith(userPrefix));
    return {
      companyName: partner && partnerContactItem.fromItem(partner).companyName,
      users: users.map((item) => userContactItem.fromItem(item).user),
    };
  },
});

/** @returns whether it was put. */
async function putUnlessOlder(table: Table, item: Item, version: number): Promise<boolean> {
  const write: Write = { put: item, if: { kind: 'absentOrLess', attribute: 'version', value: version } };
  try {
    await table.write([write]);
    return true;
  } catch (error) {
    const isOlder = error instanceof WriteConflictError && error.reasons[0] === 'condition';
    if (!isOlder) throw error;
    return false;
  }
}
