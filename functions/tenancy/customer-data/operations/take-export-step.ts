import type { ExportStep as ExportStepEvent } from '../../../../events/exports.ts';
import type { CustomerExportRequested } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import { answerOf, type DataExport, isAnswered, isUnderway, stateAt, withStep } from '../domain/data-export.ts';
import { exportStore } from '../store/export-store.ts';
import { askFurther } from './ask-further.ts';
import { assembleArchive } from './assemble-archive.ts';
import type { Deps } from './dependencies.ts';

/**
 * Keeps what a context wrote for an export, each step once and in any order, and puts the archive together when all have
 * answered. What comes again finds its step kept, and goes on from there: so a kill in between is mended by the repeat. What
 * comes after the export has failed, or after the customer was erased, changes nothing.
 */
export async function takeExportStep(
  event: EventOf<ExportStepEvent | typeof CustomerExportRequested>,
  deps: Deps,
  { receivedAt }: Delivery,
): Promise<void> {
  if (isRequest(event)) await askFurther(event, deps);
  const kept = await retryOnConflict(() => keep(event, deps, receivedAt));
  if (kept && isAnswered(kept)) await assembleArchive(kept, deps);
}

const isRequest = (
  event: EventOf<ExportStepEvent | typeof CustomerExportRequested>,
): event is EventOf<typeof CustomerExportRequested> => !('step' in event.detail);

async function keep(
  { detail, source }: EventOf<ExportStepEvent | typeof CustomerExportRequested>,
  { table }: Deps,
  receivedAt: Delivery['receivedAt'],
): Promise<DataExport | undefined> {
  const exports = exportStore(table);
  const before = await exports.load(detail);
  if (!before || !isUnderway(before) || stateAt(before, receivedAt) === 'failed') return undefined;
  // Nobody is asked for a scope that no context has anything of: it is complete as it was asked for.
  if (!('step' in detail)) return before;
  const { step, isLast, parts, files, page } = detail;
  const context = answerOf(source, page);
  if (await exports.hasStep(detail, { context, step })) return before;
  const after = withStep(before, context, { step, isLast });
  await table.write(exports.stepWrites(before, after, { context, step, parts, files }));
  return { ...after, version: before.version + 1 };
}
