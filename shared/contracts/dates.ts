import * as z from 'zod';
import { type Day, type Instant, instant, isDay, utcDay } from '../kernel/time.ts';
import { code } from './text.ts';

/**
 * Dates as requests carry them (conventions 5). Nothing else reads one: `Date.parse` takes words and phone numbers for
 * dates, and makes another day of one that does not exist.
 */

/** The texts of request schemas that are dates. A test walks every manifest for dates that are read another way. */
export const dateTexts = z.registry<{ readonly in: 'body' | 'query' }>();

/** No date has more characters; what is longer is not read. */
const LENGTH_MAX = 40;
const [FIRST_YEAR, LAST_YEAR] = ['1900', '9998'];
const UNSET_DAY = '0001-01-01';
/** What clients write for "never". Nothing is computed from it. */
const NEVER_DAY = '9999-12-31';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** The last part is the day of the month, or, from a client that errs, the day of the year. */
const YEAR_MONTH_AND_DAYS = /^(\d{4})-(\d{2})-(\d{2,3})$/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP])M)?)?$/i;

const MINUTE_MS = 60_000;

/** An ISO 8601 date or date-time, in UTC where it names no offset. Undefined for what is none, or no day or time there is. */
function isoInstant(text: string): Instant | undefined {
  const [, on = '', hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = ISO.exec(text) ?? [];
  if (!isDay(on) || hour > '23' || minute > '59' || second > '59') return undefined;
  const minutes = offsetMinutes(offset);
  if (minutes === undefined) return undefined;
  const local = Date.parse(`${on}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  return withinFourDigits(local - minutes * MINUTE_MS);
}

/** Undefined for an offset that no place has: those go from -12:00 to +14:00. */
function offsetMinutes(offset: string): number | undefined {
  if (offset.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const ahead = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return minutes > 59 || ahead < -12 * 60 || ahead > 14 * 60 ? undefined : ahead;
}

function withinFourDigits(ms: number): Instant | undefined {
  const text = new Date(ms).toISOString();
  return text.length === 24 ? instant(text) : undefined;
}

const isWithinYears = (at: string): boolean => at.slice(0, 4) >= FIRST_YEAR && at.slice(0, 4) <= LAST_YEAR;

interface BodyDateOptions {
  /** `0001-01-01` with any time means "not sent", as SDKs do in PUT and PATCH. */
  readonly unset?: boolean;
  /** `9999-12-31` with any time is taken: it means "never". */
  readonly never?: boolean;
}

/**
 * A date of a body: ISO 8601 date or date-time, a real day of the years 1900 to 9998, handed on as an instant. Anything
 * else is `invalid_property` (400/3000).
 */
export const bodyDate = ({ unset = false, never = false }: BodyDateOptions = {}) =>
  dateText('body')
    .transform((text, context): Instant | undefined => {
      const at = text.length <= LENGTH_MAX ? isoInstant(text) : undefined;
      if (at !== undefined && isWithinYears(at)) return at;
      if (never && at?.startsWith(NEVER_DAY)) return at;
      if (unset && at?.startsWith(UNSET_DAY)) return undefined;
      const message = `must be a day of the calendar, ${FIRST_YEAR} to ${LAST_YEAR}, as 2027-01-31 or 2027-01-31T09:30:00Z`;
      context.addIssue({ code: 'custom', message, params: { refusal: 'invalid_property' } });
      return z.NEVER;
    })
    .meta({ type: 'string', format: 'date-time' } as never);

/** A date of a body that must be there: what {@link bodyDate} takes, never "not sent". */
export const requiredBodyDate = () => bodyDate().transform((at) => at!);

/**
 * The day that a query means: ISO date or date-time (an offset counts; a plus sign that was not encoded arrives as a
 * blank), US style `M/d/yyyy h:mm:ss tt`, or the day of the year in place of the day of the month (`2017-06-166`).
 * Undefined for any other text.
 */
export function queryDayOf(text: string): Day | undefined {
  const at = queryInstantOf(text);
  return at && utcDay(at);
}

function queryInstantOf(text: string): Instant | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const given = text.trim();
  const at = isoInstant(given.replace(/ (?=\d{2}:?\d{2}$)/, '+')) ?? usInstant(given) ?? dayOfYear(given);
  return at && at.slice(0, 4) >= FIRST_YEAR ? at : undefined;
}

/** `tt` makes hours count from 12 to 11; without it they are those of a whole day. */
function usInstant(text: string): Instant | undefined {
  const [, month, date, year, hour = '0', minute = '00', second = '00', half] = US.exec(text) ?? [];
  if (month === undefined) return undefined;
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return isoInstant(`${year}-${twoDigits(month)}-${twoDigits(date!)}T${twoDigits(hours)}:${minute}:${second}Z`);
}
const twoDigits = (part: string | number): string => String(part).padStart(2, '0');

/** Above 31 the last part is the day of the year, and must lie in the month that stands before it. */
function dayOfYear(text: string): Instant | undefined {
  const [, year = '', month, ofYear] = YEAR_MONTH_AND_DAYS.exec(text) ?? [];
  if (Number(ofYear ?? 0) <= 31) return undefined;
  const at = withinFourDigits(Date.parse(`${year}-01-01T00:00:00Z`) + (Number(ofYear) - 1) * 24 * 60 * MINUTE_MS);
  return at?.startsWith(`${year}-${month}-`) ? at : undefined;
}

/** A day of a query in any spelling of {@link queryDayOf}. Anything else is `invalid_input` (400/800002). */
export const queryDay = () =>
  dateText('query')
    .transform((text, context): Day => {
      const on = queryDayOf(text);
      if (on !== undefined) return on;
      const message = 'must be a day of the calendar as 2027-01-31, 2027-01-31T09:30:00Z or 1/31/2027';
      context.addIssue({ code: 'custom', message, params: { refusal: 'invalid_input' } });
      return z.NEVER;
    })
    .meta({ type: 'string', format: 'date' } as never);

/** An instant of a query in the same spellings; a day alone is its first. Anything else is `invalid_input` (400/800002). */
export const queryInstant = () =>
  dateText('query')
    .transform((text, context): Instant => {
      const at = queryInstantOf(text);
      if (at !== undefined) return at;
      const message = 'must be a time as 2027-01-31T09:30:00Z or 2027-01-31T09:30:00+01:00';
      context.addIssue({ code: 'custom', message, params: { refusal: 'invalid_input' } });
      return z.NEVER;
    })
    .meta({ type: 'string', format: 'date-time' } as never);

function dateText(place: 'body' | 'query') {
  const text = code(z.string());
  dateTexts.add(text, { in: place });
  return text;
}

/** A date-time of an answer, as `toWireInstant` and `toWireDay` spell it. */
export const WireInstant = z.string().meta({ format: 'date-time' });
