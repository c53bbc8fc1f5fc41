import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { cancelled, isOver } from '../domain/import.ts';
import { importStore, leaveWrite, saveWrites } from '../store/import-store.ts';
import type { ImportsOperation } from './dependencies.ts';
import { toImportWire } from './import-wire.ts';
import { loadImport } from './view-import.ts';

/** ORD-8: stops an import before its next rows; one that is over, or stopped already, is answered as it is. */
export const cancelImport: ImportsOperation<'cancelImport'> = (call, deps) =>
  retryOnConflict(async () => {
    const found = await loadImport(call, deps);
    if (!found.ok) return found;
    const before = found.value;
    if (isOver(before) || before.state === 'cancelled') return ok({ status: 200, body: toImportWire(before) });
    const underway = await importStore(deps.table).underway(before.partnerId);
    const { after, writes } = saveWrites(before, cancelled(before, call.at), occasionOf(call), {
      writes: [leaveWrite(underway, before)],
      goesOn: true,
    });
    const reply = { status: 200, body: toImportWire(after) } as const;
    await deps.table.write([...writes, ...call.once.complete(reply)]);
    return ok(reply);
  });
