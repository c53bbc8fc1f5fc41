import { crc32, inflateRawSync } from 'node:zlib';
import { invariant } from '../../../shared/kernel/invariant.ts';

/** The files of a ZIP archive, read by its directory as programs do; sizes and checksums must be right in both headers. */
export function unzipped(archive: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  invariant(end === bytes.length - 22, 'the archive ends with its directory');
  const files = new Map<string, string>();
  let place = bytes.readUInt32LE(end + 16);
  for (let file = bytes.readUInt16LE(end + 10); file > 0; file -= 1) {
    invariant(bytes.readUInt32BE(place) === 0x504b0102, 'an entry of the directory');
    const nameLength = bytes.readUInt16LE(place + 28);
    const name = bytes.toString('utf8', place + 46, place + 46 + nameLength);
    const local = bytes.readUInt32LE(place + 42);
    const facts = (at: number) => bytes.subarray(at, at + 24);
    invariant(facts(place + 6).equals(facts(local + 4)), `${name} is the same in both headers`);
    const begin = local + 30 + nameLength;
    const text = inflateRawSync(bytes.subarray(begin, begin + bytes.readUInt32LE(place + 20)));
    invariant(crc32(text) === bytes.readUInt32LE(place + 16), `${name} has its checksum`);
    invariant(text.length === bytes.readUInt32LE(place + 24), `${name} has its size`);
    files.set(name, text.toString('utf8'));
    place += 46 + nameLength;
  }
  return files;
}

/** The rows of a file of JSON lines. */
export const rowsOf = (files: ReadonlyMap<string, string>, name: string): Record<string, unknown>[] =>
  (files.get(name) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
