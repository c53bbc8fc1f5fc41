/**
 * Reads bytes as the charset that their sender declared (conventions 4). A byte-order mark decides first; without a
 * declaration text is UTF-8. What is not of that charset is not read at all: a replaced character would be stored for
 * good, and nobody could tell what stood there.
 */

type Decode = (bytes: Buffer) => string | undefined;

const strictly =
  (label: string): Decode =>
  (bytes) => {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };

/** What stands at 0x80 to 0x9F of Windows-1252; five of these bytes are nothing. */
const WINDOWS_1252 =
  '\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD' +
  '\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178';

const windows1252: Decode = (bytes) => {
  const text = bytes
    .toString('latin1')
    .replace(/[\x80-\x9F]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!);
  return text.includes('\uFFFD') ? undefined : text;
};

/** Texts that we take begin with ASCII: where its zero byte stands tells the order of the bytes. */
const utf16: Decode = (bytes) => (bytes[0] === 0 ? strictly('utf-16be') : strictly('utf-16le'))(bytes);

const isAscii = (bytes: Buffer): boolean => bytes.every((byte) => byte < 0x80);

const CHARSETS: Readonly<Record<string, Decode>> = {
  'utf-8': strictly('utf-8'),
  utf8: strictly('utf-8'),
  'utf-16': utf16,
  'utf-16le': strictly('utf-16le'),
  'utf-16be': strictly('utf-16be'),
  'iso-8859-1': (bytes) => bytes.toString('latin1'),
  latin1: (bytes) => bytes.toString('latin1'),
  'windows-1252': windows1252,
  'cp-1252': windows1252,
  cp1252: windows1252,
};

const MARKS: readonly (readonly [mark: readonly number[], decode: Decode])[] = [
  [[0xef, 0xbb, 0xbf], strictly('utf-8')],
  [[0xff, 0xfe], strictly('utf-16le')],
  [[0xfe, 0xff], strictly('utf-16be')],
];

/** The charset that a content type declares, in lower case; undefined when it declares none. */
export const charsetOf = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();

/** The text that bytes stand for, without its mark; undefined when they are not of the charset that they declare. */
export function decoded(bytes: Buffer, contentType: string | undefined): string | undefined {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return marked[1](bytes);
  const charset = charsetOf(contentType) ?? 'utf-8';
  if (Object.hasOwn(CHARSETS, charset)) return CHARSETS[charset]!(bytes);
  // Every charset that is in use on the web has ASCII in it.
  return isAscii(bytes) ? bytes.toString('latin1') : undefined;
}
