import type { Key, Table, Write } from '../../../../shared/dynamo/table.ts';
import type { Offer } from '../../catalogue/index.ts';
import { inventoryKey, seatCapKey } from './keys.ts';

/**
 * Counted seats: of an offer with a cap per customer (all partners together), and of an offer of which the program has
 * only so many. Counted from the first sale after the limit was set; suspended seats count until they are deprovisioned.
 */
export interface Allowance {
  readonly key: Key;
  readonly max: number;
  readonly used: number;
  readonly version: number;
}

export interface Allowances {
  readonly cap: ReadonlyMap<string, Allowance>;
  readonly inventory: ReadonlyMap<string, Allowance>;
}

export const leftOf = (allowance: Allowance | undefined): number | undefined =>
  allowance && allowance.max - allowance.used;

export const allowanceStore = (table: Table) => ({
  /** The counters of those of the offers that have one. */
  async load(customerId: string, offers: readonly Offer[]): Promise<Allowances> {
    const wanted = offers.flatMap((offer) => [
      ...(offer.tenantSeatCap === undefined
        ? []
        : [{ kind: 'cap' as const, offer, key: seatCapKey(customerId, offer.id), max: offer.tenantSeatCap }]),
      ...(offer.inventoryLimit === undefined
        ? []
        : [{ kind: 'inventory' as const, offer, key: inventoryKey(offer.id), max: offer.inventoryLimit }]),
    ]);
    const unique = new Map(wanted.map(({ key }) => [key.pk + key.sk, key]));
    const items = unique.size === 0 ? [] : await table.batchGet([...unique.values()], { consistent: true });
    const found = { cap: new Map<string, Allowance>(), inventory: new Map<string, Allowance>() };
    for (const { kind, offer, key, max } of wanted) {
      const item = items.find(({ pk, sk }) => pk === key.pk && sk === key.sk);
      const counted = { used: (item?.used as number) ?? 0, version: (item?.version as number) ?? 0 };
      found[kind].set(offer.id, { key, max, ...counted });
    }
    return found;
  },
});

/** Counts seats taken or given back; fails when somebody else counted in between. */
export function allowanceWrites(of: Allowances, offerId: string, seats: number): Write[] {
  const counters = [of.cap.get(offerId), of.inventory.get(offerId)].filter((counter) => counter !== undefined);
  if (seats === 0) return [];
  return counters.map(({ key, used, version }) => ({
    put: { ...key, used: Math.max(0, used + seats), version: version + 1 },
    if: version === 0 ? { kind: 'absent' } : { kind: 'equals', values: { version } },
  }));
}
