import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { NO_SEATS, type Pool, type Seats } from '../domain/pool.ts';

/**
 * A pool as it is stored: flat, because every number is added to by itself. Seats of a channel are `active:<channel>` and
 * `suspended:<channel>`, the latter as soon as it had any: with a thousand partners an item has some 100 KB.
 */
export interface StoredPool {
  readonly planId: string;
  readonly active: number;
  readonly suspended: number;
  readonly consumed: number;
  readonly [ofChannel: `active:${string}` | `suspended:${string}`]: number;
}

export const poolItem = storedKind<StoredPool>({ kind: 'licencePool', shape: 1, upgrades: [] });

const OF_CHANNEL = /^(active|suspended):(.+)$/;

export function poolOf(item: Item): Pool {
  const { planId, active, suspended, consumed, ...rest } = poolItem.fromItem(item);
  const channels = new Map<string, Seats>();
  for (const [name, seats] of Object.entries(rest)) {
    const [, state, channel] = OF_CHANNEL.exec(name) ?? [];
    if (state && channel) channels.set(channel, { ...(channels.get(channel) ?? NO_SEATS), [state]: seats });
  }
  return { planId, active, suspended, consumed, channels };
}
