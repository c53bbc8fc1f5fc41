/**
 * What was given up: a record that left a stream, a bus, a queue or a function without having been handled. It is
 * copied to the failure destination that the template names, as on AWS, and remembered whole, with the reason, until
 * the recovery has taken it back from there. What has no such place is remembered for good.
 */
import { randomUUID } from 'node:crypto';
import type { Storage } from '../events/storage.ts';
import type { State } from '../state/state.ts';
import type { Deployment } from '../template/deployment.ts';

/** Where something was given up; `where` then names the function, the rule or the queue. */
export type Place = 'stream' | 'bus' | 'queue' | 'invocation';

export type Loss = {
  readonly what: Place;
  readonly where: string;
  readonly why: string;
  /** All of it: a stream's records, an event, a message, a function's input. */
  readonly record: unknown;
};

/** As control shows it. */
export type LostRecord = Loss & {
  readonly id: string;
  /** The runtime's time at which it was given up. */
  readonly at: string;
  /** ARN of the failure destination that has it. */
  readonly keptIn?: string;
};

/** What a failure destination gets: a queue a message, a bucket an object. */
export type Copy = {
  readonly destination: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Begins the object's key. */
  readonly prefix?: string;
};

export type Lost = {
  /** Keeps what is given up. It never fails: what its destination does not take is kept all the same. */
  giveUp(loss: Loss, copy: Copy | undefined): Promise<void>;
  /** What is lost now, oldest first. */
  list(): Promise<readonly LostRecord[]>;
};

type Kept = LostRecord & { readonly copyId?: string };

const bucketOf = (arn: string) => /^arn:aws:s3:::(.+)$/.exec(arn)?.[1];

export function trackLost(
  deployment: Deployment,
  { storage, state, now }: { storage: Storage; state: State; now: () => Date },
): Lost {
  const kept = state.list<Kept>('lost');
  const copyOf = async ({ destination, body, attributes, prefix = '' }: Copy): Promise<string> => {
    const bucket = bucketOf(destination);
    if (!bucket) return storage.send(destination, body, attributes);
    const at = now().toISOString().slice(0, 19);
    const key = `${prefix}${at.slice(0, 10).replaceAll('-', '/')}/${at.replaceAll(':', '.')}-${randomUUID()}`;
    await storage.putObject(bucket, key, body);
    return key;
  };
  const isThere = async ({ keptIn, copyId }: Kept): Promise<boolean> => {
    if (keptIn === undefined || copyId === undefined) return true;
    const bucket = bucketOf(keptIn);
    if (bucket) return storage.hasObject(bucket, copyId);
    return storage.held(keptIn).some(({ id }) => id === copyId);
  };
  const deadLetterQueues = deadLetterQueuesOf(deployment);
  /** What lies in a dead-letter queue without having been given up here: a start after a kill may find some. */
  const strangers = (known: ReadonlySet<string | undefined>): LostRecord[] =>
    deadLetterQueues.flatMap((arn) =>
      storage
        .held(arn)
        .filter(({ id }) => !known.has(id))
        .map(({ id, body, sentAtMs }) => ({
          id,
          at: new Date(sentAtMs).toISOString(),
          what: 'queue',
          where: arn,
          why: 'it lies in a dead-letter queue',
          record: parsed(body),
          keptIn: arn,
        })),
    );
  return {
    async giveUp(loss, copy) {
      let { why } = loss;
      let copied: { keptIn: string; copyId: string } | undefined;
      try {
        if (copy) copied = { keptIn: copy.destination, copyId: await copyOf(copy) };
      } catch (error) {
        why = `${why}; and ${copy?.destination} did not take it: ${error instanceof Error ? error.message : error}`;
      }
      kept.add({ ...loss, why, id: randomUUID(), at: now().toISOString(), ...copied });
      process.stderr.write(`lost: ${loss.what} ${loss.where}: ${why} (GET /lost of the control server has it whole)\n`);
    },
    async list() {
      const present: Kept[] = [];
      for (const { id, entry } of kept.all()) {
        if (await isThere(entry)) present.push(entry);
        else kept.remove(id);
      }
      const known = new Set(present.map(({ copyId }) => copyId));
      return [...present.map(({ copyId: _copyId, ...shown }) => shown), ...strangers(known)];
    },
  };
}

/** A message of a queue as what it says. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function deadLetterQueuesOf(deployment: Deployment): string[] {
  const named = [
    ...deployment.ofType('AWS::SQS::Queue').map(({ properties }) => deadLetterOf(properties)?.arn),
    ...deployment
      .ofType('AWS::Events::Rule')
      .flatMap(({ properties }) => (properties.Targets ?? []) as { DeadLetterConfig?: { Arn?: string } }[])
      .map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn),
    ...['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping']
      .flatMap((type) => deployment.ofType(type))
      .map(({ properties }) => (properties as FailureProperties).DestinationConfig?.OnFailure?.Destination),
  ];
  return [...new Set(named)].filter((arn): arn is string => deployment.byArn(arn ?? '')?.type === 'AWS::SQS::Queue');
}

type FailureProperties = { DestinationConfig?: { OnFailure?: { Destination?: string } } };

/** Where a queue's messages go after how many deliveries. */
export function deadLetterOf(
  properties: Readonly<Record<string, unknown>>,
): { arn: string; after: number } | undefined {
  const { deadLetterTargetArn: arn, maxReceiveCount: after } = (properties.RedrivePolicy ?? {}) as {
    deadLetterTargetArn?: string;
    maxReceiveCount?: number | string;
  };
  return arn === undefined ? undefined : { arn, after: Number(after) };
}
