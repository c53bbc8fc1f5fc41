import type { RegionsChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueDeps } from './dependencies.ts';

/**
 * PRG-3, CAT-2: the operator's regions take the place of the program's own. They lie with the head of the catalogue, so that
 * every look at offers has them and none costs more for it. An older change that comes late changes nothing.
 */
export async function followRegions(
  { aggregateVersion, detail }: EventOf<typeof RegionsChanged>,
  { table }: Pick<CatalogueDeps, 'table'>,
): Promise<void> {
  const regions = detail.regions.map(({ region, markets, territories }) => ({
    region,
    countries: [...markets, ...territories].join(' '),
  }));
  await retryOnConflict(() => catalogueStore(table).saveMarkets({ asOf: aggregateVersion, regions }));
}
