import type { PartnerChanged, PartnerRelationshipChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { networkStore } from '../store/network-store.ts';
import type { BuyingDeps } from './dependencies.ts';

/** Commerce contract 15: keeps whose network id is whose, so that an unknown one can be told from a foreign one. */
export async function noteNetworkId(event: EventOf<typeof PartnerChanged>, { table }: BuyingDeps): Promise<void> {
  const { mpnId, partnerId, programRole } = event.detail;
  if (mpnId === undefined) return;
  await networkStore(table).noteCompany(mpnId, { partnerId, programRole, asOf: orderOf(event) });
}

/** Commerce contract 15: keeps which resellers work under a provider, and whether they signed their agreement. */
export async function notePartnership(
  event: EventOf<typeof PartnerRelationshipChanged>,
  { table }: BuyingDeps,
): Promise<void> {
  const { providerId, resellerId, resellerMpnId, resellerAgreementSigned, isActive } = event.detail;
  if (resellerMpnId === undefined) return;
  await networkStore(table).notePartnership(providerId, resellerMpnId, {
    resellerId,
    isActive,
    hasSignedAgreement: resellerAgreementSigned,
    asOf: orderOf(event),
  });
}

/** Events come in any order: the newest fact stays. Versions of one aggregate sort; two aggregates never share a key. */
const orderOf = ({ aggregateVersion }: { aggregateVersion: number }): number => aggregateVersion;
