/**
 * `npm run redrive`: takes back what was given up, once its cause is mended. What could not be published is published
 * again from the bucket of failures; messages of dead-letter queues go to the queue or function that they were for.
 * Nothing is deleted before it has arrived, and consumers know what they have seen: it may be repeated, and interrupted
 * at any point. `--list` only shows what there is; `--local` works on a running `npm start`.
 */
import { parseArgs } from 'node:util';
import { InvocationType, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { installationName, readArguments } from './deploy/arguments.ts';
import { readCredentials } from './local/demo/credentials.ts';
import { failuresParameter } from './settings.ts';

export interface RedriveOptions {
  /** The installation's name. */
  readonly name: string;
  /** Services of a local runtime; absent: AWS. */
  readonly endpoint?: string;
  /** Shows what is there and leaves it. */
  readonly list?: boolean;
  readonly log: (line: string) => void;
}

/** How many were taken back, and how many stay because they failed again or were only listed. */
export interface Redriven {
  readonly takenBack: number;
  readonly left: number;
}

/** What lies in a failure destination, and how it gets back to where it was going. */
interface Failure {
  readonly name: string;
  takeBack(): Promise<void>;
  forget(): Promise<unknown>;
}

/** A message is hidden from others while it is looked at, and hardly any longer when it stays. */
const SECONDS_HIDDEN = 60;
const SECONDS_AFTER = 1;

/** Takes everything back, one by one; a failure that fails again stays, and keeps no other. */
export async function redrive({ name, endpoint, list = false, log }: RedriveOptions): Promise<Redriven> {
  const clients = clientsFor(endpoint);
  const count = { takenBack: 0, left: 0 };
  const handle = async (failure: Failure): Promise<void> => {
    try {
      if (!list) await failure.takeBack();
      if (!list) await failure.forget();
      log(`${list ? 'waits' : 'taken back'}: ${failure.name}`);
      count[list ? 'left' : 'takenBack'] += 1;
    } catch (error) {
      log(`stays: ${failure.name}: ${error instanceof Error ? error.message : String(error)}`);
      count.left += 1;
    }
  };
  for await (const failure of unpublished(clients, name)) await handle(failure);
  for await (const failure of deadLetters(clients, name)) await handle(failure);
  return count;
}

type Clients = ReturnType<typeof clientsFor>;

function clientsFor(endpoint: string | undefined) {
  const local = endpoint !== undefined && {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  };
  return {
    s3: new S3Client({ ...local, forcePathStyle: endpoint !== undefined }),
    sqs: new SQSClient({ ...local, useQueueUrlAsEndpoint: false }),
    lambda: new LambdaClient({ ...local }),
    ssm: new SSMClient({ ...local }),
  };
}

// --- what could not be published -------------------------------------------------------------------------------------

/** As Lambda writes it for a stream: all that the function was given is in it, as text. */
interface FailedBatch {
  readonly requestContext: { readonly functionArn: string };
  readonly payload: string;
}

/** Oldest first, so that events of one aggregate keep their order. */
async function* unpublished({ s3, ssm, lambda }: Clients, name: string): AsyncGenerator<Failure> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: failuresParameter({ name }) }));
  const Bucket = Parameter?.Value ?? '';
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
    keys.push(...Contents.map(({ Key }) => Key ?? ''));
  const dated = (key: string): string => key.split('/').at(-1) ?? '';
  for (const Key of keys.sort((left, right) => (dated(left) < dated(right) ? -1 : 1)))
    yield {
      name: `events ${Key}`,
      async takeBack() {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const { requestContext, payload } = JSON.parse((await Body?.transformToString()) ?? '') as FailedBatch;
        const answer = await lambda.send(
          new InvokeCommand({ FunctionName: requestContext.functionArn, Payload: Buffer.from(payload) }),
        );
        const text = Buffer.from(answer.Payload ?? []).toString('utf8');
        if (answer.FunctionError !== undefined) throw new Error(text);
        const { batchItemFailures = [] } = JSON.parse(text) as { batchItemFailures?: readonly unknown[] };
        if (batchItemFailures.length > 0) throw new Error('the function reported records of it as failed again');
      },
      forget: () => s3.send(new DeleteObjectCommand({ Bucket, Key })),
    };
}

// --- dead-letter queues ----------------------------------------------------------------------------------------------

const DEAD = '-dead';

async function* deadLetters(clients: Clients, name: string): AsyncGenerator<Failure> {
  const { sqs } = clients;
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix: `${name}-` }))
    for (const url of QueueUrls.filter((each) => each.endsWith(DEAD))) yield* messagesOf(clients, url);
}

/**
 * The messages that were dead when this began, each once: one that fails again meanwhile is for the next time. What
 * stays can be received again at once.
 */
async function* messagesOf(clients: Clients, QueueUrl: string): AsyncGenerator<Failure> {
  const { sqs } = clients;
  const queue = QueueUrl.split('/').at(-1) ?? '';
  const startedAtMs = Date.now();
  const tried = new Set<string>();
  const staying = new Map<string, string>();
  for (
    let messages = await receive(clients, QueueUrl);
    messages.length > 0;
    messages = await receive(clients, QueueUrl)
  )
    for (const message of messages) {
      const { MessageId = '', ReceiptHandle = '', Attributes } = message;
      staying.set(MessageId, ReceiptHandle);
      if (tried.has(MessageId) || Number(Attributes?.SentTimestamp) > startedAtMs) continue;
      tried.add(MessageId);
      yield {
        name: `message ${MessageId} of ${queue}`,
        takeBack: () => sendBack(clients, queue, message),
        async forget() {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          staying.delete(MessageId);
        },
      };
    }
  for (const ReceiptHandle of staying.values())
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: SECONDS_AFTER }));
}

const receive = async ({ sqs }: Clients, QueueUrl: string): Promise<readonly Message[]> =>
  (
    await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: SECONDS_HIDDEN,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    )
  ).Messages ?? [];

/** As Lambda writes it for an asynchronous invocation. */
interface FailedInvocation {
  readonly requestContext?: { readonly functionArn?: string };
  readonly requestPayload?: unknown;
}

/**
 * A failed invocation is started again, what a rule or schedule could not deliver goes to its target, and what a queue
 * put aside goes back to that queue.
 */
async function sendBack({ sqs, lambda }: Clients, deadQueue: string, message: Message): Promise<void> {
  const { Body = '', MessageAttributes = {} } = message;
  const start = (FunctionName: string, payload: string) =>
    lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: InvocationType.Event, Payload: Buffer.from(payload) }),
    );
  const { requestContext, requestPayload } = parsed(Body);
  if (requestContext?.functionArn !== undefined && requestPayload !== undefined) {
    await start(requestContext.functionArn, JSON.stringify(requestPayload));
    return;
  }
  const target = MessageAttributes.TARGET_ARN?.StringValue ?? '';
  if (target.includes(':function:')) {
    await start(target, Body);
    return;
  }
  const QueueName = target.split(':').at(-1) || deadQueue.slice(0, -DEAD.length);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body }));
}

function parsed(body: string): FailedInvocation {
  try {
    return (JSON.parse(body) ?? {}) as FailedInvocation;
  } catch {
    return {};
  }
}

// --- the command -----------------------------------------------------------------------------------------------------

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', short: 'c', multiple: true },
      list: { type: 'boolean', default: false },
      local: { type: 'boolean', default: false },
    },
  });
  const name = await installationName(readArguments((values.context ?? []).flatMap((pair) => ['-c', pair])));
  const { takenBack, left } = await redrive({
    name,
    ...(values.local && { endpoint: await localServices() }),
    list: values.list,
    log: (line) => void process.stdout.write(`${line}\n`),
  });
  process.stdout.write(values.list ? `${left} waiting\n` : `${takenBack} taken back, ${left} left\n`);
  if (left > 0 && !values.list) process.exitCode = 1;
}

async function localServices(): Promise<string> {
  const credentials = await readCredentials('.local');
  if (credentials?.serviceRoot === undefined)
    throw new Error('no runtime has written .local/credentials.json here: run npm start first, and leave it running');
  return credentials.serviceRoot;
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
