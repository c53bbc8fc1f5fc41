import type * as z from 'zod';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { isDirect } from '../../buying/index.ts';
import type * as s from '../../schemas.ts';
import { type Subscription, supportsForPartner } from '../../subscriptions/index.ts';
import { partnersStore } from '../store/partners-store.ts';

export type ContactWire = z.input<typeof s.PartnerContact>;
type SoldBy = z.input<typeof s.SoldBy>;

/** How customers reach partners, by their id: names as their accounts have them now, the rest as tenancy told it. */
export async function contactsOf(
  partnerIds: readonly string[],
  table: Table,
): Promise<ReadonlyMap<string, ContactWire>> {
  const ids = [...new Set(partnerIds)];
  if (ids.length === 0) return new Map();
  const [accounts, support] = await Promise.all([
    shownRecords(table).accounts(ids),
    partnersStore(table).supportOf(ids),
  ]);
  const names = new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
  return new Map(
    ids.map((partnerId) => {
      const partnerName = names.get(partnerId) ?? '';
      const { email, telephone, website } = support.get(partnerId) ?? {};
      const supportContact = {
        name: partnerName,
        ...(email && { email }),
        ...(telephone && { telephone }),
        ...(website && { website }),
      };
      return [partnerId, { partnerId, partnerName, supportContact }];
    }),
  );
}

/**
 * SUP-5: who sold each of some subscriptions, and whom their customer turns to: the partner, or the reseller that it named while
 * that works under it; nobody here for what was bought direct.
 */
export async function sellersOf(
  all: readonly Subscription[],
  at: Instant,
  table: Table,
): Promise<ReadonlyMap<string, SoldBy>> {
  const sold = all.filter((of) => !isDirect(of));
  const supporters = await supportersOf(sold, at, table);
  const contacts = await contactsOf(
    sold.flatMap((of) => [of.partnerId, supporters.get(of.subscriptionId)!]),
    table,
  );
  return new Map(
    all.map((of): [string, SoldBy] => {
      if (isDirect(of)) return [of.subscriptionId, { channel: 'direct' }];
      const { partnerName } = contacts.get(of.partnerId)!;
      const { supportContact } = contacts.get(supporters.get(of.subscriptionId)!)!;
      return [of.subscriptionId, { channel: 'partner', partnerName, supportContact }];
    }),
  );
}

/** Who supports each: a reseller is asked about once for each provider. */
async function supportersOf(
  sold: readonly Subscription[],
  at: Instant,
  table: Table,
): Promise<ReadonlyMap<string, string>> {
  const asked = new Map<string, Promise<boolean>>();
  const supporterOf = async ({ partnerId, supportContact }: Subscription): Promise<string> => {
    if (!supportContact) return partnerId;
    const name = `${partnerId} ${supportContact.networkId} ${supportContact.tenantId}`;
    const answer = asked.get(name) ?? supportsForPartner(supportContact, partnerId, at, table);
    asked.set(name, answer);
    return (await answer) ? supportContact.tenantId : partnerId;
  };
  return new Map(await Promise.all(sold.map(async (of) => [of.subscriptionId, await supporterOf(of)] as const)));
}
