import { BYTE_ORDER_MARK } from '../kernel/csv.ts';
import { combined, type Deflated, type DeflatedPart, deflateText, LAST_BLOCK } from './deflated.ts';

/**
 * One gzip member made of parts that were deflated apart: header, a last empty block, the sum's CRC and length make the
 * member whole. Many clients stop after the first of several members, so it is one.
 */

/** Bytes of a file that one answer may hold with room to spare; what is larger is handed out as a link. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Magic, deflate, no flags, no time, fastest, no particular system: the same in every run. */
export const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);

/** What ends the member: an empty last block, CRC and length of the whole text. */
export function gzipTrailer({ crc32, textBytes }: DeflatedPart): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32, 0);
  trailer.writeUInt32LE(textBytes % 2 ** 32, 4);
  return Buffer.concat([LAST_BLOCK, trailer]);
}

/** The mark is a part like any other, so that a file gets it without being unpacked. */
export const MARK: Deflated = deflateText(BYTE_ORDER_MARK);

/** A finished file with a byte-order mark at its beginning. */
export function withByteOrderMark(file: Uint8Array, textBytes: number): Buffer {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const end = bytes.length - LAST_BLOCK.length - 8;
  const content = bytes.subarray(GZIP_HEADER.length, end);
  const crc32 = bytes.readUInt32LE(end + LAST_BLOCK.length);
  const whole = combined([MARK, { textBytes, fileBytes: content.length, crc32 }]);
  return Buffer.concat([GZIP_HEADER, MARK.bytes, content, gzipTrailer(whole)]);
}

/** Bytes of the finished file. */
export const gzipBytes = ({ fileBytes }: DeflatedPart): number =>
  GZIP_HEADER.length + fileBytes + LAST_BLOCK.length + 8;
