import { type Item, isRefused, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import { doneMember } from '../../accounts/index.ts';
import { previewKey, previewTurnKey } from './keys.ts';
import { fromItem, type PreviewRun, type PreviewTurn, previewTurnItem, toItem, toTurnItem } from './preview-item.ts';

export const previewStore = (table: Table) => ({
  async load(partnerId: string, asOf: Day): Promise<PreviewRun | undefined> {
    const item = await table.get(previewKey(partnerId, asOf), { consistent: true });
    return item && fromItem(item);
  },

  /** The run of the partner that was begun last, whatever its day. */
  async begunLast(partnerId: string): Promise<PreviewTurn | undefined> {
    const item = await table.get(previewTurnKey(partnerId), { consistent: true });
    return item && previewTurnItem.fromItem(item);
  },

  /**
   * Puts a run in the place of an older one of its day, or of none, and behind the `last` one of the partner. Returns false
   * when somebody else began one.
   */
  begin: (run: PreviewRun, before: PreviewRun | undefined, last: PreviewTurn | undefined): Promise<boolean> =>
    written(table, [replacing(toItem(run), before), replacing(toTurnItem(run), last)]),

  /** Notes that what is left is handed out again. Returns false when somebody else did it. */
  requeue: (run: PreviewRun, at: Instant): Promise<boolean> => set(table, run, { queuedAt: at }, true),
  /** Notes that the sums of a range are stored; harmless when repeated, or when the run is no longer the latest. */
  markDone: (run: PreviewRun, range: number): Promise<boolean> => set(table, run, { [doneMember(range)]: 1 }),
  finish: (run: PreviewRun, resultKey: string): Promise<boolean> => set(table, run, { resultKey }),
});

const replacing = (put: Item, before: Pick<PreviewRun, 'startedAt'> | undefined): Write =>
  before ? { put, if: { kind: 'equals', values: { startedAt: before.startedAt } } } : putNew(put);

const set = (table: Table, run: PreviewRun, members: Record<string, unknown>, isOnce = false): Promise<boolean> => {
  const { startedAt, queuedAt } = run;
  const values = isOnce ? { startedAt, queuedAt } : { startedAt };
  return written(table, [
    { update: previewKey(run.partnerId, run.asOf), set: members, if: { kind: 'equals', values } },
  ]);
};

async function written(table: Table, writes: readonly Write[]): Promise<boolean> {
  try {
    await table.write(writes);
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
