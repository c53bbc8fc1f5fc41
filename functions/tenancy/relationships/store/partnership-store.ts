import { PartnerRelationshipChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Partner } from '../../program/index.ts';
import type { Partnership } from '../domain/partnership.ts';
import * as keys from './keys.ts';
import { partnershipItem } from './partnership-item.ts';

/** Partnerships of indirect providers and their resellers (PRG-1, REL-7). */
export const partnershipStore = (table: Table) => ({
  async load(ids: keys.PartnershipIds): Promise<Partnership | undefined> {
    const item = await table.get(keys.partnershipKey(ids), { consistent: true });
    return item && partnershipItem.fromItem(item);
  },

  async ofProvider(providerId: string): Promise<Partnership[]> {
    const items = await allOf(table, {
      pk: keys.partnershipPartition(providerId),
      sk: { beginsWith: keys.partnershipPrefix },
      consistent: true,
    });
    return items.map(partnershipItem.fromItem).filter(({ isActive }) => isActive);
  },

  /** The index lags by moments. */
  async ofReseller(resellerId: string): Promise<Partnership[]> {
    const items = await allOf(table, { index: 'gsi1', pk: keys.providersPartition(resellerId) });
    return items.map(partnershipItem.fromItem).filter(({ isActive }) => isActive);
  },

  /** Writes of a save: state and `PartnerRelationshipChanged`. */
  writes(before: Partnership | undefined, after: Partnership, reseller: Partner, { at, cause }: Occasion): Write[] {
    const saved = advanced(after);
    const { providerId, resellerId, isActive } = saved;
    const key = keys.partnershipKey(saved);
    const event = newEvent(
      PartnerRelationshipChanged,
      { tenantId: providerId, aggregateId: `${providerId}#${resellerId}`, occurredAt: at },
      {
        providerId,
        resellerId,
        resellerName: reseller.companyName,
        resellerAgreementSigned: reseller.agreement !== undefined,
        isActive,
        ...given({ resellerMpnId: reseller.mpnId }),
      },
    );
    return [
      putIfVersion(
        partnershipItem.toItem({ ...key, ...keys.partnershipOfResellerKeys(saved) }, saved),
        before?.version ?? 0,
      ),
      ...outboxWrite({ aggregate: key, version: saved.version, events: [event], cause }),
    ];
  },
});
