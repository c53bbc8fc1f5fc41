import { invariant } from '../kernel/invariant.ts';
import type { Instant } from '../kernel/time.ts';
import { combined, type DeflatedPart, LAST_BLOCK } from './deflated.ts';

/** A file of an archive, made of parts that were deflated apart. */
export interface ZipEntry {
  readonly name: string;
  readonly parts: readonly DeflatedPart[];
  /** The bytes of its parts, one after the other. */
  bytes(): AsyncIterable<Uint8Array>;
}

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;
/** What four bytes hold: beyond it an archive would need the larger form of ZIP. */
const BYTES_MAX = 0xffff_ffff;

interface Placed {
  readonly name: Buffer;
  readonly crc32: number;
  readonly fileBytes: number;
  readonly textBytes: number;
  readonly offset: number;
}

/**
 * A ZIP archive piece by piece: sizes and checksums of its files follow from those of their parts, so that nothing is read
 * twice, unpacked or held. The same parts give the same bytes. @throws InvariantError above 4 GB.
 */
export async function* zipArchive(entries: readonly ZipEntry[], at: Instant): AsyncGenerator<Uint8Array> {
  const placed: Placed[] = [];
  let offset = 0;
  for (const entry of entries) {
    const sum = combined(entry.parts);
    const fileBytes = sum.fileBytes + LAST_BLOCK.length;
    const place: Placed = { ...sum, fileBytes, name: Buffer.from(entry.name, 'utf8'), offset };
    const header = localHeader(place, at);
    offset += header.length + fileBytes;
    invariant(offset <= BYTES_MAX && sum.textBytes <= BYTES_MAX, `an archive has ${BYTES_MAX} bytes at most`);
    yield header;
    yield* entry.bytes();
    yield LAST_BLOCK;
    placed.push(place);
  }
  const directory = Buffer.concat(placed.map((place) => centralHeader(place, at)));
  yield Buffer.concat([directory, endOf(placed.length, directory.length, offset)]);
}

/** Version, flags, method, time, checksum, sizes and length of the name: the same in both headers of a file. */
function facts({ name, crc32, fileBytes, textBytes }: Placed, at: Instant): Buffer {
  const buffer = Buffer.alloc(24);
  buffer.writeUInt16LE(VERSION, 0);
  buffer.writeUInt16LE(FLAGS, 2);
  buffer.writeUInt16LE(DEFLATED, 4);
  const [date, time] = dosTime(at);
  buffer.writeUInt16LE(time, 6);
  buffer.writeUInt16LE(date, 8);
  buffer.writeUInt32LE(crc32, 10);
  buffer.writeUInt32LE(fileBytes, 14);
  buffer.writeUInt32LE(textBytes, 18);
  buffer.writeUInt16LE(name.length, 22);
  return buffer;
}

const localHeader = (of: Placed, at: Instant): Buffer =>
  Buffer.concat([Buffer.from('PK\u0003\u0004'), facts(of, at), Buffer.alloc(2), of.name]);

function centralHeader(of: Placed, at: Instant): Buffer {
  const madeBy = Buffer.from([VERSION, 0]);
  // No extra field, comment, second disk or attributes; then where the file begins.
  const rest = Buffer.alloc(16);
  rest.writeUInt32LE(of.offset, 12);
  return Buffer.concat([Buffer.from('PK\u0001\u0002'), madeBy, facts(of, at), rest, of.name]);
}

function endOf(files: number, directoryBytes: number, offset: number): Buffer {
  const buffer = Buffer.alloc(22);
  buffer.write('PK\u0005\u0006', 0, 'latin1');
  buffer.writeUInt16LE(files, 8);
  buffer.writeUInt16LE(files, 10);
  buffer.writeUInt32LE(directoryBytes, 12);
  buffer.writeUInt32LE(offset, 16);
  return buffer;
}

/** Date and time as ZIP has them: years from 1980, seconds by two. */
function dosTime(at: Instant): [date: number, time: number] {
  const [year, month, dayOfMonth, hour, minute, second] = at.match(/\d+/g)!.map(Number) as number[];
  return [
    ((year! - 1980) << 9) | (month! << 5) | dayOfMonth!,
    (hour! << 11) | (minute! << 5) | Math.floor(second! / 2),
  ];
}
