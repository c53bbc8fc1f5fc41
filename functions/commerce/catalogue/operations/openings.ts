import { collection, enumKey } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Openings, RESERVED, type Reserved } from '../domain/openings.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';

const toOpeningWire = (id: Reserved, openings: Openings) => ({
  id,
  isOpen: openings[id] === true,
  attributes: { objectType: 'Opening' } as const,
});

/** CUS-5: what stays closed until it is opened. */
export const listOpenings: CatalogueOperation<'listOpenings'> = async (_, { table }) => {
  const { openings } = await catalogueStore(table).read();
  return ok({ status: 200, body: collection(RESERVED.map((id) => toOpeningWire(id, openings))) });
};

/** CUS-5: the operator opens a segment, or closes it again; saying it once more changes nothing. */
export const changeOpening: CatalogueOperation<'changeOpening'> = (call, { table }) =>
  retryOnConflict(async () => {
    const { isOpen } = call.body;
    const id = RESERVED.find((reserved) => enumKey(reserved) === enumKey(call.path.reservedSegment));
    if (!id) return refuse('resource_not_found');
    const store = catalogueStore(table);
    const loaded = await store.load();
    const before = loaded.head.openings;
    if ((before[id] ?? false) !== isOpen) await store.saveOpening(loaded, id, isOpen, occasionOf(call));
    return ok({ status: 200, body: toOpeningWire(id, { ...before, [id]: isOpen }) });
  });
