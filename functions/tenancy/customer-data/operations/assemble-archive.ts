import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { deflateText } from '../../../../shared/messaging/deflated.ts';
import { type ZipEntry, zipArchive } from '../../../../shared/messaging/zip-archive.ts';
import { type DataExport, isUnderway } from '../domain/data-export.ts';
import type { ExportPart } from '../store/export-items.ts';
import { exportStore } from '../store/export-store.ts';
import type { Deps } from './dependencies.ts';
import { archiveKey } from './export-wire.ts';
import { type FileSummary, readMe } from './read-me.ts';

/**
 * Puts the archive together from what all contexts wrote, and says that it is ready. Parts are read one by one and sent on:
 * what is held is a part and a piece of the upload, however large the customer. An archive follows from the parts
 * alone, so that two who put it together, and one who does it again, write the same bytes.
 */
export async function assembleArchive(complete: DataExport, deps: Deps): Promise<void> {
  const { parts, files } = await written(complete, deps);
  const text = deflateText(readMe(complete, files));
  const entries: ZipEntry[] = [
    { name: 'README.txt', parts: [text], bytes: () => one(text.bytes) },
    ...[...parts].map(([name, ofFile]) => ({ name, parts: ofFile, bytes: () => bytesOf(ofFile, deps) })),
  ];
  const about = { contentType: 'application/zip' };
  await deps.files.putStream(archiveKey(complete), zipArchive(entries, complete.createdAt), about);
  await endExport(complete, 'ready', deps);
}

/** Ends an export that is still under way; answers whether it was. */
export const endExport = (
  of: DataExport,
  state: 'ready' | 'failed',
  { table }: Pick<Deps, 'table'>,
): Promise<boolean> =>
  retryOnConflict(async () => {
    const exports = exportStore(table);
    const [now, underway] = await Promise.all([exports.load(of), exports.underway(of.customerId)]);
    if (!now || !isUnderway(now)) return false;
    await table.write(exports.endWrites(now, { ...now, state }, underway));
    return true;
  });

/** The parts of each file in their order, and what the contexts say of it. */
async function written(of: DataExport, { table }: Deps) {
  const parts = new Map<string, ExportPart[]>();
  const files = new Map<string, FileSummary>();
  for await (const step of exportStore(table).steps(of)) {
    for (const file of step.files)
      files.set(file.file, { ...file, rows: file.rows + (files.get(file.file)?.rows ?? 0) });
    for (const part of step.parts) parts.set(part.file, [...(parts.get(part.file) ?? []), part]);
  }
  return { parts, files: [...files.values()] };
}

async function* bytesOf(parts: readonly ExportPart[], { files }: Deps): AsyncGenerator<Uint8Array> {
  for (const { key, fileBytes } of parts) {
    const bytes = await files.get(key);
    invariant(bytes?.length === fileBytes, `the part ${key} is there`);
    yield bytes;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
