import { type Day, day } from '../../../shared/kernel/time.ts';

/**
 * Short spellings for items that a run reads by the million: what it costs is the bytes it reads. Texts are escaped so
 * that separators stay separators.
 */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A GUID in 22 characters; any other id as it is, marked. */
export const shortId = (id: string): string =>
  GUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') : `!${escapeText(id)}`;

export function longId(short: string): string {
  if (short.startsWith('!')) return unescapeText(short.slice(1));
  const hex = Buffer.from(short, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
export const readOptionalDay = (short: string | undefined): Day | undefined =>
  short ? day(longDay(short)) : undefined;

/** Joins fields and drops the empty ones at the end. */
export function joined(fields: readonly string[], separator: string): string {
  let count = fields.length;
  while (count > 0 && fields[count - 1] === '') count -= 1;
  return fields.slice(0, count).join(separator);
}
