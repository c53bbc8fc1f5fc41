import { placeNumber, type SoughtList, soughtList } from '../dynamo/sought.ts';
import { storedKind } from '../dynamo/stored-kind.ts';
import {
  allOf,
  type Cursor,
  type Item,
  type Key,
  type Table,
  type Write,
  WriteConflictError,
} from '../dynamo/table.ts';
import { addDays, addDaysTo, type Day, epochMs, type Instant, startOfDay, utcDay } from '../kernel/time.ts';

/**
 * Requests that people of a partner made, and whether a second factor was behind them (tenancy contract 12): noted by
 * every context's dispatcher, read by tenancy alone.
 */
export interface SeenRequest {
  readonly at: Instant;
  /** Of this very request: callers repeat their own ids. */
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly applicationId: string;
  readonly userPrincipalName?: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** Method and path of the route, without what was asked for. */
  readonly operation: string;
  readonly sourceIp: string;
  readonly hasMfa: boolean;
  /** A person signed in; absent where an application acts as the user that it is bound to. */
  readonly isSignedIn?: true;
}

/** Requests of one application on one UTC day. */
export interface SeenDay {
  readonly on: Day;
  readonly applicationId: string;
  readonly requests: number;
  readonly withMfa: number;
}

/** A user whose last request as a person lacked a second factor; of those within a minute any may count as the last. */
export interface LackingUser {
  readonly userId: string;
  readonly userPrincipalName?: string;
  readonly at: Instant;
}

/** Days that what was seen is kept. */
export const SEEN_DAYS = 30;

interface InMonth {
  readonly tenantId: string;
  /** `yyyy-MM` */
  readonly month: string;
}
export const seenKeys = {
  request: (of: InMonth & { seenAt: string; id: string }): Key => ({
    pk: `SEEN#${of.tenantId}#REQUESTS#${of.month}`,
    sk: `${of.seenAt}#${of.id}`,
  }),
  day: (of: { tenantId: string; on: string; applicationId: string }): Key => ({
    pk: `SEEN#${of.tenantId}#DAYS`,
    sk: `${of.on}#${of.applicationId}`,
  }),
  lacking: (of: { tenantId: string; userId: string }): Key => ({ pk: `SEEN#${of.tenantId}#LACKING`, sk: of.userId }),
};

/** What the sort key does not tell. */
type Request = Omit<SeenRequest, 'at' | 'id' | 'tenantId' | 'isSignedIn'>;
export const seenRequestItem = storedKind<Request>({ kind: 'seenRequest', shape: 1, upgrades: [] });
/** Its counts are added to where it lies. */
export const seenDayItem = storedKind<Pick<SeenDay, 'requests' | 'withMfa'>>({
  kind: 'seenDay',
  shape: 1,
  upgrades: [],
});
export const lackingUserItem = storedKind<Omit<LackingUser, 'userId'>>({ kind: 'lackingUser', shape: 1, upgrades: [] });

/** From then on the table may remove it; no report shows it since a day. */
const removableFrom = (on: Day): number => epochMs(startOfDay(addDays(on, SEEN_DAYS + 2))) / 1000;

/** The request itself: one write unit, as it is below a kilobyte. */
function requestWrite({ at, id, tenantId, isSignedIn: _, ...rest }: SeenRequest): Write {
  const key = seenKeys.request({ tenantId, month: at.slice(0, 7), seenAt: at, id });
  return { put: seenRequestItem.toItem({ ...key, expiresAt: removableFrom(utcDay(at)) }, rest) };
}

/** One more of its day and application: one write unit. */
function dayWrite({ at, tenantId, applicationId, hasMfa }: SeenRequest): Write {
  const on = utcDay(at);
  return {
    update: seenKeys.day({ tenantId, on, applicationId }),
    set: { ...seenDayItem.envelope, expiresAt: removableFrom(on) },
    add: { requests: 1, withMfa: hasMfa ? 1 : 0 },
  };
}

/** Where known requests of a user are younger, an older one says nothing. */
const unlessOlder = (at: Instant) => ({ kind: 'absentOrLess', attribute: 'at', value: at }) as const;

/** Milliseconds that a user is known to lack nothing, and how many are: then it is looked up again. */
const KNOWN_MS = 60_000;
const KNOWN_MAX = 1000;

/** Notes requests. It never fails: what cannot be noted is handed to `onError`, and nothing else hangs on it. */
export interface SeenNotes {
  note(request: SeenRequest): Promise<void>;
}

/**
 * A request costs two write units, in two writes side by side: the latest requests are shown one by one, and those of a
 * month are counted, which may be far more than are shown. One that lacked a second factor costs a third; one that had it costs
 * half a read unit a minute and user, to see whether an earlier one had lacked it.
 */
export function seenNotes(table: Table, onError: (error: unknown) => void): SeenNotes {
  const known = new Map<string, number>();
  const write = async (one: Write): Promise<void> => {
    try {
      await table.write([one]);
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
  };
  const noteLast = async ({ tenantId, userId, userPrincipalName, at, hasMfa }: SeenRequest): Promise<void> => {
    const key = seenKeys.lacking({ tenantId, userId });
    if (!hasMfa) {
      known.delete(userId);
      const record = { at, ...(userPrincipalName !== undefined && { userPrincipalName }) };
      const put = lackingUserItem.toItem({ ...key, expiresAt: removableFrom(utcDay(at)) }, record);
      return write({ put, if: unlessOlder(at) });
    }
    const nowMs = epochMs(at);
    const until = known.get(userId);
    if (until !== undefined && until > nowMs && until <= nowMs + KNOWN_MS) return undefined;
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(userId, nowMs + KNOWN_MS);
    if (await table.get(key)) await write({ delete: key, if: unlessOlder(at) });
    return undefined;
  };
  return {
    async note(request) {
      const noted = await Promise.allSettled([
        table.write([requestWrite(request)]),
        table.write([dayWrite(request)]),
        ...(request.isSignedIn ? [noteLast(request)] : []),
      ]);
      for (const each of noted) if (each.status === 'rejected') onError(each.reason);
    },
  };
}

/** What was seen of a partner's people; nothing that is older than {@link SEEN_DAYS}. */
export const seenStore = (table: Table) => ({
  /** The latest requests, the newest first, `max` at most. */
  requests: (tenantId: string, at: Instant, max: number): SoughtList<SeenRequest> => {
    const from = addDaysTo(at, -SEEN_DAYS);
    const queries = monthsBack(from, at).map((month) => ({
      pk: seenKeys.request({ tenantId, month, seenAt: '', id: '' }).pk,
      sk: { between: [from, `${at}~`] as const },
      descending: true,
    }));
    return upTo(max, soughtList(table, queries, { of: (item) => requestOf(tenantId, item) }));
  },

  /** Counts of some days, both that are named among them: an item a day and application. */
  async days(tenantId: string, { first, last }: { first: Day; last: Day }): Promise<readonly SeenDay[]> {
    const { pk } = seenKeys.day({ tenantId, on: '', applicationId: '' });
    const items = await allOf(table, { pk, sk: { between: [first, `${last}#~`] } });
    return items.map((item) => {
      const [on = '', applicationId = ''] = item.sk.split('#');
      const { requests, withMfa } = seenDayItem.fromItem(item);
      return { on: on as Day, applicationId, requests, withMfa };
    });
  },

  /** Users whose last request lacked a second factor, by id. */
  lacking: (tenantId: string, at: Instant): SoughtList<LackingUser> => {
    const from = addDaysTo(at, -SEEN_DAYS);
    const of = (item: Item): LackingUser => ({ userId: item.sk, ...lackingUserItem.fromItem(item) });
    const query = { pk: seenKeys.lacking({ tenantId, userId: '' }).pk };
    return soughtList(table, [query], { of, isWanted: (item) => of(item).at >= from });
  },
});

function requestOf(tenantId: string, item: Item): SeenRequest {
  const [at = '', id = ''] = item.sk.split('#');
  return { at: at as Instant, id, tenantId, ...seenRequestItem.fromItem(item) };
}

/** The months from one instant to another, the latest first. */
function monthsBack(from: Instant, to: Instant): string[] {
  const months = [to.slice(0, 7)];
  for (let on = `${months[0]}-01` as Day; on > utcDay(from); ) {
    on = addDays(on, -1);
    months.push(on.slice(0, 7));
    on = `${on.slice(0, 7)}-01` as Day;
  }
  return months;
}

/** A list that ends after so many items: each place in it says how many lie before. */
function upTo<T>(max: number, list: SoughtList<T>): SoughtList<T> {
  const split = ({ passed = '0', ...place }: Cursor = {}) => ({
    passed: Math.min(placeNumber({ number: passed }), max),
    ...(Object.keys(place).length > 0 && { place }),
  });
  const joined = (place: Cursor, passed: number): Cursor => ({ ...place, passed: String(passed) });
  return {
    async page({ size, after }) {
      const { passed, place } = split(after);
      if (passed === max) return { items: [] };
      const { items, next } = await list.page({ size: Math.min(size, max - passed), ...(place && { after: place }) });
      const now = passed + items.length;
      return next && now < max ? { items, next: joined(next, now) } : { items };
    },
    async before({ size, end }) {
      const { passed, place = end } = split(end);
      const start = await list.before({ size, end: place });
      return start && joined(start, Math.max(0, passed - size));
    },
  };
}
