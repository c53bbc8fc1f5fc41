import { CountryRulesChanged, RegionsChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { accessKeys, regionRecordItem } from '../../../../shared/identity/access.ts';
import { alike } from '../../../../shared/kernel/given.ts';
import { type CountryRules, countryRules } from '../domain/country-rules.ts';
import { type RegionTable, regionIn } from '../domain/region-table.ts';
import { countriesOf, type Region, regions } from '../domain/regions.ts';
import { countryRulesKey, regionTableKey } from './keys.ts';
import { countryRulesItem, regionTableItem } from './market-items.ts';

const tableOf = (item: Item | undefined): RegionTable =>
  item ? regionTableItem.fromItem(item) : { version: 0, regions };

/** A market: the region that it is in, and what it asks of addresses and companies. */
export interface Market {
  readonly region: string;
  readonly rules: CountryRules;
  /** 0 as long as the rules are those of kept data. */
  readonly version: number;
}

/** Regions and market rules: what the operator said, else what the program began with. Consistent, so that a change counts at the next call. */
export const marketStore = (table: Table) => ({
  /** One read of some kilobytes. */
  regions: async (): Promise<RegionTable> => tableOf(await table.get(regionTableKey, { consistent: true })),

  /** Undefined where the program is not sold. Two reads in one request. */
  async market(country: string): Promise<Market | undefined> {
    const key = countryRulesKey(country);
    const items = await table.batchGet([regionTableKey, key], { consistent: true });
    const find = ({ pk }: { pk: string }) => items.find((item) => item.pk === pk);
    const region = regionIn(tableOf(find(regionTableKey)), country);
    if (!region) return undefined;
    const item = find(key);
    const stored = item && countryRulesItem.fromItem(item);
    return { region: region.name, rules: stored?.rules ?? countryRules(country), version: stored?.version ?? 0 };
  },

  /** Writes that replace the regions: the table, the record of each that changed, and `RegionsChanged`. */
  regionWrites(
    before: RegionTable,
    after: readonly Region[],
    { tenantId, at, cause }: Occasion & { readonly tenantId: string },
  ): Write[] {
    const version = before.version + 1;
    const wasAs = new Map(before.regions.map((region) => [region.name, region]));
    const changed = after.filter(
      (region) => !alike(countriesOf(wasAs.get(region.name) ?? noRegion), countriesOf(region)),
    );
    const about = { tenantId, aggregateId: 'regions', occurredAt: at };
    const detail = {
      regions: after.map(({ name: region, markets, territories }) => ({
        region,
        markets: [...markets],
        territories: [...territories],
      })),
    };
    return [
      putIfVersion(regionTableItem.toItem(regionTableKey, { version, regions: after }), before.version),
      ...changed.map((region) => ({
        put: regionRecordItem.toItem(accessKeys.region(region.name), { record: { countries: countriesOf(region) } }),
      })),
      ...outboxWrite({ aggregate: regionTableKey, version, events: [newEvent(RegionsChanged, about, detail)], cause }),
    ];
  },

  /** Writes that replace what a market asks, and `CountryRulesChanged`. */
  rulesWrites(
    before: Market,
    rules: CountryRules,
    { tenantId, at, cause }: Occasion & { readonly tenantId: string },
  ): Write[] {
    const key = countryRulesKey(rules.iso2Code);
    const version = before.version + 1;
    const about = { tenantId, aggregateId: `market ${rules.iso2Code}`, occurredAt: at };
    const event = newEvent(CountryRulesChanged, about, { country: rules.iso2Code });
    return [
      putIfVersion(countryRulesItem.toItem(key, { version, rules }), before.version),
      ...outboxWrite({ aggregate: key, version, events: [event], cause }),
    ];
  },
});

const noRegion: Region = { name: '', markets: [], territories: [] };
