/**
 * Event source mappings from a queue to a function: receive, invoke, delete what was not reported as failed, put aside
 * what failed too often.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from '../control/usage.ts';
import type { Invoker } from '../functions/invoker.ts';
import { type Lost, parsed } from '../lost/lost.ts';
import { callJson } from '../net/backend.ts';
import { region } from '../template/deployment.ts';
import type { Activity } from '../time/activity.ts';
import type { Storage } from './storage.ts';

export type QueueMapping = {
  readonly functionName: string;
  readonly queueName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly partialAnswers: boolean;
  readonly concurrencyMax: number;
  /** The queue for what failed `after` times. */
  readonly deadLetter: { readonly arn: string; readonly after: number } | undefined;
};

type Settings = {
  FilterCriteria?: unknown;
  BatchSize?: number;
  FunctionResponseTypes?: string[];
  ScalingConfig?: { MaximumConcurrency?: number };
};

const receiveMax = 10;
const concurrencyDefault = 2;
const waitSeconds = 20;
const returnAfterSeconds = 1;

export function readQueueMapping(
  { functionName, deadLetter }: Pick<QueueMapping, 'functionName' | 'deadLetter'>,
  queueArn: string,
  settings: Settings,
): QueueMapping {
  if (settings.FilterCriteria)
    throw new Error(`the local runtime does not filter messages, as ${functionName} wants from ${queueArn}`);
  return {
    functionName,
    deadLetter,
    queueArn,
    queueName: queueArn.split(':').at(-1) ?? '',
    batchSize: Math.min(settings.BatchSize ?? receiveMax, receiveMax),
    partialAnswers: (settings.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    concurrencyMax: Math.min(settings.ScalingConfig?.MaximumConcurrency ?? concurrencyDefault, concurrencyDefault),
  };
}

type Message = {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, { StringValue?: string; BinaryValue?: string; DataType: string }>;
};

type Options = {
  mapping: QueueMapping;
  storage: Storage;
  invoker: Invoker;
  activity: Activity;
  lost: Pick<Lost, 'giveUp'>;
  usage: Usage;
  /** Turns a real time in milliseconds into the runtime's. */
  toRuntimeTime: (realMs: number) => number;
};

/** Starts as many pollers as the mapping's concurrency; the answer stops them. */
export function consumeQueue(options: Options): { stop(): void } {
  const { mapping, activity, storage } = options;
  let stopped = false;
  activity.watch(() => (storage.pending(mapping.queueName) > 0 ? [`queue ${mapping.queueName}`] : []));
  const poll = async () => {
    while (!stopped) {
      try {
        const messages = await receive(options);
        if (messages.length > 0 && !stopped) await handle(messages, options, () => stopped);
      } catch (error) {
        if (stopped) return;
        process.stderr.write(`local runtime: the queue ${mapping.queueName} broke, and is read again: ${error}\n`);
        await sleep(returnAfterSeconds * 1000);
      }
    }
  };
  for (let poller = 0; poller < mapping.concurrencyMax; poller += 1) void poll();
  return {
    stop() {
      stopped = true;
    },
  };
}

const call = <Answer>({ storage, mapping }: Options, operation: string, input: Record<string, unknown>) =>
  callJson<Answer>(storage.endpoint, `AmazonSQS.${operation}`, {
    QueueUrl: `${storage.endpoint}/000000000000/${mapping.queueName}`,
    ...input,
  });

async function receive(options: Options): Promise<Message[]> {
  const { Messages = [] } = await call<{ Messages?: Message[] }>(options, 'ReceiveMessage', {
    MaxNumberOfMessages: options.mapping.batchSize,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  if (Messages.length > 0) count(options, 'ReceiveMessage');
  return Messages;
}

/** Empty receives are not counted: how often Lambda polls an idle queue is not the product's doing. */
const count = ({ usage, mapping }: Options, action: string) =>
  usage.count({ service: 'sqs', fn: mapping.functionName, action, units: { requests: 1 } });

async function handle(messages: Message[], options: Options, isStopped: () => boolean): Promise<void> {
  const { mapping, invoker, storage } = options;
  const deadlines = new Map(
    messages.map(({ ReceiptHandle }) => [ReceiptHandle, storage.visibleAgainAt(mapping.queueName, ReceiptHandle)]),
  );
  const { error, payload } = await invoker.invoke(mapping.functionName, {
    Records: messages.map((message) => toRecord(message, options)),
  });
  // What a stop cut short has not failed: the next run receives it again.
  if (isStopped()) return;
  const failures =
    (payload as { batchItemFailures?: { itemIdentifier: string }[] } | null | undefined)?.batchItemFailures ?? [];
  const failed = new Set(mapping.partialAnswers ? failures.map(({ itemIdentifier }) => itemIdentifier) : []);
  const succeeded = error ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId));
  if (succeeded.length > 0) {
    const Entries = succeeded.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    await call(options, 'DeleteMessageBatch', { Entries });
    count(options, 'DeleteMessageBatch');
  }
  const why = error
    ? `${error.type}: ${error.message}`
    : `${mapping.functionName} reported it as failed; its log says why`;
  for (const message of messages.filter((each) => !succeeded.includes(each))) {
    const { ReceiptHandle } = message;
    if (await putAside(message, why, options)) continue;
    // Nobody wants to wait for minutes here: a failed message comes back soon, unless the function itself said when.
    const deadline = storage.visibleAgainAt(mapping.queueName, ReceiptHandle);
    if (deadline !== deadlines.get(ReceiptHandle)) storage.park(ReceiptHandle);
    else await call(options, 'ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: returnAfterSeconds });
  }
}

/** Moves a message to the dead-letter queue once it failed too often: first there, then away from here. */
async function putAside(message: Message, why: string, options: Options): Promise<boolean> {
  const { mapping, lost } = options;
  const { queueArn, deadLetter } = mapping;
  const count = Number(message.Attributes?.ApproximateReceiveCount);
  if (!deadLetter || count < deadLetter.after) return false;
  await lost.giveUp(
    { what: 'queue', where: mapping.queueName, why: `${count} times: ${why}`, record: parsed(message.Body) },
    { destination: deadLetter.arn, body: message.Body, attributes: { SOURCE_ARN: queueArn } },
  );
  await call(options, 'DeleteMessage', { ReceiptHandle: message.ReceiptHandle });
  return true;
}

function toRecord(
  { Attributes = {}, MessageAttributes = {}, ...message }: Message,
  { mapping, toRuntimeTime }: Options,
) {
  const stamped = { ...Attributes };
  for (const key of ['SentTimestamp', 'ApproximateFirstReceiveTimestamp']) {
    if (stamped[key]) stamped[key] = String(toRuntimeTime(Number(stamped[key])));
  }
  const messageAttributes = Object.entries(MessageAttributes).map(([name, { StringValue, BinaryValue, DataType }]) => [
    name,
    { stringValue: StringValue, binaryValue: BinaryValue, dataType: DataType },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    md5OfBody: message.MD5OfBody,
    attributes: stamped,
    messageAttributes: Object.fromEntries(messageAttributes),
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.queueArn,
    awsRegion: region,
  };
}
