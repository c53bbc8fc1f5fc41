import { constants, crc32, deflateRawSync } from 'node:zlib';

/**
 * Files made of parts that were deflated apart, by whoever and in whatever order: each part is raw deflate ended by a full
 * flush, so that parts follow each other as they are. A last empty block ends the stream; CRC and length of the whole
 * follow from those of the parts.
 */
export interface DeflatedPart {
  /** Bytes of the text in the part. */
  readonly textBytes: number;
  readonly fileBytes: number;
  readonly crc32: number;
}

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

/** Ends the stream. */
export const LAST_BLOCK: Uint8Array = Buffer.from([0x03, 0x00]);

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
