import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import type { Key, Table, Write } from '../../../../shared/dynamo/table.ts';
import { isThere, type Pool, type PoolChange, poolPlan, usersToUnassign } from '../domain/pool.ts';
import { poolKey, poolsOf } from './keys.ts';
import { poolItem, poolOf } from './pool-item.ts';

/** Licences of one plan that a customer has, whoever sold them. */
export interface PoolScope {
  readonly customerId: string;
  readonly planId: string;
}

export const poolStore = (table: Table) => ({
  /** Pools of these plans by plan, read consistently; without those that never had a seat. */
  async load(customerId: string, planIds: readonly string[]): Promise<Map<string, Pool>> {
    if (planIds.length === 0) return new Map();
    const keys = planIds.map((planId) => poolKey({ customerId, planId }));
    const pools = (await table.batchGet(keys, { consistent: true })).map(poolOf);
    return new Map(pools.map((pool) => [pool.planId, pool]));
  },

  /** The pools that a customer has and that are wanted, by plan, as they are now: seats by channel, and users who hold one. */
  ofCustomer: (customerId: string, isWanted: (pool: Pool) => boolean = () => true): SoughtList<Pool> =>
    soughtList(table, [poolsOf(customerId)], {
      of: poolOf,
      isWanted: (item) => isThere(poolOf(item)) && isWanted(poolOf(item)),
    }),

  /** Users to whom a licence of each of these plans is assigned, in its place, as it was a moment ago: half a read unit each. */
  async assigned(pools: readonly PoolScope[]): Promise<readonly number[]> {
    const keys = pools.map(poolKey);
    const items = keys.length === 0 ? [] : await table.batchGet(keys);
    const found = new Map(items.map((item) => [nameOf(item), poolOf(item).consumed]));
    return keys.map((key) => found.get(nameOf(key)) ?? 0);
  },

  /**
   * SUB-3: users beyond the seats that all channels together have, of each pool in its place; as it will be once what is
   * `coming` is saved. One read for all rows of an answer: a unit for each pool that is named.
   */
  async usersToUnassign(pools: readonly PoolScope[], coming: readonly PoolChange[] = []): Promise<readonly number[]> {
    if (pools.length === 0) return [];
    const keys = pools.map(poolKey);
    const found = new Map(
      (await table.batchGet(keys, { consistent: true })).map((item) => [nameOf(item), poolOf(item)]),
    );
    return keys.map((key) => {
      const pool = found.get(nameOf(key));
      if (!pool) return 0;
      const more = coming.filter((change) => nameOf(poolKey(change)) === nameOf(key));
      const active = more.reduce((sum, { before, after }) => sum + after.active - before.active, pool.active);
      return usersToUnassign({ active, consumed: pool.consumed });
    });
  },
});

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/**
 * Writes that bring pools to what was sold, one for each customer and plan that changes, for the transaction of the sales
 * themselves: all changes of one transaction at once, since it names no item twice. They add and take without having read, so
 * sales never wait for each other's pools; that nothing counts twice is what the sale's own condition is for.
 */
export function poolWrites(changes: readonly PoolChange[]): Write[] {
  const added = new Map<string, { readonly key: Key; readonly planId: string; readonly add: Map<string, number> }>();
  for (const { customerId, planId, channel, before, after } of changes) {
    const key = poolKey({ customerId, planId });
    const { add } = getOrSet(added, nameOf(key), { key, planId: poolPlan(planId), add: new Map<string, number>() });
    for (const state of ['active', 'suspended'] as const)
      for (const name of [state, `${state}:${channel}`])
        add.set(name, (add.get(name) ?? 0) + after[state] - before[state]);
  }
  return [...added.values()].flatMap(({ key, planId, add }): Write[] => {
    const changed = [...add].filter(([, by]) => by !== 0);
    if (changed.length === 0) return [];
    // Numbers that are named in every write are there from the first one on.
    const all = { active: 0, suspended: 0, consumed: 0, ...Object.fromEntries(changed) };
    return [{ update: key, set: { ...poolItem.envelope, planId }, add: all }];
  });
}

function getOrSet<V>(map: Map<string, V>, name: string, fresh: V): V {
  const known = map.get(name);
  if (known) return known;
  map.set(name, fresh);
  return fresh;
}
