import { instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import type { Log, Observability } from '../../../../shared/observability/observability.ts';
import { failsAt, isUnderway } from '../domain/data-export.ts';
import { exportStore } from '../store/export-store.ts';
import { dueExports } from '../store/keys.ts';
import { endExport } from './assemble-archive.ts';
import type { Deps } from './dependencies.ts';

export type FailDeps = Pick<Deps, 'table'> & { readonly log: Log; readonly count: Observability['count'] };

/**
 * Gives up exports that a context has not answered in time, or whose archive was not put together (CUS-6), so that whoever
 * asked may ask again. That is no quiet end: an alarm says so, and the log what is owed. Nobody sees such an export running since the moment that it was due.
 */
export const failExports: Walk<FailDeps> = {
  due: ({ scheduledAt }) => dueExports(instant(scheduledAt)),
  async each(item, { scheduledAt }, { table, log, count }) {
    const found = await exportStore(table).load(exportStore(table).due(item));
    if (!found || !isUnderway(found) || failsAt(found) > instant(scheduledAt)) return { failed: 0 };
    if (!(await endExport(found, 'failed', { table }))) return { failed: 0 };
    const open = Object.entries(found.answers).filter(([, { steps, last }]) => steps !== last);
    const { exportId } = found;
    if (open.length === 0) log.error('an export failed: its archive was not put together in time', { exportId });
    else
      log.error('an export failed: not all contexts answered in time', {
        exportId,
        contexts: open.map(([context]) => context),
      });
    count('ExportsFailed');
    return { failed: 1 };
  },
  counts: { failed: 0 },
};
