/**
 * Event source mappings from a table's stream to a function, with what Lambda does about failures: partial batch answers,
 * bisecting, a number of tries, a failure destination. A batch that fails holds back the ones after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invoker } from '../functions/invoker.ts';
import type { InvocationResult } from '../functions/workers.ts';
import type { Lost } from '../lost/lost.ts';
import { account, region } from '../template/deployment.ts';
import type { Activity } from '../time/activity.ts';
import { type Pattern, readPattern } from './pattern.ts';
import type { Position, StreamReader, StreamRecord } from './stream.ts';

export type StreamMapping = {
  readonly id: string;
  readonly functionName: string;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly filters: readonly Pattern[];
  readonly partialAnswers: boolean;
  readonly bisects: boolean;
  /** -1: until the records expire. */
  readonly retriesMax: number;
  readonly onFailure: string | undefined;
};

type Settings = {
  BatchSize?: number;
  FilterCriteria?: { Filters?: { Pattern: string }[] };
  FunctionResponseTypes?: string[];
  BisectBatchOnFunctionError?: boolean;
  MaximumRetryAttempts?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
};

export function readStreamMapping(
  id: string,
  { functionName, streamArn }: { functionName: string; streamArn: string },
  settings: Settings,
): StreamMapping {
  return {
    id,
    functionName,
    streamArn,
    batchSize: settings.BatchSize ?? 100,
    filters: (settings.FilterCriteria?.Filters ?? []).map(({ Pattern }) => readPattern(JSON.parse(Pattern))),
    partialAnswers: (settings.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    bisects: settings.BisectBatchOnFunctionError ?? false,
    retriesMax: settings.MaximumRetryAttempts ?? -1,
    onFailure: settings.DestinationConfig?.OnFailure?.Destination,
  };
}

export type StreamConsumer = {
  /** Tells that something was written; without it nothing is read, so that an idle runtime does nothing. */
  written(): void;
  stop(): Promise<void>;
};

const pauseBetweenTriesMs = 250;

export function consumeStream(options: {
  mapping: StreamMapping;
  reader: StreamReader;
  invoker: Invoker;
  activity: Activity;
  lost: Pick<Lost, 'giveUp'>;
  /** Keeps how far the stream was worked off, before anything that follows. */
  keep: (position: Position) => void;
  /** Gives a record the runtime's time. */
  stamp: (record: StreamRecord) => StreamRecord;
}): StreamConsumer {
  const { mapping, reader, activity, stamp, keep } = options;
  // One read at the start finds what an earlier run left.
  let writtenCount = 1;
  let readCount = 0;
  let wake: (() => void) | undefined;
  let stopped = false;
  let done = reader.position();
  activity.watch(() => (readCount < writtenCount ? [`stream to ${mapping.functionName}`] : []));
  const run = async () => {
    while (!stopped) {
      const seen = writtenCount;
      const records = await reader.next(mapping.batchSize);
      if (records.length > 0) {
        await deliver(records.map(stamp), options, () => stopped);
        const position = reader.position();
        if (!stopped && position) keep(position);
        done = position;
        continue;
      }
      readCount = seen;
      if (seen === writtenCount && !stopped) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
  const keepRunning = async (): Promise<void> => {
    while (!stopped) {
      try {
        await run();
      } catch (error) {
        if (stopped) return;
        process.stderr.write(
          `local runtime: the stream to ${mapping.functionName} broke, and is read again: ${error}\n`,
        );
        await sleep(pauseBetweenTriesMs);
        await reader.rewind(done).catch(() => undefined);
      }
    }
  };
  const running = keepRunning();
  return {
    written() {
      writtenCount += 1;
      wake?.();
    },
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}

type Delivery = Parameters<typeof consumeStream>[0];
type BatchAnswer = { batchItemFailures?: { itemIdentifier: string }[] } | null | undefined;

async function deliver(records: StreamRecord[], options: Delivery, isStopped: () => boolean): Promise<void> {
  const { mapping, invoker } = options;
  const matching = records.filter(
    (record) => mapping.filters.length === 0 || mapping.filters.some((matches) => matches(record)),
  );
  const batches = [{ records: matching, tries: 0 }];
  while (!isStopped()) {
    const batch = batches.shift();
    if (!batch) return;
    if (batch.records.length === 0) continue;
    const event = { Records: batch.records.map((record) => toEventRecord(record, mapping)) };
    const { error, payload } = await invoker.invoke(mapping.functionName, event);
    // What a stop cut short has not failed: the next run reads it again.
    if (isStopped()) return;
    const left = error ? batch.records : remaining(batch.records, payload as BatchAnswer, mapping);
    if (left.length === 0) continue;
    batches.unshift(...(await nextTries(batch, left, options, error)));
    await sleep(pauseBetweenTriesMs);
  }
}

type Batch = { records: StreamRecord[]; tries: number };

/** What is tried next of a batch of which `left` is not done. Splitting does not count as a try, as on AWS. */
async function nextTries(
  { records, tries }: Batch,
  left: StreamRecord[],
  options: Delivery,
  error: InvocationResult['error'],
): Promise<Batch[]> {
  const { bisects, retriesMax } = options.mapping;
  if (left.length < records.length) return [{ records: left, tries: 0 }];
  if (bisects && left.length > 1) return halves(left).map((half) => ({ records: half, tries: 0 }));
  if (retriesMax < 0 || tries < retriesMax) return [{ records: left, tries: tries + 1 }];
  await giveUp(left, options, error);
  return [];
}

/** From the first record reported as failed, everything is tried again. */
function remaining(batch: StreamRecord[], answer: BatchAnswer, { partialAnswers }: StreamMapping): StreamRecord[] {
  if (!partialAnswers) return [];
  const failed = new Set((answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  if (failed.size === 0) return [];
  const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
  return first < 0 ? batch : batch.slice(first);
}

function halves(records: StreamRecord[]): StreamRecord[][] {
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
}

/** A bucket gets the whole event, a queue only where in the stream it was. */
async function giveUp(
  records: StreamRecord[],
  { mapping, reader, lost }: Delivery,
  error: InvocationResult['error'],
): Promise<void> {
  const { functionName, streamArn, onFailure } = mapping;
  const record = { Records: records.map((each) => toEventRecord(each, mapping)) };
  const shardId = reader.position()?.shardId ?? 'shard';
  const about = {
    requestContext: {
      functionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
      condition: 'RetryAttemptsExhausted',
    },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      batchSize: records.length,
      streamArn,
    },
  };
  const isBucket = onFailure?.startsWith('arn:aws:s3:::');
  const body = JSON.stringify(isBucket ? { ...about, payload: JSON.stringify(record) } : about);
  await lost.giveUp(
    {
      what: 'stream',
      where: functionName,
      why: error ? `${error.type}: ${error.message}` : 'the function reported it as failed each time',
      record,
    },
    onFailure === undefined
      ? undefined
      : { destination: onFailure, body, prefix: `aws/lambda/${mapping.id}/${shardId}/` },
  );
}

function toEventRecord(record: StreamRecord, { streamArn }: StreamMapping) {
  return {
    ...record,
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    awsRegion: 'us-east-1',
    eventVersion: '1.1',
  };
}
