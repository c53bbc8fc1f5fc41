import { createHash } from 'node:crypto';
import type { ContextName } from '../contracts/routes.ts';
import { type Item, type Key, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import type { Seal } from '../identity/seal.ts';
import { guidFromHex } from '../kernel/ids.ts';
import { invariant } from '../kernel/invariant.ts';
import { addSeconds, type Instant } from '../kernel/time.ts';
import type { Once, StoredReply } from './call.ts';
import { openedText, packedText } from './once-text.ts';
import { RefusalError } from './problem.ts';

/** Hours that an answer is kept for repeats (conventions 9). */
const KEPT_SECONDS = 24 * 3600;
/** Longer than the gateway lets any call run. */
const LEASE_SECONDS = 30;

export interface OnceCall {
  readonly context: ContextName;
  readonly tenantId: string;
  /** Undefined when the caller sent none: then nothing can repeat the call, and nothing is stored. */
  readonly requestId: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** Unique to this attempt. */
  readonly attemptId: string;
  readonly at: Instant;
  readonly inProgress: string;
  /** Given where the answer holds a secret: nothing of it is stored readable, and nobody else's repeat is told it. */
  readonly sealed?: { readonly seal: Seal; readonly principalId: string | undefined };
}

/** One attempt of a call that happens once. */
export interface OnceAttempt {
  readonly once: Once;
  /** The stored answer of an earlier attempt; then the operation is not carried out. */
  readonly replay?: StoredReply;
  /** After a success: stores the answer unless the operation's own transaction did. */
  succeed(reply: StoredReply): Promise<void>;
  /** After a refusal or a failure: opens the call again, so that a mended repeat is carried out, with the same ids. */
  reopen(): Promise<void>;
}

/**
 * Claims the call. @throws RefusalError `inProgress` while another attempt of the same call is running.
 *
 * The claim is a lease: an attempt that dies is taken over after {@link LEASE_SECONDS}; should the dead one wake up, its
 * transaction fails because it no longer owns the claim.
 */
export async function beginOnce(table: Table, call: OnceCall): Promise<OnceAttempt> {
  const digest = createHash('sha256')
    .update([call.tenantId, call.requestId ?? call.attemptId, call.method, call.path.toLowerCase()].join('\u0000'))
    .update(call.sealed ? `\u0000${call.sealed.principalId}\u0000` : '')
    .update(call.body)
    .digest('hex');
  const idOf = (startedAt: string) => (label: string) =>
    guidFromHex(createHash('sha256').update([digest, startedAt, label].join('\u0000')).digest('hex'));
  if (call.requestId === undefined)
    return { once: { id: idOf(call.at), complete: () => [] }, succeed: async () => {}, reopen: async () => {} };
  const key: Key = { pk: `${call.context.toUpperCase()}#${call.tenantId}#REQUESTS`, sk: digest };
  const claimed = await claim(table, key, call);
  return attempt(table, key, call, { id: idOf(claimed.startedAt), ...claimed });
}

/** A claim that was granted, or the answer that is stored already. */
interface Claimed {
  /** When the first attempt began: part of the ids, so that the same request sent on another day makes new things. */
  readonly startedAt: string;
  readonly replay?: StoredReply;
}

function attempt(
  table: Table,
  key: Key,
  call: OnceCall,
  { id, startedAt, replay }: Claimed & { id: (label: string) => string },
): OnceAttempt {
  let completed = false;
  const owned = { kind: 'equals', values: { state: 'running', owner: call.attemptId } } as const;
  const record = recordOf(key, call, startedAt);
  const completion = (reply: StoredReply): Write => ({
    put: { ...record, state: 'done', ...packed(reply, call) },
    if: owned,
  });
  return {
    once: {
      id,
      complete: (reply) => {
        completed = true;
        return [completion(reply)];
      },
    },
    ...(replay && { replay }),
    async succeed(reply) {
      if (!completed) await table.write([completion(reply)]);
    },
    async reopen() {
      try {
        await table.write([{ put: { ...record, state: 'open' }, if: owned }]);
      } catch (error) {
        if (!(error instanceof WriteConflictError)) throw error;
      }
    },
  };
}

/**
 * Answers above this many characters are kept compressed: they cost by the kilobyte, and an item holds 400 KB, which the result of
 * an import may be more than.
 */
const PLAIN_LENGTH_MAX = 640;

type Packed = { reply: string; isPacked?: true } | { sealedReply: string };

function packed(reply: StoredReply, { sealed }: OnceCall): Packed {
  if (sealed) return { sealedReply: sealed.seal.seal(reply) };
  const text = JSON.stringify(reply);
  return text.length <= PLAIN_LENGTH_MAX ? { reply: text } : { reply: packedText(text), isPacked: true };
}

/** @throws InvariantError for an answer that was sealed with a secret which is no longer known: it is not made again. */
function unpacked({ reply, isPacked, sealedReply }: Item, { sealed }: OnceCall): StoredReply {
  if (sealedReply !== undefined) {
    const opened = sealed?.seal.open(sealedReply as string);
    invariant(opened, 'the stored answer can be opened');
    return opened as StoredReply;
  }
  return JSON.parse(isPacked ? openedText(reply as string) : (reply as string)) as StoredReply;
}

const recordOf = (key: Key, call: OnceCall, startedAt: string): Item => ({
  ...key,
  owner: call.attemptId,
  startedAt,
  leaseUntil: addSeconds(call.at, LEASE_SECONDS),
  keptUntil: addSeconds(call.at, KEPT_SECONDS),
  expiresAt: Math.floor(Date.parse(call.at) / 1000) + KEPT_SECONDS,
});

/** Puts the running record, or answers what is stored. */
async function claim(table: Table, key: Key, call: OnceCall): Promise<Claimed> {
  const first: Item = { ...recordOf(key, call, call.at), state: 'running' };
  try {
    await table.write([{ put: first, if: { kind: 'absent' } }]);
    return { startedAt: call.at };
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
  }
  const stored = await table.get(key, { consistent: true });
  if (!stored) throw new RefusalError({ name: call.inProgress });
  // The client repeats a put whose answer was lost: then the claim is this attempt's own.
  if (stored.state === 'running' && stored.owner === call.attemptId) return { startedAt: call.at };
  const isKept = (stored.keptUntil as string) > call.at;
  const storedStart = stored.startedAt as string;
  if (stored.state === 'done' && isKept) return { startedAt: storedStart, replay: unpacked(stored, call) };
  if (stored.state === 'running' && (stored.leaseUntil as string) > call.at)
    throw new RefusalError({ name: call.inProgress });
  const startedAt = stored.state === 'done' ? call.at : storedStart;
  return takeOver(table, stored, call, startedAt);
}

async function takeOver(table: Table, stored: Item, call: OnceCall, startedAt: string): Promise<Claimed> {
  const before = { state: stored.state as string, owner: stored.owner as string };
  const running: Item = { ...recordOf({ pk: stored.pk, sk: stored.sk }, call, startedAt), state: 'running' };
  try {
    await table.write([{ put: running, if: { kind: 'equals', values: before } }]);
    return { startedAt };
  } catch (error) {
    if (error instanceof WriteConflictError) throw new RefusalError({ name: call.inProgress });
    throw error;
  }
}
