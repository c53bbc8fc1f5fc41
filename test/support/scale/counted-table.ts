import type { Cursor, Item, Page, Query, Table, Write } from '../../../shared/dynamo/table.ts';
import { sizeOf } from '../plain-item.ts';

/** What a table was asked for, as DynamoDB counts it at list prices. */
export interface TableUse {
  /** Calls; a batch or a transaction is one. */
  readonly requests: number;
  /** Calls that read. */
  readonly reads: number;
  /** Of 4 KB each, half as many where a read may lag. */
  readonly readUnits: number;
  /** Of 1 KB each, twice as many in a transaction. */
  readonly writeUnits: number;
  /** Of items that were put. */
  readonly bytesWritten: number;
}

export interface CountedTable extends Table {
  /** Since the last time. */
  counted(): TableUse;
}

const NOTHING: TableUse = { requests: 0, reads: 0, readUnits: 0, writeUnits: 0, bytesWritten: 0 };
const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;

const readUnits = (bytes: number, consistent = false): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);

const writtenBytes = (write: Write): number =>
  'put' in write ? sizeOf(write.put) : 'update' in write ? sizeOf({ ...write.update, ...write.set, ...write.add }) : 0;

/** A table that counts what is asked of it. To stores, which remember by table, it is a process that has just started. */
export function countedTable(table: Table): CountedTable {
  let use = NOTHING;
  const count = (more: Partial<TableUse>): void => {
    const names = Object.keys(NOTHING) as (keyof TableUse)[];
    use = Object.fromEntries(names.map((name) => [name, use[name] + (more[name] ?? 0)])) as unknown as TableUse;
  };
  const bytesOf = (items: readonly Item[]): number => items.reduce((bytes, item) => bytes + sizeOf(item), 0);
  return {
    counted() {
      const counted = use;
      use = NOTHING;
      return counted;
    },
    async get(key, options) {
      const item = await table.get(key, options);
      count({ requests: 1, reads: 1, readUnits: readUnits(item ? sizeOf(item) : 0, options?.consistent) });
      return item;
    },
    async batchGet(keys, options) {
      const items = await table.batchGet(keys, options);
      const units = items.reduce((sum, item) => sum + readUnits(sizeOf(item), options?.consistent), 0);
      const requests = Math.ceil(keys.length / 100);
      count({ requests, reads: requests, readUnits: units });
      return items;
    },
    async query(query: Query & { after?: Cursor }): Promise<Page> {
      const page = await table.query(query);
      count({ requests: 1, reads: 1, readUnits: readUnits(bytesOf(page.items), query.consistent) });
      return page;
    },
    async write(writes) {
      await table.write(writes);
      const bytes = writes.map(writtenBytes);
      const units = bytes.reduce((sum, size) => sum + Math.max(1, Math.ceil(size / WRITE_UNIT_BYTES)), 0);
      count({
        requests: 1,
        writeUnits: units * (writes.length > 1 ? 2 : 1),
        bytesWritten: bytes.reduce((sum, size) => sum + size, 0),
      });
    },
  };
}
