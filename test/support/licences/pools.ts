import { poolPartition } from '../../../functions/commerce/licences/store/keys.ts';
import { poolItem, poolOf } from '../../../functions/commerce/licences/store/pool-item.ts';
import { pooledSeats } from '../../../functions/commerce/subscriptions/domain/pooled-seats.ts';
import type { Subscription } from '../../../functions/commerce/subscriptions/domain/subscription.ts';
import type { MemoryTable } from '../memory-table.ts';

/** Seats of a plan that a customer has, by who sold them; those who have none left are left out. */
export type Counted = Readonly<Record<string, Readonly<Record<string, { active: number; suspended: number }>>>>;

const counted = (
  seats: Iterable<readonly [pool: string, channel: string, active: number, suspended: number]>,
): Counted => {
  const pools: Record<string, Record<string, { active: number; suspended: number }>> = {};
  for (const [pool, channel, active, suspended] of seats) {
    if (active === 0 && suspended === 0) continue;
    const channels = pools[pool] ?? {};
    const known = channels[channel] ?? { active: 0, suspended: 0 };
    pools[pool] = {
      ...channels,
      [channel]: { active: known.active + active, suspended: known.suspended + suspended },
    };
  }
  return pools;
};

/** What pools are to be: the sum of what everybody sold. */
export const soldSeats = (sold: readonly Subscription[]): Counted =>
  counted(
    sold.map((of) => {
      const { active, suspended } = pooledSeats(of);
      return [`${of.customerId} ${of.planId.toLowerCase()}`, of.partnerId, active, suspended] as const;
    }),
  );

const poolItems = ({ items }: Pick<MemoryTable, 'items'>) =>
  [...items.values()].filter(({ kind }) => kind === poolItem.kind);

/** What the pools say, channel by channel. */
export const pooledByChannel = (table: Pick<MemoryTable, 'items'>): Counted =>
  counted(
    poolItems(table).flatMap((item) =>
      [...poolOf(item).channels].map(
        ([channel, { active, suspended }]) =>
          [poolName(item.pk, poolOf(item).planId), channel, active, suspended] as const,
      ),
    ),
  );

/** Pools of which the whole is not the sum of its channels, or of which a number is below zero. */
export const unevenPools = (table: Pick<MemoryTable, 'items'>): string[] =>
  poolItems(table)
    .filter((item) => {
      const { active, suspended, consumed, channels } = poolOf(item);
      const all = [...channels.values()];
      const sums = [all.reduce((sum, of) => sum + of.active, 0), all.reduce((sum, of) => sum + of.suspended, 0)];
      const numbers = [active, suspended, consumed, ...all.flatMap((of) => [of.active, of.suspended])];
      return sums[0] !== active || sums[1] !== suspended || numbers.some((number) => number < 0);
    })
    .map((item) => poolName(item.pk, poolOf(item).planId));

const poolName = (pk: string, planId: string): string => {
  const customerId = pk.split('#')[1]!;
  return pk === poolPartition(customerId) ? `${customerId} ${planId}` : pk;
};
