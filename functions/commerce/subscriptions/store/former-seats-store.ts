import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { isRefused, type Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { formerSeatsKey } from './keys.ts';

/** How often all that was stored before pools has been walked, and when last. */
export interface FormerSeats {
  readonly runs: number;
  readonly walkedOn: Day;
}
export const formerSeatsItem = storedKind<FormerSeats>({ kind: 'formerSeats', shape: 1, upgrades: [] });

/** The second run finds what the first one missed because an index lagged. */
const RUNS = 2;

export const formerSeatsStore = (table: Table) => ({
  /** Whether the run of a day is to walk; notes that it does. One that begins twice on a day walks twice and counts once. */
  async begin(on: Day): Promise<boolean> {
    const item = await table.get(formerSeatsKey(), { consistent: true });
    const known = item && formerSeatsItem.fromItem(item);
    if (known?.walkedOn === on) return true;
    const { runs } = known ?? { runs: 0 };
    if (runs >= RUNS) return false;
    try {
      const put = formerSeatsItem.toItem(formerSeatsKey(), { runs: runs + 1, walkedOn: on });
      await table.write([{ put, if: known ? { kind: 'equals', values: { runs } } : { kind: 'absent' } }]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
    return true;
  },
});
