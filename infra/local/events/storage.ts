/** Queues and buckets: fauxqs, kept from listening on other interfaces than loopback, with the template's queues and buckets. */
import { existsSync, mkdirSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { callBackend, readBody, runtimeAuthorization } from '../net/backend.ts';
import type { Deployment } from '../template/deployment.ts';
import { withoutAstral } from './queue-text.ts';

/** A message that lies in a queue, in whatever state. */
export type Held = { readonly id: string; readonly body: string; readonly sentAtMs: number };

export type Storage = {
  readonly endpoint: string;
  /** Puts a message into a queue and answers its id. @throws Error if there is no such queue or it refuses the text. */
  send(queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): string;
  /** All messages of a queue, also those that are delayed or being handled. */
  held(queueArn: string): readonly Held[];
  /** Puts an object into a bucket. @throws Error if the bucket is not there. */
  putObject(bucket: string, key: string, body: string): Promise<void>;
  hasObject(bucket: string, key: string): Promise<boolean>;
  /** How many messages of a queue are due or being handled; delayed and parked ones do not count until they are due. */
  pending(queueName: string): number;
  /** Says that a function itself put a received message off to a later time. */
  park(receiptHandle: string): void;
  /** The time when a received message becomes visible again, in milliseconds. */
  visibleAgainAt(queueName: string, receiptHandle: string): number | undefined;
  createResources(deployment: Deployment): void;
  stop(): Promise<void>;
};

/** Messages that were being handled when an earlier run ended can be received again at once. */
export async function startStorage({ dataDir }: { dataDir?: string }): Promise<Storage> {
  if (dataDir) freeMessages(dataDir);
  const start = () => startFauxqs({ port: 0, logger: false, ...(dataDir && { dataDir }) });
  const server = await onLoopback(() => withoutWaitingForDisks(start));
  const endpoint = `http://127.0.0.1:${server.port}`;
  const parked = new Set<string>();
  const messagesOf = (arn: string) => server.inspectQueue(nameOf(arn))?.messages;
  return {
    endpoint,
    send: (queueArn, body, attributes = {}) =>
      server.sendMessage(nameOf(queueArn), withoutAstral(body), { messageAttributes: toAttributes(attributes) })
        .messageId,
    held(queueArn) {
      const messages = messagesOf(queueArn);
      if (!messages) return [];
      const all = [...messages.ready, ...messages.delayed, ...messages.inflight.map(({ message }) => message)];
      return all.map(({ messageId, body, sentTimestamp }) => ({ id: messageId, body, sentAtMs: sentTimestamp }));
    },
    async putObject(bucket, key, body) {
      const { status, text } = await object(endpoint, { method: 'PUT', bucket, key, body });
      if (status !== 200) throw new Error(`the bucket ${bucket} answered ${status}: ${text}`);
    },
    hasObject: async (bucket, key) => (await object(endpoint, { method: 'HEAD', bucket, key })).status === 200,
    pending(queueName) {
      const messages = server.inspectQueue(queueName)?.messages;
      if (!messages) return 0;
      return messages.ready.length + messages.inflight.filter(({ receiptHandle }) => !parked.has(receiptHandle)).length;
    },
    park: (receiptHandle) => void parked.add(receiptHandle),
    visibleAgainAt: (queueName, receiptHandle) =>
      server.inspectQueue(queueName)?.messages.inflight.find((entry) => entry.receiptHandle === receiptHandle)
        ?.visibilityDeadline,
    createResources: (deployment) => createResources(server, deployment),
    stop: () => server.stop(),
  };
}

const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';

const toAttributes = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );

async function object(
  endpoint: string,
  { method, bucket, key, body = '' }: { method: string; bucket: string; key: string; body?: string },
): Promise<{ status: number; text: string }> {
  const headers = { authorization: runtimeAuthorization, 'content-length': String(Buffer.byteLength(body)) };
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const answer = await callBackend({ endpoint, method, path, headers, body });
  return { status: answer.statusCode ?? 500, text: (await readBody(answer)).toString() };
}

/**
 * Whoever handled these messages is gone, and a delivery that was cut off is no failed one: it does not count towards the
 * tries after which a message is put aside.
 */
function freeMessages(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'fauxqs.db');
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqs_messages'").get();
    if (known)
      database.exec(`UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
        approximate_receive_count = MAX(0, approximate_receive_count - 1) WHERE receipt_handle IS NOT NULL`);
  } finally {
    database.close();
  }
}

/** fauxqs has no option for its interface and asks for all of them; while it starts, such a wish becomes loopback. */
async function onLoopback(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const listen = Server.prototype.listen;
  const bounded = function (this: Server, options: { host?: string }, ...rest: unknown[]) {
    const wanted = options?.host === '0.0.0.0' ? { ...options, host: '127.0.0.1' } : options;
    return Reflect.apply(listen, this, [wanted, ...rest]) as Server;
  };
  Server.prototype.listen = bounded as typeof listen;
  try {
    const server = await start();
    if (!server.address.includes('127.0.0.1')) throw new Error(`fauxqs listens on ${server.address}, not on loopback`);
    return server;
  } finally {
    Server.prototype.listen = listen;
  }
}

/**
 * fauxqs waits for the disk with each message that comes, is taken, or goes. What is written outlives a process that is killed
 * without that; only a machine without power would lose the last moments.
 */
async function withoutWaitingForDisks<T>(start: () => Promise<T>): Promise<T> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    if (sql.startsWith('PRAGMA journal_mode')) exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
  try {
    return await start();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

const queueAttributes = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

/** Dead-lettering is not the emulator's: whoever reads a queue knows why a message failed, and keeps it with that. */
function createResources(server: FauxqsServer, deployment: Deployment): void {
  for (const { name, properties } of deployment.ofType('AWS::SQS::Queue')) {
    if (server.inspectQueue(name)) continue;
    const set = queueAttributes.filter((key) => properties[key] !== undefined && properties[key] !== false);
    server.createQueue(name, { attributes: Object.fromEntries(set.map((key) => [key, String(properties[key])])) });
  }
  const noisy = deployment.ofType('AWS::S3::Bucket').find(({ properties }) => properties.NotificationConfiguration);
  if (noisy) throw new Error(`the local runtime sends no bucket notifications, as ${noisy.logicalId} wants`);
  server.setup({ buckets: deployment.ofType('AWS::S3::Bucket').map(({ name }) => name) });
}
