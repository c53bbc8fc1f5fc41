import { constants, crc32, deflateRawSync } from 'node:zlib';
import { BYTE_ORDER_MARK } from '../../../../../shared/kernel/csv.ts';

/**
 * One gzip member made of parts that were deflated apart: each part is raw deflate ended by a full flush, so that parts
 * follow each other as they are; header, a last empty block, the sum's CRC and length make the member whole. Many
 * clients stop after the first of several members, so it is one.
 */
export interface DeflatedPart {
  /** Bytes of the text in the part. */
  readonly textBytes: number;
  readonly fileBytes: number;
  readonly crc32: number;
}

/** Bytes of a file that one answer may hold with room to spare; what is larger is handed out as a link. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Fast rather than small: the run's cost is its processor time. */
const LEVEL = 1;

export interface Deflated extends DeflatedPart {
  readonly bytes: Buffer;
}

/** Deflates text so that more may follow. */
export const deflateText = (text: string): Deflated => deflatePart(Buffer.from(text, 'utf8'));

export function deflatePart(plain: Uint8Array): Deflated {
  const bytes = deflateRawSync(plain, { level: LEVEL, finishFlush: constants.Z_FULL_FLUSH });
  return { bytes, textBytes: plain.length, fileBytes: bytes.length, crc32: crc32(plain) };
}

/** Appends parts. */
export function appendParts(parts: readonly Deflated[]): Deflated {
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    ...combined(parts),
  };
}

export function combined(parts: readonly DeflatedPart[]): DeflatedPart {
  return parts.reduce<DeflatedPart>(
    (sum, part) => ({
      textBytes: sum.textBytes + part.textBytes,
      fileBytes: sum.fileBytes + part.fileBytes,
      crc32: crc32Combine(sum.crc32, part.crc32, part.textBytes),
    }),
    { textBytes: 0, fileBytes: 0, crc32: 0 },
  );
}

/** Magic, deflate, no flags, no time, fastest, no particular system: the same in every run. */
export const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);
const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/** What ends the member: an empty last block, CRC and length of the whole text. */
export function gzipTrailer({ crc32, textBytes }: DeflatedPart): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32, 0);
  trailer.writeUInt32LE(textBytes % 2 ** 32, 4);
  return Buffer.concat([LAST_BLOCK, trailer]);
}

/** The mark is a part like any other, so that a file gets it without being unpacked. */
const MARK = deflateText(BYTE_ORDER_MARK);

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

// --- CRC of two texts that follow each other -------------------------------------------------------------------------

const POLYNOMIAL = 0xedb88320;

/** CRC-32 of a + b from the CRCs of both and the length of b: multiplication by x^(8·length) modulo the polynomial. */
export function crc32Combine(a: number, b: number, lengthOfB: number): number {
  return (multiply(powerOfX(lengthOfB * 8), a) ^ b) >>> 0;
}

/** Product of two polynomials over GF(2), bit-reflected, modulo the CRC's. */
function multiply(a: number, b: number): number {
  let [product, factor] = [0, b];
  for (let bit = 0x80000000; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}

/** x^n modulo the CRC's polynomial, by squaring. */
function powerOfX(n: number): number {
  let [result, square, left] = [0x80000000, 0x40000000, n];
  for (; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  return result;
}
