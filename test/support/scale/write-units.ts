import type { Item, Write } from '../../../shared/dynamo/table.ts';
import { sizeOf } from '../plain-item.ts';

const UNIT_BYTES = 1024;
const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / UNIT_BYTES));

const bytesOf = (write: Write): number =>
  'put' in write ? sizeOf(write.put) : 'update' in write ? sizeOf({ ...write.update, ...write.set, ...write.add }) : 0;

/** Copies in indexes, which a transaction does not make dearer. */
const copiesOf = (item: Item): number => ['gsi1pk', 'gsi2pk'].filter((key) => item[key] !== undefined).length;

/**
 * Units that a call of the table writes at list prices, copies in indexes included: of a kilobyte each, twice as many in a
 * transaction, a check as much as a write. An update is counted by what it names.
 */
export const writeUnits = (writes: readonly Write[]): number =>
  writes.reduce((sum, write) => {
    const units = unitsOf(bytesOf(write));
    return sum + units * (writes.length > 1 ? 2 : 1) + ('put' in write ? units * copiesOf(write.put) : 0);
  }, 0);
