import type { Condition, Key, Table, Write } from '../../../../shared/dynamo/table.ts';
import type { Offer } from '../../catalogue/index.ts';
import { type Allowance, givenBack, isOverdrawn, SHARDS, sharesOf, taken } from '../domain/allowance.ts';
import { allowanceItem } from './allowance-item.ts';
import { inventoryKey, inventoryShardKey, seatCapKey } from './keys.ts';

/**
 * Counted seats: of an offer with a cap per customer (all partners together), and of an offer of which the program has
 * only so many. Counted from the first sale after the limit was set; suspended seats count until they are deprovisioned.
 * A customer's own seats are one counter; those of the program lie in shards, of which a buyer takes one of its own.
 */
export interface StoredAllowance extends Allowance {
  readonly keys: readonly Key[];
  /** Where the buyer takes seats from first. */
  readonly home: number;
}

export interface Allowances {
  readonly cap: ReadonlyMap<string, StoredAllowance>;
  readonly inventory: ReadonlyMap<string, StoredAllowance>;
}

/** The first shard is the counter of before there were several. */
const inventoryKeys = (offerId: string): Key[] =>
  Array.from({ length: SHARDS }, (_, shard) =>
    shard === 0 ? inventoryKey(offerId) : inventoryShardKey(String(shard), offerId),
  );

export const allowanceStore = (table: Table) => ({
  /** The counters of those of the offers that have one; without a customer none of those that each customer has. */
  async load(customerId: string | undefined, offers: readonly Offer[]): Promise<Allowances> {
    const wanted = offers.flatMap(({ id, tenantSeatCap, inventoryLimit }) => [
      ...(tenantSeatCap === undefined || customerId === undefined
        ? []
        : [{ of: 'cap' as const, id, max: tenantSeatCap, keys: [seatCapKey(customerId, id)] }]),
      ...(inventoryLimit === undefined
        ? []
        : [{ of: 'inventory' as const, id, max: inventoryLimit, keys: inventoryKeys(id) }]),
    ]);
    const keys = wanted.flatMap((counter) => counter.keys);
    const items = keys.length === 0 ? [] : await table.batchGet(keys, { consistent: true });
    const used = new Map(items.map((item) => [nameOf(item), allowanceItem.fromItem(item).used]));
    const found = { cap: new Map<string, StoredAllowance>(), inventory: new Map<string, StoredAllowance>() };
    for (const counter of wanted)
      found[counter.of].set(counter.id, {
        max: counter.max,
        used: counter.keys.map((key) => used.get(nameOf(key)) ?? 0),
        keys: counter.keys,
        home: homeOf(customerId),
      });
    return found;
  },
});

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** Buyers are spread over the shards by who they are: the same for one, different for many. */
const homeOf = (customerId = ''): number =>
  [...customerId].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) >>> 0, 0) % SHARDS;

/**
 * Counts seats taken or given back. Fails when the seats are no longer there because somebody else took them: seats are
 * taken on condition that their shard still has them, whatever was read.
 */
export function allowanceWrites(of: Allowances, offerId: string, seats: number): Write[] {
  if (seats === 0) return [];
  const counters = [of.cap.get(offerId), of.inventory.get(offerId)].filter((counter) => counter !== undefined);
  return counters.flatMap((counter) => countWrites(counter, seats));
}

function countWrites(counter: StoredAllowance, seats: number): Write[] {
  const { used, keys, home } = counter;
  const after = seats > 0 ? taken(counter, seats, home) : givenBack(counter, -seats, home);
  const isExact = seats < 0 || isOverdrawn(counter);
  const shares = sharesOf(counter);
  return after.flatMap((count, shard): Write[] => {
    const more = count - used[shard]!;
    if (more === 0) return [];
    const room: Condition = { kind: 'absentOrLess', attribute: 'used', value: shares[shard]! - more + 1 };
    const { kind, shape } = allowanceItem;
    return [
      {
        update: keys[shard]!,
        set: { kind, shape },
        add: { used: more },
        remove: ['version'],
        if: isExact ? asRead(used[shard]!) : room,
      },
    ];
  });
}

/** Nothing is counted, or as much as was read. */
const asRead = (used: number): Condition =>
  used === 0 ? { kind: 'absentOrLess', attribute: 'used', value: 1 } : { kind: 'equals', values: { used } };
