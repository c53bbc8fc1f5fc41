import { isIPv6 } from 'node:net';
import type { RefusalTable } from '../contracts/refusals.ts';
import type { Route } from '../contracts/routes.ts';
import type { Caller } from '../identity/caller.ts';
import type { Refusal, Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { FileReply, Reply } from './call.ts';
import type { Counted, Limiter, TooMany } from './limits.ts';
import { RefusalError } from './problem.ts';

/** Who calls a route, as far as its limit asks. */
export interface LimitedBy {
  readonly route: Route;
  /** What each refusal of the route answers. */
  readonly refusals: RefusalTable;
  readonly caller: Caller | undefined;
  readonly sourceIp: string;
  readonly accept: string;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly file?: unknown;
  /** Unique to this attempt of the call. */
  readonly attemptId: string;
  readonly at: Instant;
}

type Outcome = Result<Reply, Refusal>;

/** Carries an operation out within the limit of its route. */
export type WithinLimit = (operation: () => Promise<Outcome>) => Promise<Outcome>;

const unlimited: WithinLimit = (operation) => operation();

/**
 * The step that holds a route to its limit. It looks before anything is written, so that a flood of refused calls costs no
 * writes; what comes back counts, or takes a place, and then runs the operation.
 * @throws RefusalError 429 when there is no room.
 */
export async function limitOf(limiter: Limiter, by: LimitedBy): Promise<WithinLimit> {
  const { route, caller, at } = by;
  switch (route.limit?.of) {
    case 'guessedLinks':
      return async (operation) => withoutGuesses(await operation(), by, limiter);
    case 'registrations':
    case 'mails': {
      // The operator mails whom it enrols; what is limited is what partners make the program send.
      if (!caller?.account.partner) return unlimited;
      const count = await limiter.open({ limit: route.limit.of, tenantId: caller.tenantId }, at);
      if (count.refusal) throw new RefusalError(count.refusal);
      return async (operation) => {
        const refusal = await count.take(amountOf(by.body, route.limit?.each));
        return refusal ? { ok: false, refusal } : operation();
      };
    }
    case 'imports':
      return by.file === undefined ? unlimited : importing(limiter, by);
    default:
      return unlimited;
  }
}

/** As many as there are entries in the named list of the body; one otherwise. */
function amountOf(body: unknown, each: string | undefined): number {
  const list = each === undefined ? undefined : (body as Readonly<Record<string, unknown>>)[each];
  return Array.isArray(list) ? list.length : 1;
}

/** A link that does not exist was guessed. What exists opens for everybody, whatever others at the same address did. */
async function withoutGuesses(outcome: Outcome, by: LimitedBy, limiter: Limiter): Promise<Outcome> {
  const status = outcome.ok ? outcome.value.status : by.refusals[outcome.refusal.name]?.status;
  if (status !== 404) return outcome;
  const refusal = await limiter.count(guesser(by), by.at);
  if (!refusal) return outcome;
  return outcome.ok && 'file' in outcome.value && by.accept.includes('text/html')
    ? { ok: true, value: laterPage(outcome.value, refusal) }
    : { ok: false, refusal };
}

/** To a browser the page of a link that does not open, with the status that tells programs to slow down. */
const laterPage = (page: FileReply, { retryAfterSeconds }: TooMany): FileReply => ({
  ...page,
  status: 429,
  headers: { ...page.headers, 'retry-after': String(retryAfterSeconds) },
});

const guesser = ({ caller, sourceIp }: LimitedBy): Counted =>
  caller
    ? { limit: 'guessedLinks', tenantId: caller.tenantId, subject: caller.principalId }
    : { limit: 'guessedLinks', tenantId: 'anonymous', subject: networkOf(sourceIp) };

/** An address; of IPv6 the network of 64 bits that one subscriber has, or whoever has one could use a new address each time. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address || 'unknown';
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail ? tail.split(':') : [])];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

async function importing(limiter: Limiter, { caller, attemptId, at }: LimitedBy): Promise<WithinLimit> {
  const found = await limiter.findPlace(caller?.tenantId ?? 'anonymous', at);
  if ('refusal' in found) throw new RefusalError(found.refusal);
  return async (operation) => {
    const place = await found.enter(attemptId);
    if ('name' in place) return { ok: false, refusal: place };
    try {
      return await operation();
    } finally {
      await place.leave();
    }
  };
}
