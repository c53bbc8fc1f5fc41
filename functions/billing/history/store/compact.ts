import type { Day } from '../../../../shared/kernel/time.ts';

/**
 * Short spellings for items that a run reads by the million: what it costs is the bytes it reads. Texts are escaped so
 * that separators stay separators.
 */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A GUID in 22 characters; any other id as it is, marked. */
export const shortId = (id: string): string =>
  GUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') : `!${escapeText(id)}`;

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SIX_BITS = new Uint8Array(128);
for (const [value, char] of [...BASE64_URL].entries()) SIX_BITS[char.charCodeAt(0)] = value;
/** Three hex digits for each twelve bits: what two characters of base64 say. */
const HEX = Array.from({ length: 4096 }, (_, value) => value.toString(16).padStart(3, '0'));

/** Eleven pairs of characters are 33 hex digits, of which the last is padding. A run does this for every line. */
export function longId(short: string): string {
  if (short.startsWith('!')) return unescapeText(short.slice(1));
  let hex = '';
  for (let at = 0; at < short.length; at += 2)
    hex += HEX[(SIX_BITS[short.charCodeAt(at)]! << 6) | SIX_BITS[short.charCodeAt(at + 1)]!]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** `2018-01-13` as `180113`: good from 2000 to 2099. */
export const shortDay = (on: Day): string => on.slice(2, 4) + on.slice(5, 7) + on.slice(8, 10);
export const longDay = (short: string): Day =>
  `20${short.slice(0, 2)}-${short.slice(2, 4)}-${short.slice(4, 6)}` as Day;

const ESCAPED = /[%|;,~:]/g;
export const escapeText = (text: string): string =>
  text.replace(ESCAPED, (char) => `%${char.charCodeAt(0).toString(16)}`);
export const unescapeText = (text: string): string =>
  text.includes('%')
    ? text.replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Distinguishes "empty" (`~`) from "not said" (nothing). */
export const optionalText = (text: string | undefined): string =>
  text === undefined ? '' : text === '' ? '~' : escapeText(text);
export const readOptionalText = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text === '~' ? '' : unescapeText(text);

export const optionalDay = (on: Day | undefined): string => (on === undefined ? '' : shortDay(on));
/** Joins fields and drops the empty ones at the end. */
export function joined(fields: readonly string[], separator: string): string {
  let count = fields.length;
  while (count > 0 && fields[count - 1] === '') count -= 1;
  return fields.slice(0, count).join(separator);
}
