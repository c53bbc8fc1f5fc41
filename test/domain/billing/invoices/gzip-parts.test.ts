import { crc32, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendParts, crc32Combine, deflateText } from '../../../../shared/messaging/deflated.ts';
import { GZIP_HEADER, gzipBytes, gzipTrailer, withByteOrderMark } from '../../../../shared/messaging/gzip-parts.ts';

test('BIL-11: the CRC of two texts is computed from theirs', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), (a, b) => {
      expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(crc32(Buffer.concat([a, b])));
    }),
  );
});

test('BIL-11: parts deflated apart make one gzip member with the texts in order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 500, unit: 'grapheme' }), { maxLength: 8 }), (texts) => {
      const whole = appendParts(texts.map(deflateText));
      const file = Buffer.concat([GZIP_HEADER, whole.bytes, gzipTrailer(whole)]);
      expect(gunzipSync(file).toString('utf8')).toBe(texts.join(''));
      expect(file.length).toBe(gzipBytes(whole));
    }),
  );
});

test('BIL-3: a finished file gets a byte-order mark without being unpacked', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000, unit: 'grapheme' }), (text) => {
      const part = deflateText(text);
      const file = Buffer.concat([GZIP_HEADER, part.bytes, gzipTrailer(part)]);
      const marked = gunzipSync(withByteOrderMark(file, part.textBytes));
      expect(marked.equals(Buffer.from(`\uFEFF${text}`, 'utf8'))).toBe(true);
    }),
  );
});
