import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import type { RateBook } from '../domain/rate-book.ts';

/**
 * The rates of days in which a partner was in one region after the other: each day has those of its own. Days before the first
 * region that is known are of that one.
 *
 * @param regions oldest first, each until the next begins; at least one
 */
export async function bookByRegion(
  regions: readonly { readonly from: Day; readonly region: string }[],
  days: DayPeriod,
  bookOf: (of: DayPeriod & { readonly region: string }) => Promise<RateBook>,
): Promise<RateBook> {
  const spans = regions
    .map(({ from, region }, index) => ({
      region,
      start: index === 0 || from < days.start ? days.start : from,
      end: earlier(regions[index + 1]?.from ?? days.end, days.end),
    }))
    .filter(({ start, end }) => start < end);
  const books = await Promise.all(spans.map(async (span) => ({ ...span, book: await bookOf(span) })));
  const [first] = books;
  invariant(first, 'days that are rated lie in a region');
  if (books.length === 1) return first.book;
  const on = (day: Day): RateBook => (books.findLast(({ start }) => start <= day) ?? first).book;
  return {
    currency: first.book.currency,
    meter: (meterId, day) => on(day).meter(meterId, day),
    discount: (meterId, day) => on(day).discount(meterId, day),
    exchange: (day, from) => on(day).exchange(day, from),
  };
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
