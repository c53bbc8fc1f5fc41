import { invariant } from './invariant.ts';

/**
 * Time as the platform means it: instants are ISO 8601 texts in UTC ending in `Z`, days are whole UTC days, periods
 * are half-open [start, end). Nothing here reads a clock (design: time enters with the trigger).
 */
declare const dayBrand: unique symbol;
declare const instantBrand: unique symbol;

/** A UTC calendar day, `yyyy-MM-dd`; texts of days sort as days do. */
export type Day = string & { readonly [dayBrand]: true };
/** An instant, `yyyy-MM-ddTHH:mm:ss.sssZ`; texts of instants sort as instants do. */
export type Instant = string & { readonly [instantBrand]: true };

/** Half-open span of days: `start` belongs to it, `end` does not. */
export interface DayPeriod {
  readonly start: Day;
  readonly end: Day;
}

const MS_PER_DAY = 86_400_000;
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads a day. @throws InvariantError for a text that is no calendar day; callers validate input earlier. */
export function day(text: string): Day {
  invariant(isDay(text), `${text} is a calendar day yyyy-MM-dd`);
  return text;
}

export function isDay(text: string): text is Day {
  const parts = DAY_PATTERN.exec(text);
  if (!parts) return false;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
}

/** Reads an instant from ISO text, epoch milliseconds or a Date. @throws InvariantError when it is none. */
export function instant(from: string | number | Date): Instant {
  const date = new Date(from);
  invariant(!Number.isNaN(date.getTime()), `${String(from)} is an instant`);
  return date.toISOString() as Instant;
}

export const epochMs = (at: Instant): number => Date.parse(at);
/** The UTC day on which an instant falls. */
export const utcDay = (at: Instant): Day => at.slice(0, 10) as Day;
/** The first instant of a day. */
export const startOfDay = (on: Day): Instant => `${on}T00:00:00.000Z` as Instant;
export const addMs = (at: Instant, ms: number): Instant => instant(epochMs(at) + ms);
export const addSeconds = (at: Instant, seconds: number): Instant => addMs(at, seconds * 1000);
export const addDaysTo = (at: Instant, days: number): Instant => addMs(at, days * MS_PER_DAY);

const dayNumber = (on: Day): number => Date.UTC(+on.slice(0, 4), +on.slice(5, 7) - 1, +on.slice(8, 10)) / MS_PER_DAY;
const fromDayNumber = (n: number): Day => new Date(n * MS_PER_DAY).toISOString().slice(0, 10) as Day;

/** Whole days from `from` (counted) to `to` (not counted); negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);
export const addDays = (on: Day, days: number): Day => fromDayNumber(dayNumber(on) + days);

/** Days of a month, 28 to 31. `month` counts from 1. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * The same day of the month `months` later, clamped to that month's last day. Always computed from the original
 * anchor, so 31 January gives 28 February and then 31 March again (billing contract R2).
 */
export function addMonths(anchor: Day, months: number): Day {
  const monthIndex = +anchor.slice(0, 4) * 12 + (+anchor.slice(5, 7) - 1) + months;
  const year = Math.floor(monthIndex / 12);
  const month = (monthIndex % 12) + 1;
  return monthDay(year, month, +anchor.slice(8, 10));
}

/** Day `dayOfMonth` of a month, clamped to its last day. */
export function monthDay(year: number, month: number, dayOfMonth: number): Day {
  const date = Math.min(dayOfMonth, daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}` as Day;
}

/** Whole months from the anchor that have begun by `on`: the largest n with addMonths(anchor, n) <= on. */
export function monthsElapsed(anchor: Day, on: Day): number {
  const months = (+on.slice(0, 4) - +anchor.slice(0, 4)) * 12 + (+on.slice(5, 7) - +anchor.slice(5, 7));
  return addMonths(anchor, months) <= on ? months : months - 1;
}

export const daysIn = (period: DayPeriod): number => daysBetween(period.start, period.end);
export const contains = (period: DayPeriod, on: Day): boolean => period.start <= on && on < period.end;

/** Wire form of an instant: no fraction when it is zero. */
export const toWireInstant = (at: Instant): string => at.replace('.000Z', 'Z');
/** Wire form of a day: its first instant. */
export const toWireDay = (on: Day): string => `${on}T00:00:00Z`;
