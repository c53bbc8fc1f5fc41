import { putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { accessKeys, regionRecordItem } from '../../../../shared/identity/access.ts';
import { alike } from '../../../../shared/kernel/given.ts';
import { regionNamedIn } from '../domain/region-table.ts';
import { countriesOf, type Region } from '../domain/regions.ts';
import { marketStore } from './market-store.ts';

/** The records of sales regions, from which all contexts know where a partner's customers may be (PRG-3). */
export const regionStore = (table: Table) => ({
  /** The write that makes a region's record what the region is; none where it is that already. */
  async writes(region: Region): Promise<Write[]> {
    const key = accessKeys.region(region.name);
    const item = await table.get(key, { consistent: true });
    const record = { countries: countriesOf(region) };
    if (item && alike(regionRecordItem.fromItem(item).record, record)) return [];
    return [{ put: regionRecordItem.toItem(key, { record }) }];
  },

  /** The write of a region's record where there is none yet: what the operator changes later is left to the operator. */
  async writesWhereMissing(name: string): Promise<Write[]> {
    const key = accessKeys.region(name);
    if (await table.get(key, { consistent: true })) return [];
    const region = regionNamedIn(await marketStore(table).regions(), name);
    return region ? [putNew(regionRecordItem.toItem(key, { record: { countries: countriesOf(region) } }))] : [];
  },
});
