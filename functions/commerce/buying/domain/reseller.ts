import type { Refusal } from '../../../../shared/kernel/result.ts';

/** What is known of the company behind a network id, seen from a provider. */
export interface ResellerStanding {
  readonly isKnown: boolean;
  readonly isPartnered: boolean;
  /** Tenant of the reseller, where they are partners. */
  readonly resellerId?: string | undefined;
  /** With the program, as it counts at this moment. */
  readonly agreement: 'inForce' | 'unsigned' | 'ended';
  /** False of one that is suspended, out of business or refused by vetting. */
  readonly isInBusiness: boolean;
}
export const UNKNOWN_RESELLER: ResellerStanding = {
  isKnown: false,
  isPartnered: false,
  agreement: 'unsigned',
  isInBusiness: false,
};

export type ResellerRefusal = Refusal<
  | 'partner_on_record_fixed'
  | 'own_network_id'
  | 'reseller_unknown'
  | 'reseller_not_partnered'
  | 'reseller_agreement_unsigned'
>;

const AGREEMENT_ENDED = 'The agreement of this reseller with the program has ended: it takes no new business.';
const NOT_IN_BUSINESS = 'The program does no business with this reseller now.';

/**
 * The reseller of record of a subscription (commerce contract 15): an indirect reseller in partnership with the
 * provider that orders, whose agreement is accepted. One that has ended is accepted no more: it takes no new business
 * (PRG-8), and so neither does one that the program does none with now. Direct partners name none.
 */
export function resellerRefusal(
  networkId: string | undefined,
  provider: { readonly isIndirect: boolean; readonly networkId?: string | undefined },
  standing: ResellerStanding,
): ResellerRefusal | undefined {
  if (!networkId) return undefined;
  if (!provider.isIndirect) return { name: 'partner_on_record_fixed' };
  if (networkId === provider.networkId) return { name: 'own_network_id' };
  if (!standing.isKnown) return { name: 'reseller_unknown' };
  if (!standing.isPartnered) return { name: 'reseller_not_partnered' };
  if (standing.agreement === 'unsigned') return { name: 'reseller_agreement_unsigned' };
  if (standing.agreement === 'ended') return { name: 'reseller_agreement_unsigned', description: AGREEMENT_ENDED };
  return standing.isInBusiness ? undefined : { name: 'reseller_not_partnered', description: NOT_IN_BUSINESS };
}
