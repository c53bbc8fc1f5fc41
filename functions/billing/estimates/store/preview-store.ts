import { putNew, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import { doneMember } from '../../accounts/index.ts';
import { previewKey } from './keys.ts';
import { fromItem, type PreviewRun, toItem } from './preview-item.ts';

export const previewStore = (table: Table) => ({
  async load(partnerId: string, asOf: Day): Promise<PreviewRun | undefined> {
    const item = await table.get(previewKey(partnerId, asOf), { consistent: true });
    return item && fromItem(item);
  },

  /** Puts a run in the place of an older one, or of none. Returns false when somebody else did. */
  begin(run: PreviewRun, before: PreviewRun | undefined): Promise<boolean> {
    const put = toItem(run);
    if (!before) return written(table, putNew(put));
    return written(table, { put, if: { kind: 'equals', values: { startedAt: before.startedAt } } });
  },

  /** Notes that what is left is handed out again. Returns false when somebody else did it. */
  requeue: (run: PreviewRun, at: Instant): Promise<boolean> => set(table, run, { queuedAt: at }, true),
  /** Notes that the sums of a range are stored; harmless when repeated, or when the run is no longer the latest. */
  markDone: (run: PreviewRun, range: number): Promise<boolean> => set(table, run, { [doneMember(range)]: 1 }),
  finish: (run: PreviewRun, resultKey: string): Promise<boolean> => set(table, run, { resultKey }),
});

const set = (table: Table, run: PreviewRun, members: Record<string, unknown>, isOnce = false): Promise<boolean> => {
  const { startedAt, queuedAt } = run;
  const values = isOnce ? { startedAt, queuedAt } : { startedAt };
  return written(table, {
    update: previewKey(run.partnerId, run.asOf),
    set: members,
    if: { kind: 'equals', values },
  });
};

async function written(table: Table, write: Write): Promise<boolean> {
  try {
    await table.write([write]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError) return false;
    throw error;
  }
}
