import { InvocationType, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Clients, type Failure, type Recovered, type Recovery, takeBackAll } from './recovery.ts';

/** A message is hidden from others while it is looked at, and hardly any longer when it stays. */
const SECONDS_HIDDEN = 60;
const SECONDS_AFTER = 1;

/**
 * `npm run recover -- queue`: messages of dead-letter queues go to the queue or function that they were for. SQS's own way
 * back knows only queues, and not where a rule, a schedule or a function put something aside.
 *
 * @param only The queue's name without the installation's and `-dead`: `billing-events`. Absent: all.
 * @throws TypeError naming the queues that there are, for one that is not.
 */
export const recoverQueues = (recovery: Recovery, only?: string): Promise<Recovered> =>
  takeBackAll(deadLetters(recovery, only), recovery);

const DEAD = '-dead';

async function* deadLetters({ clients, name }: Recovery, only: string | undefined): AsyncGenerator<Failure> {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: clients.sqs }, { QueueNamePrefix: `${name}-` }))
    urls.push(...QueueUrls.filter((each) => each.endsWith(DEAD)));
  const named = (url: string): string => nameOf(url).slice(name.length + 1, -DEAD.length);
  const wanted = urls.filter((url) => only === undefined || named(url) === only);
  if (only !== undefined && wanted.length === 0)
    throw new TypeError(`there is no queue ${only}; there are ${urls.map(named).sort().join(', ')}`);
  for (const url of wanted) yield* messagesOf(clients, url);
}

const nameOf = (url: string): string => url.split('/').at(-1) ?? '';

/**
 * The messages that were dead when this began, each once: one that fails again meanwhile is for the next time. What
 * stays can be received again at once.
 */
async function* messagesOf(clients: Clients, QueueUrl: string): AsyncGenerator<Failure> {
  const { sqs } = clients;
  const queue = nameOf(QueueUrl);
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
