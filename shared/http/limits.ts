import { type LimitName, type LimitSettings, limits } from '../contracts/limits.ts';
import type { ContextName } from '../contracts/routes.ts';
import { type Item, type Key, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import type { Refusal } from '../kernel/result.ts';
import { addSeconds, epochMs, type Instant } from '../kernel/time.ts';

/** Limits that are counted in a window of time. */
export type WindowedLimit = Exclude<LimitName, 'imports' | 'exports' | 'registrationsKept'>;

/** Who is counted for what. */
export interface Counted {
  readonly limit: WindowedLimit;
  /** Tenant that the count is of, so that no tenant notices another's; `anonymous` where nobody is known. */
  readonly tenantId: string;
  /** Client, address or caller within it; absent where the tenant is counted as a whole. */
  readonly subject?: string;
}

export type TooMany = Refusal<'too_many_requests'> & { readonly retryAfterSeconds: number };

/** An open count: the counter was looked at, and has room for one act at least unless `refusal` says otherwise. */
export interface OpenCount {
  readonly refusal?: TooMany;
  /** Counts `amount` acts, all or none; answers why not. */
  take(amount: number): Promise<TooMany | undefined>;
  /** Takes acts out of the count again that were counted before anybody knew that they do not count. */
  giveBack(amount: number): Promise<void>;
}

/** A place among the few that may work at once; `leave` gives it back. */
export interface Place {
  leave(): Promise<void>;
}

export interface Limiter {
  readonly settings: LimitSettings;
  /** Looks at a counter without writing: costs nothing while its block is remembered here, else one consistent read. */
  open(counted: Counted, at: Instant): Promise<OpenCount>;
  /** Counts one act that was done; answers the refusal for those beyond the limit. */
  count(counted: Counted, at: Instant): Promise<TooMany | undefined>;
  /** Refuses when every place of the tenant is taken: one consistent read, no write. */
  findPlace(
    tenantId: string,
    at: Instant,
  ): Promise<{ refusal: TooMany } | { enter(owner: string): Promise<Place | TooMany> }>;
}

/** Blocks that one function remembers: what a flood of one subject costs no read. More subjects than these cost reads. */
const REMEMBERED_MAX = 10_000;
/** A place that was not given back is free after this: longer than the gateway lets any call run. */
const PLACE_SECONDS = 30;
/** A count that two calls fight over is settled by the third look: the first two tell that the window or the room changed. */
const LOOKS = 3;

export const tooMany = (retryAfterSeconds: number, reason = 'Rate limit is exceeded.'): TooMany => ({
  name: 'too_many_requests',
  description: `${reason} Try again in ${retryAfterSeconds} seconds.`,
  retryAfterSeconds,
});

const secondsUntil = (until: Instant, at: Instant): number =>
  Math.max(1, Math.ceil((epochMs(until) - epochMs(at)) / 1000));

/** Longest that the gateway lets a call run: so much earlier may a call have begun that comes to a counter after another. */
const OVERTAKEN_SECONDS = 30;

/**
 * Time to live is only a broom: what a stored time means is judged by the time of the call. One beyond the length that it
 * can have was written by a clock that has gone back since, and holds nobody. Calls overtake each other, so a window that
 * another call began a little later holds for this one, too: it must not begin the count anew.
 */
const isAhead = (until: unknown, at: Instant, seconds: number): until is Instant =>
  typeof until === 'string' && until > at && until <= addSeconds(at, seconds + OVERTAKEN_SECONDS);

const expiryOf = (until: Instant): number => Math.ceil(epochMs(until) / 1000);

/**
 * Counts acts in the table. One item per limit and subject, used again in the next window, so that nothing grows; the
 * condition of its update holds the limit against any number of calls at once.
 */
export function limiter(table: Table, context: ContextName, settings: LimitSettings): Limiter {
  const blocks = new Map<string, Instant>();
  const look = (counted: Counted): Promise<Item | undefined> =>
    table.get(keyOf(context, counted), { consistent: true });
  const open = async (counted: Counted, at: Instant): Promise<OpenCount> => {
    const { seconds } = limits[counted.limit];
    const { pk } = keyOf(context, counted);
    const remembered = blocks.get(pk);
    if (isAhead(remembered, at, seconds)) return refusing(tooMany(secondsUntil(remembered, at)));
    const first = await look(counted);
    const max = settings[counted.limit];
    const until = fullUntil(first, { at, seconds, max });
    if (until) {
      remember(blocks, pk, until);
      return refusing(tooMany(secondsUntil(until, at)));
    }
    return {
      async giveBack(amount) {
        const { pk, sk } = keyOf(context, counted);
        const item = await look(counted);
        if (item)
          await isWritten(table, {
            update: { pk, sk },
            add: { used: -amount },
            if: { kind: 'equals', values: { until: item.until as Instant } },
          });
      },
      async take(amount) {
        if (amount > max) return tooMany(seconds);
        for (let item = first, looked = 1; looked <= LOOKS; item = await look(counted), looked += 1) {
          const inForce = item && isAhead(item.until, at, seconds) ? item : undefined;
          if (inForce && (inForce.used as number) + amount > max)
            return tooMany(secondsUntil(inForce.until as Instant, at));
          const write = inForce
            ? addWrite(inForce, amount, max)
            : beginWrite(keyOf(context, counted), item, { amount, until: addSeconds(at, seconds) });
          if (await isWritten(table, write)) return undefined;
        }
        return tooMany(1);
      },
    };
  };
  return {
    settings,
    open,
    async count(counted, at) {
      const opened = await open(counted, at);
      return opened.refusal ?? (await opened.take(1));
    },
    findPlace: (tenantId, at) =>
      findPlace(table, { pk: partitionOf(context, tenantId, 'imports'), max: settings.imports, at }),
  };
}

const partitionOf = (context: ContextName, tenantId: string, rest: string): string =>
  `${context.toUpperCase()}#${tenantId}#LIMIT#${rest}`;
const keyOf = (context: ContextName, { limit, tenantId, subject }: Counted): Key => ({
  pk: partitionOf(context, tenantId, subject === undefined ? limit : `${limit}#${subject}`),
  sk: 'COUNT',
});

const refusing = (refusal: TooMany): OpenCount => ({ refusal, take: async () => refusal, giveBack: async () => {} });

function fullUntil(
  item: Item | undefined,
  { at, seconds, max }: { at: Instant; seconds: number; max: number },
): Instant | undefined {
  return item && isAhead(item.until, at, seconds) && (item.used as number) >= max ? item.until : undefined;
}

function remember(blocks: Map<string, Instant>, pk: string, until: Instant): void {
  blocks.delete(pk);
  if (blocks.size >= REMEMBERED_MAX) blocks.delete(blocks.keys().next().value!);
  blocks.set(pk, until);
}

const addWrite = ({ pk, sk, until }: Item, amount: number, max: number): Write => ({
  update: { pk, sk },
  add: { used: amount },
  if: { kind: 'equals', values: { until: until as Instant }, below: { used: max - amount + 1 } },
});

const beginWrite = (
  key: Key,
  before: Item | undefined,
  { amount, until }: { amount: number; until: Instant },
): Write => ({
  put: { ...key, used: amount, until, expiresAt: expiryOf(until) },
  if: before ? { kind: 'equals', values: { until: before.until as Instant } } : { kind: 'absent' },
});

async function isWritten(table: Table, write: Write): Promise<boolean> {
  try {
    await table.write([write]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError) return false;
    throw error;
  }
}

// --- places --------------------------------------------------------------------------------------------------------

async function findPlace(table: Table, { pk, max, at }: { pk: string; max: number; at: Instant }) {
  const { items } = await table.query({ pk, limit: max, consistent: true });
  const taken = new Map(items.map((item) => [item.sk, item]));
  const isTaken = (item: Item | undefined): boolean => isAhead(item?.until, at, PLACE_SECONDS);
  const free = Array.from({ length: max }, (_, place) => `PLACE#${place}`).filter((sk) => !isTaken(taken.get(sk)));
  const full = (): TooMany => {
    const ends = items.map(({ until }) => until as Instant).sort();
    return tooMany(
      ends[0] === undefined ? 1 : Math.min(PLACE_SECONDS, secondsUntil(ends[0], at)),
      'Too many imports at once.',
    );
  };
  if (free.length === 0) return { refusal: full() };
  return {
    /** Another call may take a free place first: then the next one is tried. */
    async enter(owner: string): Promise<Place | TooMany> {
      const until = addSeconds(at, PLACE_SECONDS);
      for (const sk of free) {
        const before = taken.get(sk);
        const write: Write = {
          put: { pk, sk, owner, until, expiresAt: expiryOf(until) },
          if: before ? { kind: 'equals', values: { owner: before.owner as string } } : { kind: 'absent' },
        };
        if (await isWritten(table, write)) return { leave: () => leave(table, { pk, sk }, owner) };
      }
      return full();
    },
  };
}

/** A place whose time has run out may be another's by now. */
async function leave(table: Table, place: Key, owner: string): Promise<void> {
  await isWritten(table, { delete: place, if: { kind: 'equals', values: { owner } } });
}
