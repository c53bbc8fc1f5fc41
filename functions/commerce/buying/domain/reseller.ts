import type { Refusal } from '../../../../shared/kernel/result.ts';

/** What is known of the company behind a network id, seen from a provider. */
export interface ResellerStanding {
  readonly isKnown: boolean;
  readonly isPartnered: boolean;
  readonly hasSignedAgreement: boolean;
}
export const UNKNOWN_RESELLER: ResellerStanding = { isKnown: false, isPartnered: false, hasSignedAgreement: false };

export type ResellerRefusal = Refusal<
  | 'partner_on_record_fixed'
  | 'own_network_id'
  | 'reseller_unknown'
  | 'reseller_not_partnered'
  | 'reseller_agreement_unsigned'
>;

/**
 * The reseller of record of a subscription (commerce contract 15): an indirect reseller in partnership with the
 * provider that orders, whose agreement is signed. Direct partners name none.
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
  return standing.hasSignedAgreement ? undefined : { name: 'reseller_agreement_unsigned' };
}
