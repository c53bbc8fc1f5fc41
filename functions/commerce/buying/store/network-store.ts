import { type Item, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { money } from '../../../../shared/kernel/money.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { PartnerStanding } from '../domain/purchase-eligibility.ts';
import { type ResellerStanding, UNKNOWN_RESELLER } from '../domain/reseller.ts';
import { networkIdKey, partnershipKey, standingKey } from './keys.ts';
import {
  type NetworkCompany,
  networkIdItem,
  type Partnership,
  partnershipItem,
  type StoredStanding,
  standingItem,
} from './network-items.ts';

/** What commerce keeps of other contexts' facts about partners: network ids, partnerships, standing with billing. */
export const networkStore = (table: Table) => ({
  /**
   * What is known of a network id, seen from a provider: whose it is and whether they are partners by events, how the reseller
   * stands with the program by its account as it is now. One read of two items, and one of the account.
   */
  async reseller(providerId: string, networkId: string, at: Instant): Promise<ResellerStanding> {
    const [ofCompany, ofPartnership] = [networkIdKey(networkId), partnershipKey(providerId, networkId)];
    const items = await table.batchGet([ofCompany, ofPartnership], { consistent: true });
    const found = items.find(({ pk }) => pk === ofPartnership.pk);
    const partnership = found && partnershipItem.fromItem(found);
    if (items.length === 0) return UNKNOWN_RESELLER;
    if (!partnership?.isActive) return { ...UNKNOWN_RESELLER, isKnown: true };
    const account = await accessRecords(table).account(partnership.resellerId);
    const { agreementSignedOn, agreementEndedOn } = account?.partner ?? {};
    const hasEnded = agreementEndedOn !== undefined && agreementEndedOn <= utcDay(at);
    return {
      isKnown: true,
      isPartnered: true,
      resellerId: partnership.resellerId,
      agreement: agreementSignedOn === undefined ? 'unsigned' : hasEnded ? 'ended' : 'inForce',
      isInBusiness: account?.partner?.status === 'active' && account.partner.isRefused !== true,
    };
  },

  /** Who is behind network ids, for what is shown: tenant ids of those that are known, as they were a moment ago. */
  async companies(networkIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (networkIds.length === 0) return new Map();
    const ids = new Map(
      networkIds.map((networkId) => [networkIdKey(networkId).pk + networkIdKey(networkId).sk, networkId]),
    );
    const items = await table.batchGet(networkIds.map(networkIdKey));
    return new Map(items.map((item) => [ids.get(item.pk + item.sk)!, networkIdItem.fromItem(item).partnerId]));
  },

  async standing(partnerId: string): Promise<PartnerStanding> {
    const item = await table.get(standingKey(partnerId), { consistent: true });
    const { isOrderingSuspended = false, creditAvailable } = item ? standingItem.fromItem(item) : {};
    return {
      isOrderingSuspended,
      ...(creditAvailable && { creditAvailable: money(creditAvailable.amount, creditAvailable.currency) }),
    };
  },

  /** Notes whether a partner may order; what is known of a later version stays. */
  noteSuspension: (partnerId: string, isOrderingSuspended: boolean, asOf: number): Promise<void> =>
    writeLatest(table, {
      update: standingKey(partnerId),
      set: { ...standingItem.envelope, isOrderingSuspended, suspensionAsOf: asOf },
      if: { kind: 'absentOrLess', attribute: 'suspensionAsOf', value: asOf },
    }),

  /** Notes what a partner may order still, absent: as much as it likes; what is known of a later version stays. */
  noteCredit: (partnerId: string, available: StoredStanding['creditAvailable'], asOf: number): Promise<void> =>
    writeLatest(table, {
      update: standingKey(partnerId),
      set: { ...standingItem.envelope, ...(available && { creditAvailable: available }), creditAsOf: asOf },
      ...(!available && { remove: ['creditAvailable'] }),
      if: { kind: 'absentOrLess', attribute: 'creditAsOf', value: asOf },
    }),

  /** Notes whose a network id is; what is known of a later moment stays. */
  noteCompany: (networkId: string, company: NetworkCompany): Promise<void> =>
    putLatest(table, networkIdItem.toItem(networkIdKey(networkId), company), company.asOf),

  /** Notes how a reseller works under a provider; what is known of a later moment stays. */
  notePartnership: (providerId: string, networkId: string, partnership: Partnership): Promise<void> =>
    putLatest(table, partnershipItem.toItem(partnershipKey(providerId, networkId), partnership), partnership.asOf),
});

const putLatest = (table: Table, item: Item, asOf: number): Promise<void> =>
  writeLatest(table, { put: item, if: { kind: 'absentOrLess', attribute: 'asOf', value: asOf } });

async function writeLatest(table: Table, write: Write): Promise<void> {
  try {
    await table.write([write]);
  } catch (error) {
    if (!(error instanceof WriteConflictError && error.reasons[0] === 'condition')) throw error;
  }
}
