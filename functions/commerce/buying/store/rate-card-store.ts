import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { rateCardKey } from './keys.ts';

/** A rate card that billing has published. It does not end: only the first day of its first version counts. */
export interface KnownRateCard {
  readonly from: Day;
}
export const knownRateCardItem = storedKind<KnownRateCard>({ kind: 'knownRateCard', shape: 1, upgrades: [] });

interface Place {
  readonly currency: string;
  readonly region: string;
}

export const rateCardStore = (table: Table) => ({
  /** Whether metered use has a price there on a day. Consistent: something is sold on it. */
  async isInForce({ currency, region }: Place, on: Day): Promise<boolean> {
    const item = await table.get(rateCardKey(currency, region), { consistent: true });
    return item !== undefined && knownRateCardItem.fromItem(item).from <= on;
  },

  /** Notes a version. Versions come in any order: the earliest day stays. */
  note: ({ currency, region }: Place, from: Day): Promise<void> =>
    retryOnConflict(async () => {
      const key = rateCardKey(currency, region);
      const item = await table.get(key, { consistent: true });
      const known = item && knownRateCardItem.fromItem(item);
      if (known && known.from <= from) return;
      await table.write([
        {
          put: knownRateCardItem.toItem(key, { from }),
          if: known ? { kind: 'equals', values: { from: known.from } } : { kind: 'absent' },
        },
      ]);
    }),
});
