import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { allOf, isRefused, type Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { cardVersionKey, cardVersionsQuery } from './keys.ts';

/** Which object has the rate card of a currency and region as it holds from a day on. */
export interface CardVersion {
  readonly effectiveOn: Day;
  readonly file: string;
  /** Of the card when that was told: what comes late does not replace it. */
  readonly version: number;
}
export const cardVersionItem = storedKind<CardVersion>({ kind: 'pricedRateCard', shape: 1, upgrades: [] });

export interface CardPlace {
  readonly currency: string;
  readonly region: string;
}

export const cardVersionStore = (table: Table) => ({
  /** All versions of a place, oldest first. */
  async of(place: CardPlace): Promise<readonly CardVersion[]> {
    return (await allOf(table, cardVersionsQuery(place))).map((item) => cardVersionItem.fromItem(item));
  },

  /** Keeps what was told of a version, unless a later telling is there already. Repeated it changes nothing. */
  async keep(place: CardPlace, told: CardVersion): Promise<void> {
    const put = cardVersionItem.toItem(cardVersionKey(place, told.effectiveOn), told);
    try {
      await table.write([{ put, if: { kind: 'absentOrLess', attribute: 'version', value: told.version } }]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },
});
