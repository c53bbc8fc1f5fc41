import { type Condition, type Item, type Query, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { dueBetween, dueIndex, dueQueries, runOffKey } from './keys.ts';
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
  /**
   * Notes what an event told; what is known of a later moment stays, and of who never was to end nothing is kept. The same end
   * told again is noted as of then, so that what comes late from in between does not count.
   */
  note: (runOff: RunOff): Promise<void> =>
    retryOnConflict(async () => {
      const key = runOffKey(runOff.partnerId);
      const known = await table.get(key, { consistent: true });
      const before = known && runOffItem.fromItem(known);
      if (before ? before.asOf >= runOff.asOf : runOff.endedOn === undefined) return;
      const { asOf, endedOn } = runOff;
      const asRead: Condition = before ? { kind: 'equals', values: { asOf: before.asOf } } : { kind: 'absent' };
      const isSame = before !== undefined && before.endedOn === endedOn;
      await table.write([
        isSame ? { update: key, set: { asOf }, if: asRead } : { put: toItem(runOff, true), if: asRead },
      ]);
    }),

  /**
   * Partners whose run-off may be over before a day, some at a time, and where these lie: what a run does not walk it does not
   * note as walked. The index lags by moments.
   */
  async due(before: Day): Promise<{ readonly runOffs: readonly RunOff[]; readonly places: readonly Query[] }> {
    const pages = await Promise.all(
      dueQueries('RUNOFF', before).map(async (query) => {
        const { items } = await table.query({ ...query, limit: PARTNERS_DUE });
        const [first, last] = [items[0], items.at(-1)];
        return { items, places: first && last ? [dueBetween(query, first, last)] : [] };
      }),
    );
    return {
      runOffs: pages.flatMap(({ items }) => items.map(runOffItem.fromItem)),
      places: pages.flatMap(({ places }) => places),
    };
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
