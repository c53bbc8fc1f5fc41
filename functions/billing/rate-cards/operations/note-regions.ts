import type { RegionsChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { regionNamesStore } from '../store/region-names-store.ts';

/** PRG-3: keeps which regions there are: a rate card is of one of them. An older change that comes late changes nothing. */
export const noteRegions = (
  { aggregateVersion, detail }: EventOf<typeof RegionsChanged>,
  { table }: { readonly table: Table },
): Promise<void> =>
  regionNamesStore(table).note({ names: detail.regions.map(({ region }) => region), asOf: aggregateVersion });
