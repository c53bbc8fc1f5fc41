import { createHash } from 'node:crypto';
import type { RefusalName } from '../contracts/refusals.ts';
import type { ContextName } from '../contracts/routes.ts';
import { type Item, type Key, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import { guidFromHex } from '../kernel/ids.ts';
import { addSeconds, type Instant } from '../kernel/time.ts';
import type { Once, StoredReply } from './call.ts';
import { refusing } from './problem.ts';

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
  readonly inProgress: RefusalName;
}

/** One attempt of a call that happens once. */
export interface OnceAttempt {
  readonly once: Once;
  /** The stored answer of an earlier attempt; then the operation is not carried out. */
  readonly replay?: StoredReply;
  /** After a success: stores the answer unless the operation's own transaction did. */
  succeed(reply: StoredReply): Promise<void>;
  /** After a refusal or a crash: forgets the attempt, so that a mended repeat is carried out. */
  forget(): Promise<void>;
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
    .update(call.body)
    .digest('hex');
  const id = (label: string): string =>
    guidFromHex(createHash('sha256').update(`${digest}\u0000${label}`).digest('hex'));
  if (call.requestId === undefined)
    return { once: { id, complete: () => [] }, succeed: async () => {}, forget: async () => {} };
  const key: Key = { pk: `${call.context.toUpperCase()}#${call.tenantId}#REQUESTS`, sk: digest };
  const replay = await claim(table, key, call);
  return attempt(table, key, call, id, replay);
}

function attempt(
  table: Table,
  key: Key,
  call: OnceCall,
  id: (label: string) => string,
  replay: StoredReply | undefined,
): OnceAttempt {
  let completed = false;
  const owned = { kind: 'equals', values: { state: 'running', owner: call.attemptId } } as const;
  const completion = (reply: StoredReply): Write => ({
    put: { ...recordOf(key, call), state: 'done', reply: JSON.stringify(reply) },
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
    async forget() {
      try {
        await table.write([{ delete: key, if: owned }]);
      } catch (error) {
        if (!(error instanceof WriteConflictError)) throw error;
      }
    },
  };
}

const recordOf = (key: Key, call: OnceCall): Item => ({
  ...key,
  owner: call.attemptId,
  leaseUntil: addSeconds(call.at, LEASE_SECONDS),
  keptUntil: addSeconds(call.at, KEPT_SECONDS),
  expiresAt: Math.floor(Date.parse(call.at) / 1000) + KEPT_SECONDS,
});

/** Puts the running record, or answers what is stored. */
async function claim(table: Table, key: Key, call: OnceCall): Promise<StoredReply | undefined> {
  const running: Item = { ...recordOf(key, call), state: 'running' };
  try {
    await table.write([{ put: running, if: { kind: 'absent' } }]);
    return undefined;
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
  }
  const stored = await table.get(key, { consistent: true });
  if (!stored) throw refusing(call.inProgress);
  // The client repeats a put whose answer was lost: then the claim is this attempt's own.
  if (stored.state === 'running' && stored.owner === call.attemptId) return undefined;
  const isKept = (stored.keptUntil as string) > call.at;
  if (stored.state === 'done' && isKept) return JSON.parse(stored.reply as string) as StoredReply;
  if (stored.state === 'running' && (stored.leaseUntil as string) > call.at) throw refusing(call.inProgress);
  const before = { state: stored.state as string, owner: stored.owner as string };
  try {
    await table.write([{ put: running, if: { kind: 'equals', values: before } }]);
    return undefined;
  } catch (error) {
    if (error instanceof WriteConflictError) throw refusing(call.inProgress);
    throw error;
  }
}
