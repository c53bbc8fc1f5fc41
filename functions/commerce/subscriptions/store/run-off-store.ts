import { type Item, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { dueIndex, dueQueries, runOffKey } from './keys.ts';
import { type RunOff, runOffItem } from './run-off-item.ts';

/** Partners of which a run walks what they sold, for each part of the index: the next run takes those behind them. */
const PARTNERS_DUE = 20;

const toItem = (runOff: RunOff, isDue: boolean): Item => {
  const { partnerId, endedOn } = runOff;
  const due = isDue && endedOn ? dueIndex('RUNOFF', partnerId, runOffEndsOn(endedOn)) : {};
  return runOffItem.toItem({ ...runOffKey(partnerId), ...due }, runOff);
};

/** When run-offs end (PRG-8). */
export const runOffStore = (table: Table) => ({
  /** Notes what an event told; what is known of a later moment stays, and of who never was to end nothing is kept. */
  async note(runOff: RunOff): Promise<void> {
    const known = await table.get(runOffKey(runOff.partnerId), { consistent: true });
    const before = known && runOffItem.fromItem(known);
    if (before ? before.asOf >= runOff.asOf || before.endedOn === runOff.endedOn : runOff.endedOn === undefined) return;
    const isNewest = { kind: 'absentOrLess', attribute: 'asOf', value: runOff.asOf } as const;
    try {
      await table.write([{ put: toItem(runOff, true), if: isNewest }]);
    } catch (error) {
      if (!(error instanceof WriteConflictError && error.reasons[0] === 'condition')) throw error;
    }
  },

  /** Partners whose run-off may be over before a day, some at a time; the index lags by moments. */
  async due(before: Day): Promise<RunOff[]> {
    const pages = await Promise.all(
      dueQueries('RUNOFF', before).map((query) => table.query({ ...query, limit: PARTNERS_DUE })),
    );
    return pages.flatMap(({ items }) => items.map(runOffItem.fromItem));
  },

  /** Notes that a run has walked what a partner sold; the second such run on a later day is the last. */
  async walked(partnerId: string, on: Day): Promise<boolean> {
    const item = await table.get(runOffKey(partnerId), { consistent: true });
    const known = item && runOffItem.fromItem(item);
    if (!known || known.walkedOn === on) return false;
    const isOver = known.walkedOn !== undefined && known.walkedOn < on;
    const isUnchanged = { kind: 'equals', values: { asOf: known.asOf } } as const;
    await table.write([{ put: toItem({ ...known, walkedOn: known.walkedOn ?? on }, !isOver), if: isUnchanged }]);
    return isOver;
  },
});
