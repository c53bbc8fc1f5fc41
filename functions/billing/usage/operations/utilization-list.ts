import { countedList, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { addDays, addMonths, type Day, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { SheetRow } from '../domain/day-sheet.ts';
import { ownerOn, type UsageOwner } from '../domain/usage-owner.ts';
import { AGE_DAYS_MAX } from '../domain/usage-record.ts';
import { type Granularity, type Used, type Utilized, utilized } from '../domain/utilization.ts';
import { type BatchRow, unpackBatch } from '../store/batch-file.ts';
import { BATCH_DAYS, batchFileKey } from '../store/batch-item.ts';
import type { ReportedBatch } from '../store/head-item.ts';
import { headStore } from '../store/head-store.ts';
import { usageStore } from '../store/sheet-store.ts';
import type { UsageDeps } from './dependencies.ts';

type Deps = Pick<UsageDeps, 'table' | 'files'>;

/** What is asked for: usage that was received from one instant up to another. */
export interface Asked {
  readonly owner: UsageOwner;
  /** All who ever owned it: of each day only the owner sees the usage. */
  readonly owners: readonly UsageOwner[];
  readonly start: Instant;
  readonly end: Instant;
  /** When it is asked: nothing was used later. */
  readonly at: Instant;
  readonly granularity: Granularity;
  readonly showDetails: boolean;
}

const isStartOfDay = (at: Instant): boolean => at === startOfDay(utcDay(at));

/** Sheets know days of receipt alone. */
export const isByDays = ({ start, end, granularity }: Asked): boolean =>
  granularity === 'daily' && isStartOfDay(start) && isStartOfDay(end);

/**
 * Utilisation by days: it is read from the sheets, a month at a time, as far as a page goes. So a page costs the sheets of
 * its months, however much was received in the span.
 */
export const utilizationByDays = (asked: Asked, deps: Deps): SoughtList<Utilized> => ({
  async page({ size, after }) {
    const place = placeOf(after);
    const found: { readonly place: Place; readonly of: Utilized }[] = [];
    for await (const [on, sums] of daysFrom(asked, place.on, deps)) {
      const before = on === place.on ? place.count : 0;
      for (const [index, of] of sums.slice(before).entries()) found.push({ place: { on, count: before + index }, of });
      if (found.length > size) break;
    }
    const items = found.slice(0, size).map(({ of }) => of);
    const next = found[size]?.place;
    return next ? { items, next: toCursor(next) } : { items };
  },
  async before({ size, end }) {
    const place = placeOf(end);
    const places: Place[] = [];
    for await (const [on, sums] of daysFrom(asked, undefined, deps)) {
      const isLast = place.on !== undefined && on >= place.on;
      const count = isLast ? (on === place.on ? place.count : 0) : sums.length;
      for (let index = 0; index < count; index += 1) places.push({ on, count: index });
      if (isLast) break;
      // No more of them are asked for than a page holds.
      places.splice(0, Math.max(0, places.length - size));
    }
    places.splice(0, Math.max(0, places.length - size));
    const first = places[0];
    return first && !(await isFirst(asked, first, deps)) ? toCursor(first) : undefined;
  },
});

/** Before the sum of a day that has so many of the day before it. */
interface Place {
  readonly on: Day | undefined;
  readonly count: number;
}
const toCursor = ({ on, count }: Place): Cursor => ({ on: on!, count: String(count) });
function placeOf(cursor: Cursor | undefined): Place {
  const { on, count = '0' } = cursor ?? {};
  return { on: on as Day | undefined, count: /^\d{1,9}$/.test(count) ? Number(count) : 0 };
}

async function isFirst(asked: Asked, { on, count }: Place, deps: Deps): Promise<boolean> {
  if (count > 0) return false;
  for await (const [first] of daysFrom(asked, undefined, deps)) return first === on;
  return true;
}

/** Days of usage that have any in the span, from one on, with their sums. */
async function* daysFrom(
  { owner, owners, start, end, at, ...how }: Asked,
  from: Day | undefined,
  { table, files }: Deps,
): AsyncGenerator<readonly [Day, readonly Utilized[]]> {
  const { partnerId, customerId, subscriptionId, from: ownedFrom, until } = owner;
  if (ownedFrom === undefined) return;
  const [first, last] = [utcDay(start), utcDay(end)];
  // Whatever span is asked for: months are read in which there may be any.
  const days = { start: later(addDays(first, -AGE_DAYS_MAX), ownedFrom), end: until ?? addDays(utcDay(at), 1) };
  let begin = from === undefined ? days.start : later(from, days.start);
  const store = usageStore({ table, files });
  const stop = earlier(last, days.end);
  while (begin < stop) {
    const month = { start: begin, end: earlier(addMonths(`${begin.slice(0, 7)}-01` as Day, 1), stop) };
    for (const { usageOn, rows } of await store.ofSubscription(partnerId, customerId, subscriptionId, month)) {
      // What was counted here before a succession was told of went over to who owned the day.
      if (ownerOn(owners, usageOn)?.partnerId !== partnerId) continue;
      const reported = rows.filter(({ reportedOn }) => first <= reportedOn && reportedOn < last);
      if (reported.length > 0) yield [usageOn, utilized(reported.map(usedOfRow), how)];
    }
    begin = month.end;
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

const usedOfRow = ({ firstAt, meterId, quantity, resourceUri, location, facts }: SheetRow): Used => ({
  startAt: firstAt,
  meterId,
  quantity,
  resourceUri,
  location,
  facts,
});

/** Records that one call reads at most where days alone do not tell. */
export const RECORDS_READ_MAX = 200_000;

/**
 * Utilisation by hours, or of a span that begins or ends within a day: it is read from the records themselves, all of the
 * span for each page, as far back as records are kept. Undefined where these are more than a call reads.
 */
export async function utilizationOfRecords(asked: Asked, deps: Deps): Promise<SoughtList<Utilized> | undefined> {
  const { owner, owners, end, at } = asked;
  const keptFrom = startOfDay(addDays(utcDay(at), 1 - BATCH_DAYS));
  const start = asked.start > keptFrom ? asked.start : keptFrom;
  const isOwnOn = (on: Day): boolean => ownerOn(owners, on)?.partnerId === owner.partnerId;
  const batches: ReportedBatch[] = [];
  let count = 0;
  for await (const batch of headStore(deps.table).reported(owner.subscriptionId, utcDay(start), utcDay(end))) {
    if (batch.reportedAt < start || batch.reportedAt >= end) continue;
    count += batch.rowCount;
    if (count > RECORDS_READ_MAX) return undefined;
    batches.push(batch);
  }
  const used: Used[] = [];
  await inLanes(batches, async ({ batchId, reportedAt, rows }) => {
    const bytes = await deps.files.get(batchFileKey(batchId, reportedAt));
    invariant(bytes, 'the records of a batch stay as long as it is asked for them');
    const group = unpackBatch(bytes).groups.find(({ subscriptionId }) => subscriptionId === owner.subscriptionId);
    const counted = rows && new Set(rows);
    for (const row of group?.rows ?? [])
      if ((counted?.has(row[0]) ?? true) && isOwnOn(utcDay(row[4] as Instant))) used.push(usedOf(row));
  });
  const sums = utilized(used, asked);
  return countedList(sums.length, ({ from, to }) => sums.slice(from, to));
}

const usedOf = ([, , , , startAt, , meterId, quantity, resourceUri, location, , facts]: BatchRow): Used => ({
  startAt: startAt as Instant,
  meterId,
  quantity,
  resourceUri,
  location,
  facts: facts === 0 ? undefined : facts,
});
