import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { isRefused, type Table } from '../../../../shared/dynamo/table.ts';
import { regionNamesKey } from './keys.ts';

/** Names of the program's regions as the operator has changed them; `asOf` orders the changes. */
export interface RegionNames {
  readonly names: readonly string[];
  readonly asOf: number;
}
export const regionNamesItem = storedKind<RegionNames>({ kind: 'regionNames', shape: 1, upgrades: [] });

export const regionNamesStore = (table: Table) => ({
  /** None where the operator has changed nothing. Consistent. */
  async names(): Promise<readonly string[]> {
    const item = await table.get(regionNamesKey(), { consistent: true });
    return item ? regionNamesItem.fromItem(item).names : [];
  },

  /** Keeps the names; what is known of a later change stays. */
  async note(told: RegionNames): Promise<void> {
    const put = regionNamesItem.toItem(regionNamesKey(), told);
    try {
      await table.write([{ put, if: { kind: 'absentOrLess', attribute: 'asOf', value: told.asOf } }]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },
});
