import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { tooMany } from '../../../../shared/http/limits.ts';
import { actorOf } from '../../../../shared/identity/caller.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Import, stateOf } from '../domain/import.ts';
import type { importsRoutes } from '../routes.ts';
import { enterWrite, importStore, saveWrites, stillUnderway } from '../store/import-store.ts';
import type { ImportsDeps, ImportsOperation } from './dependencies.ts';
import { toImportWire, withUploadUrl } from './import-wire.ts';
import { fileKey, headingIn } from './read-file.ts';

type Start = Call<(typeof importsRoutes)['startImport']>;

/** When whoever has all that may run at once may look again. */
const ROOM_SECONDS = 60;
/** Imports of one partner that its list of those under way holds, whatever the deployment allows. */
const UNDERWAY_MAX = 1000;

/**
 * ORD-8: begins an import. A file in the request lies in the bucket before the import is stored, with the event that sets it
 * going; for a larger one there is a link, and it begins with the first resume. Two reads, three writes and the file.
 */
export const startImport: ImportsOperation<'startImport'> = async (call, deps) => {
  const { file, body, query, at, caller } = call;
  const bytes = file && Buffer.from(file.text);
  const contentType = bytes ? 'text/csv; charset=utf-8' : (body?.contentType ?? 'text/csv');
  const created: Import = {
    importId: call.once.id('import'),
    partnerId: caller.tenantId,
    type: query.type,
    isDryRun: query.dryRun ?? false,
    state: 'validating',
    pass: bytes ? 'reading' : 'upload',
    createdBy: actorOf(caller).principalId ?? caller.principalId,
    createdAt: at,
    contentType,
    fileBytes: bytes?.length ?? body.size,
    nextByte: 0,
    nextRow: 1,
    rows: 0,
    succeeded: 0,
    failed: 0,
    hasAddOns: false,
    passBeganAt: at,
    savedAt: at,
    step: 0,
    version: 0,
  };
  if (bytes) {
    const heading = headingIn(bytes, created);
    if (!heading.ok) return refuse('invalid_input', { description: heading.refusal.wrong });
  }
  const room = await roomFor(created, call, deps);
  if (!room.ok) return room;
  if (bytes) await deps.files.put(fileKey(created), bytes, { contentType });
  return retryOnConflict(() => begin(created, call, deps));
};

/** Places among those at once, and whether there is one left for this import. */
export async function roomFor(of: Import, { at, limits }: Pick<Start, 'at' | 'limits'>, { table }: ImportsDeps) {
  const underway = await importStore(table).underway(of.partnerId);
  const max = Math.min(limits.settings.imports, UNDERWAY_MAX);
  const others = stillUnderway(underway, at).filter(({ importId }) => importId !== of.importId);
  if (others.length < max) return ok(underway);
  const refusal = tooMany(ROOM_SECONDS, `At most ${max} imports are under way at once.`);
  return { ok: false as const, refusal };
}

async function begin(created: Import, call: Start, deps: ImportsDeps) {
  const room = await roomFor(created, call, deps);
  if (!room.ok) return room;
  const { at, once } = call;
  const { after, writes } = saveWrites(undefined, { ...created, state: stateOf(created.pass) }, occasionOf(call), {
    writes: [enterWrite(room.value, created, at)],
    goesOn: true,
  });
  const headers = { location: `/v1/imports/${created.importId}` };
  const reply = { status: 202, headers, body: toImportWire(after) } as const;
  await deps.table.write([...writes, ...once.complete(reply)]);
  return ok({ ...reply, body: await withUploadUrl(after, deps.files) });
}
