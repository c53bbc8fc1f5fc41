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
const INSTANT_LENGTH = '2000-01-01T00:00:00.000Z'.length;
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
  // Words for a date cost more than all the rest: they are made only where they are said.
  if (Number.isNaN(date.getTime())) invariant(false, `${String(from)} is an instant`);
  const text = date.toISOString();
  if (text.length !== INSTANT_LENGTH) invariant(false, `the year of ${text} has four digits`);
  return text as Instant;
}

export const epochMs = (at: Instant): number => Date.parse(at);
/** The UTC day on which an instant falls. */
export const utcDay = (at: Instant): Day => at.slice(0, 10) as Day;
/** The first instant of a day. */
export const startOfDay = (on: Day): Instant => `${on}T00:00:00.000Z` as Instant;
export const addMs = (at: Instant, ms: number): Instant => instant(epochMs(at) + ms);
export const addSeconds = (at: Instant, seconds: number): Instant => addMs(at, seconds * 1000);
export const addDaysTo = (at: Instant, days: number): Instant => addMs(at, days * MS_PER_DAY);

// Billing runs compute with millions of days, so the calendar is plain arithmetic here: no Date is made.
const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const yearOf = (on: Day): number => digit(on, 0) * 1000 + digit(on, 1) * 100 + digit(on, 2) * 10 + digit(on, 3);
const monthOf = (on: Day): number => digit(on, 5) * 10 + digit(on, 6);
const dateOf = (on: Day): number => digit(on, 8) * 10 + digit(on, 9);

const DAYS_PER_ERA = 146_097;
/** Day 0 of the era arithmetic is 1 March of the year 0; that of the epoch is 1 January 1970. */
const EPOCH_OFFSET = 719_468;

/** Days since 1970-01-01. Years begin in March here, so that the leap day comes last. */
function dayNumber(on: Day): number {
  const month = monthOf(on);
  const year = month > 2 ? yearOf(on) : yearOf(on) - 1;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dateOf(on) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET;
}

function fromDayNumber(number: number): Day {
  const shifted = number + EPOCH_OFFSET;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return dayText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date);
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
/** @throws InvariantError beyond the years of four digits, where texts no longer sort as days do. */
function dayText(year: number, month: number, date: number): Day {
  if (year < 0 || year > 9999) invariant(false, `the year ${year} has four digits`);
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${TWO_DIGITS[month]}-${TWO_DIGITS[date]}` as Day;
}

/** Whole days from `from` (counted) to `to` (not counted); negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);
export const addDays = (on: Day, days: number): Day => fromDayNumber(dayNumber(on) + days);

/** Days of a month, 28 to 31. `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The same day of the month `months` later, clamped to that month's last day. Always computed from the original
 * anchor, so 31 January gives 28 February and then 31 March again (billing contract R2).
 */
export function addMonths(anchor: Day, months: number): Day {
  const monthIndex = yearOf(anchor) * 12 + (monthOf(anchor) - 1) + months;
  const year = Math.floor(monthIndex / 12);
  return monthDay(year, monthIndex - year * 12 + 1, dateOf(anchor));
}

/** Day `dayOfMonth` of a month, clamped to its last day. */
export function monthDay(year: number, month: number, dayOfMonth: number): Day {
  return dayText(year, month, dayOfMonth > 28 ? Math.min(dayOfMonth, daysInMonth(year, month)) : dayOfMonth);
}

/** Whole months from the anchor that have begun by `on`: the largest n with addMonths(anchor, n) <= on. */
export function monthsElapsed(anchor: Day, on: Day): number {
  const months = (yearOf(on) - yearOf(anchor)) * 12 + monthOf(on) - monthOf(anchor);
  const begins = Math.min(dateOf(anchor), daysInMonth(yearOf(on), monthOf(on)));
  return begins <= dateOf(on) ? months : months - 1;
}

export const daysIn = (period: DayPeriod): number => daysBetween(period.start, period.end);
export const contains = (period: DayPeriod, on: Day): boolean => period.start <= on && on < period.end;

/** Wire form of an instant: no fraction when it is zero. */
export const toWireInstant = (at: Instant): string => at.replace('.000Z', 'Z');
/** Wire form of a day: its first instant. */
export const toWireDay = (on: Day): string => `${on}T00:00:00Z`;
