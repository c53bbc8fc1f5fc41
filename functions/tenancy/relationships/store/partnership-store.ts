import { PartnerRelationshipChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { joinedList, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import { putIfVersion, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import type { Partnership } from '../domain/partnership.ts';
import * as keys from './keys.ts';
import { partnershipItem } from './partnership-item.ts';

/** Partnerships of indirect providers and their resellers (PRG-1, REL-7). */
export const partnershipStore = (table: Table) => ({
  async load(ids: keys.PartnershipIds): Promise<Partnership | undefined> {
    const item = await table.get(keys.partnershipKey(ids), { consistent: true });
    return item && partnershipItem.fromItem(item);
  },

  /** The resellers of a provider that are wanted. */
  resellersOf(providerId: string, isWanted: (reseller: Partner) => boolean): SoughtList<Partner> {
    const query = { pk: keys.partnershipPartition(providerId), sk: { beginsWith: keys.partnershipPrefix } };
    return others(table, { ...query, consistent: true }, ({ resellerId }) => resellerId, isWanted);
  },

  /** The providers of a reseller that are wanted; the index lags by moments. */
  providersOf: (resellerId: string, isWanted: (provider: Partner) => boolean): SoughtList<Partner> =>
    others(table, { index: 'gsi1', pk: keys.providersPartition(resellerId) }, ({ providerId }) => providerId, isWanted),

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

/** Partnerships of which the other partner is read for a page. */
const OTHERS_MAX = 500;

/** The other partners of the active partnerships that a query finds. */
const others = (
  table: Table,
  query: Query,
  otherOf: (partnership: Partnership) => string,
  isWanted: (other: Partner) => boolean,
): SoughtList<Partner> =>
  joinedList(table, [query], {
    async join(items) {
      const partnerships = items.map(partnershipItem.fromItem);
      const active = partnerships.filter(({ isActive }) => isActive);
      const partners = await partnerStore(table).loadAll(active.map(otherOf));
      const byId = new Map(partners.filter(isWanted).map((partner) => [partner.partnerId, partner]));
      return partnerships.map((partnership) => (partnership.isActive ? byId.get(otherOf(partnership)) : undefined));
    },
    itemsMax: OTHERS_MAX,
  });
