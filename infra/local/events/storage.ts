/** Queues and buckets: fauxqs, kept from listening on other interfaces than loopback, with the template's queues and buckets. */
import { mkdirSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import type { Deployment } from '../template/deployment.ts';
import { withoutAstral } from './queue-text.ts';

export type Storage = {
  readonly endpoint: string;
  /** Puts a message into a queue. @throws Error if there is no such queue. */
  send(queueArn: string, body: unknown): void;
  /** How many messages of a queue are due or being handled; delayed and parked ones do not count until they are due. */
  pending(queueName: string): number;
  /** Says that a function itself put a received message off to a later time. */
  park(receiptHandle: string): void;
  /** The time when a received message becomes visible again, in milliseconds. */
  visibleAgainAt(queueName: string, receiptHandle: string): number | undefined;
  createResources(deployment: Deployment): void;
  stop(): Promise<void>;
};

export async function startStorage({ dataDir }: { dataDir?: string }): Promise<Storage> {
  if (dataDir) mkdirSync(join(dataDir, 'objects'), { recursive: true });
  const kept = dataDir ? { dataDir, s3StorageDir: join(dataDir, 'objects') } : {};
  const server = await onLoopback(() => startFauxqs({ port: 0, logger: false, ...kept }));
  const parked = new Set<string>();
  const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    send: (queueArn, body) => void server.sendMessage(nameOf(queueArn), withoutAstral(JSON.stringify(body))),
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

type QueueProperties = {
  VisibilityTimeout?: number;
  DelaySeconds?: number;
  MessageRetentionPeriod?: number;
  ReceiveMessageWaitTimeSeconds?: number;
  RedrivePolicy?: unknown;
  FifoQueue?: boolean;
  ContentBasedDeduplication?: boolean;
};

function createResources(server: FauxqsServer, deployment: Deployment): void {
  for (const { name, properties } of deployment.ofType('AWS::SQS::Queue')) {
    if (server.inspectQueue(name)) continue;
    const queue = properties as QueueProperties;
    const attributes: Record<string, string> = {};
    for (const key of [
      'VisibilityTimeout',
      'DelaySeconds',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
    ] as const) {
      if (queue[key] !== undefined) attributes[key] = String(queue[key]);
    }
    if (queue.RedrivePolicy) attributes.RedrivePolicy = JSON.stringify(queue.RedrivePolicy);
    if (queue.FifoQueue) attributes.FifoQueue = 'true';
    if (queue.ContentBasedDeduplication) attributes.ContentBasedDeduplication = 'true';
    server.createQueue(name, { attributes });
  }
  const noisy = deployment.ofType('AWS::S3::Bucket').find(({ properties }) => properties.NotificationConfiguration);
  if (noisy) throw new Error(`the local runtime sends no bucket notifications, as ${noisy.logicalId} wants`);
  server.setup({ buckets: deployment.ofType('AWS::S3::Bucket').map(({ name }) => name) });
}
