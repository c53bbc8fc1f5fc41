import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { FILE_BYTES_MAX, failedWith, type Import, isOver, resumed } from '../domain/import.ts';
import { enterWrite, importStore, leaveWrite, saveWrites } from '../store/import-store.ts';
import type { ImportsOperation } from './dependencies.ts';
import { toImportWire } from './import-wire.ts';
import { invalid } from './judge-rows.ts';
import { fileKey, uploadKey } from './read-file.ts';
import { roomFor } from './start-import.ts';
import { loadImport } from './view-import.ts';

/**
 * ORD-8: goes on with an import from the first row that is not done: begins it once its file is uploaded, takes it up again after it
 * was cancelled, or sets it going anew where it stands still. One that is over is answered as it is.
 */
export const resumeImport: ImportsOperation<'resumeImport'> = (call, deps) =>
  retryOnConflict(async () => {
    const { at, once } = call;
    const { table, files } = deps;
    const found = await loadImport(call, deps);
    if (!found.ok) return found;
    const before = found.value;
    const accepted = (of: Import) => ({ status: 202, body: toImportWire(of) }) as const;
    if (isOver(before)) return ok(accepted(before));
    const room = await roomFor(before, call, deps);
    if (!room.ok) return room;
    let going = resumed(before, at);
    if (before.pass === 'upload') {
      // What a link took may be put there again as long as the link lives: what is read is a copy of its own.
      if (!(await files.copy(uploadKey(before), fileKey(before)))) return refuse('upload_missing');
      going = { ...going, pass: 'reading', fileBytes: (await files.size(fileKey(before))) ?? 0 };
    }
    const wrong = going.fileBytes > FILE_BYTES_MAX ? invalid('file', 'is larger than 50 MB') : undefined;
    const changed = wrong ? failedWith(going, wrong, at) : going;
    const place = wrong
      ? leaveWrite(await importStore(table).underway(before.partnerId), before)
      : enterWrite(room.value, changed, at);
    const { after, writes } = saveWrites(before, changed, occasionOf(call), { writes: [place], goesOn: true });
    await table.write([...writes, ...once.complete(accepted(after))]);
    return ok(accepted(after));
  });
