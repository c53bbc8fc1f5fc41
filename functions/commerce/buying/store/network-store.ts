import type { Table } from '../../../../shared/dynamo/table.ts';
import { type Money, money } from '../../../../shared/kernel/money.ts';
import type { PartnerStanding } from '../domain/purchase-eligibility.ts';
import { type ResellerStanding, UNKNOWN_RESELLER } from '../domain/reseller.ts';
import { networkIdKey, partnershipKey, standingKey } from './keys.ts';

/** What commerce keeps of other contexts' facts about partners: network ids, partnerships, standing with billing. */
export const networkStore = (table: Table) => ({
  /** What is known of a network id, seen from a provider. */
  async reseller(providerId: string, networkId: string): Promise<ResellerStanding> {
    const keys = [networkIdKey(networkId), partnershipKey(providerId, networkId)];
    const items = await table.batchGet(keys, { consistent: true });
    const company = items.find(({ pk }) => pk === keys[0]!.pk);
    const partnership = items.find(({ pk }) => pk === keys[1]!.pk);
    if (!company && !partnership) return UNKNOWN_RESELLER;
    return {
      isKnown: true,
      isPartnered: partnership?.isActive === true,
      hasSignedAgreement: partnership?.hasSignedAgreement === true,
    };
  },

  async standing(partnerId: string): Promise<PartnerStanding> {
    const item = await table.get(standingKey(partnerId), { consistent: true });
    if (!item) return { isOrderingSuspended: false };
    const available = item.creditAvailable as { amount: string; currency: string } | undefined;
    const creditAvailable: Money | undefined = available && money(available.amount, available.currency);
    return {
      isOrderingSuspended: item.isOrderingSuspended === true,
      ...(creditAvailable && { creditAvailable }),
    };
  },
});
