/**
 * Schedule expressions of EventBridge Scheduler, in UTC: `cron(minutes hours day-of-month month day-of-week year)`,
 * `rate(n unit)` and `at(time)`.
 */
export type ScheduleTimes = {
  /** The first firing after `after`, if there is one. */
  next(after: Date): Date | undefined;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const unitsMs: Readonly<Record<string, number>> = { minute: minuteMs, hour: 60 * minuteMs, day: dayMs };
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** A firing further away than this never comes: 29 February takes 8 years at most. */
const daysAheadMax = 9 * 366;

/** Reads an expression. Rates count from `start`. @throws Error for what is not one of the three kinds. */
export function readSchedule(expression: string, start: Date): ScheduleTimes {
  const [, kind, argument = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'cron') return cron(argument, expression);
  if (kind === 'rate') return rate(argument, expression, start);
  if (kind === 'at') return once(new Date(`${argument}Z`));
  throw new Error(`the local runtime does not know the schedule ${expression}`);
}

const once = (at: Date): ScheduleTimes => ({ next: (after) => (at > after ? at : undefined) });

function rate(argument: string, expression: string, start: Date): ScheduleTimes {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
  const stepMs = Number(count) * (unitsMs[unit] ?? 0);
  if (!stepMs) throw new Error(`the local runtime does not know the schedule ${expression}`);
  return {
    next(after) {
      const steps = Math.floor((after.getTime() - start.getTime()) / stepMs) + 1;
      return new Date(start.getTime() + Math.max(1, steps) * stepMs);
    },
  };
}

function cron(argument: string, expression: string): ScheduleTimes {
  const fields = argument.trim().split(/\s+/);
  const [minutes, hours, monthDay, months, weekday, years] = fields;
  if (fields.length !== 6 || !minutes || !hours || !monthDay || !months || !weekday || !years) {
    throw new Error(`a cron schedule has six fields: ${expression}`);
  }
  const minuteList = valuesOf(minutes, { from: 0, to: 59 });
  const hourList = valuesOf(hours, { from: 0, to: 23 });
  const monthSet = new Set(valuesOf(months, { from: 1, to: 12, names: monthNames, firstName: 1 }));
  const yearSet = years === '*' ? undefined : new Set(valuesOf(years, { from: 1970, to: 2199 }));
  const onDay = dayTest(monthDay, weekday);
  const fits = (day: Date) =>
    monthSet.has(day.getUTCMonth() + 1) && (yearSet?.has(day.getUTCFullYear()) ?? true) && onDay(day);
  return {
    next(after) {
      const firstDay = Math.floor(after.getTime() / dayMs) * dayMs;
      for (let ahead = 0; ahead < daysAheadMax; ahead += 1) {
        const day = firstDay + ahead * dayMs;
        if (!fits(new Date(day))) continue;
        for (const hour of hourList) {
          for (const minute of minuteList) {
            const at = day + (hour * 60 + minute) * minuteMs;
            if (at > after.getTime()) return new Date(at);
          }
        }
      }
      return undefined;
    },
  };
}

/** `?` leaves the day to the other field; `L` is the month's last day, `6#3` its third Friday (1 = Sunday), `6L` its last. */
function dayTest(monthDay: string, weekday: string): (day: Date) => boolean {
  if (monthDay === 'L') return isLastDay;
  if (monthDay !== '?' && monthDay !== '*') {
    const days = new Set(valuesOf(monthDay, { from: 1, to: 31 }));
    return (day) => days.has(day.getUTCDate());
  }
  if (weekday === '?' || weekday === '*') return () => true;
  const [, number, ordinal] = /^(\w+)#(\d)$/.exec(weekday) ?? [];
  if (number) {
    const wanted = weekdayNumber(number);
    return (day) => day.getUTCDay() + 1 === wanted && Math.ceil(day.getUTCDate() / 7) === Number(ordinal);
  }
  const [, last] = /^(\w+)L$/.exec(weekday) ?? [];
  if (last)
    return (day) => day.getUTCDay() + 1 === weekdayNumber(last) && isLastDay(new Date(day.getTime() + 6 * dayMs), day);
  const days = new Set(valuesOf(weekday, { from: 1, to: 7, names: weekdayNames, firstName: 1 }));
  return (day) => days.has(day.getUTCDay() + 1);
}

/** Whether the month of `of` ends with or before `day`. */
function isLastDay(day: Date, of = day): boolean {
  return new Date(day.getTime() + dayMs).getUTCMonth() !== of.getUTCMonth();
}

const weekdayNumber = (text: string) =>
  /^\d$/.test(text) ? Number(text) : weekdayNames.indexOf(text.toUpperCase()) + 1;

type Range = { from: number; to: number; names?: readonly string[]; firstName?: number };

function valuesOf(field: string, range: Range): number[] {
  const values = field.split(',').flatMap((part) => {
    const [span = '', step = '1'] = part.split('/');
    const [first = '', last] = span.split('-');
    const from = first === '*' ? range.from : numberOf(first, range);
    const to = last !== undefined ? numberOf(last, range) : first === '*' || part.includes('/') ? range.to : from;
    return Array.from(
      { length: Math.floor((to - from) / Number(step)) + 1 },
      (_, index) => from + index * Number(step),
    );
  });
  return [...new Set(values)].sort((left, right) => left - right);
}

function numberOf(text: string, { from, to, names = [], firstName = 0 }: Range): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + firstName : Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw new Error(`a schedule has ${text} where ${from} to ${to} may stand`);
  return value;
}
