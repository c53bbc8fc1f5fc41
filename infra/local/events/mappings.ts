import type { Usage } from '../control/usage.ts';
import type { Invoker } from '../functions/invoker.ts';
import { deadLetterOf, type Lost } from '../lost/lost.ts';
import type { State } from '../state/state.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import type { Activity } from '../time/activity.ts';
import type { Clock } from '../time/clock.ts';
import { consumeQueue, readQueueMapping } from './queue-consumer.ts';
import type { Storage } from './storage.ts';
import { openStream, type Position, type StreamRecord } from './stream.ts';
import { consumeStream, readStreamMapping, type StreamConsumer } from './stream-consumer.ts';

export type Mappings = {
  /** Tells the stream consumers that the table was written to. */
  written(): void;
  stop(): Promise<void>;
};

type Options = {
  endpoint: string;
  storage: Storage;
  invoker: Invoker;
  activity: Activity;
  usage: Usage;
  clock: Clock;
  lost: Lost;
  state: State;
};

/** Starts the deployment's event source mappings. @throws Error for a source that is neither a table's stream nor a queue. */
export async function startMappings(deployment: Deployment, options: Options): Promise<Mappings> {
  const streams: StreamConsumer[] = [];
  const queues: { stop(): void }[] = [];
  for (const mapping of deployment.ofType('AWS::Lambda::EventSourceMapping')) {
    const { EventSourceArn = '', FunctionName = '', Enabled = true } = mapping.properties as Record<string, never>;
    const functionName = String(FunctionName).replace(/^.*:function:/, '');
    if (!Enabled) continue;
    const queue = deployment.byArn(EventSourceArn);
    if (queue?.type === 'AWS::SQS::Queue') {
      const settings = readQueueMapping(
        { functionName, deadLetter: deadLetterOf(queue.properties) },
        EventSourceArn,
        mapping.properties,
      );
      queues.push(consumeQueue({ ...options, mapping: settings, toRuntimeTime: options.clock.toRuntime }));
    } else {
      streams.push(await startStream(deployment, mapping, { functionName, streamArn: EventSourceArn }, options));
    }
  }
  return {
    written() {
      for (const stream of streams) stream.written();
    },
    async stop() {
      for (const queue of queues) queue.stop();
      await Promise.all(streams.map((stream) => stream.stop()));
    },
  };
}

async function startStream(
  deployment: Deployment,
  mapping: Resource,
  { functionName, streamArn }: { functionName: string; streamArn: string },
  { endpoint, lost, invoker, activity, clock, state }: Options,
): Promise<StreamConsumer> {
  const table = deployment.byArn(streamArn.replace(/\/stream\/.*$/, ''));
  if (table?.type !== 'AWS::DynamoDB::Table')
    throw new Error(`${mapping.logicalId} has an unknown event source ${streamArn}`);
  const stamp = (record: StreamRecord): StreamRecord => {
    const writtenAt = (record.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
    return {
      ...record,
      dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: clock.toRuntime(writtenAt) / 1000 },
    };
  };
  const place = `stream of ${mapping.ref}`;
  return consumeStream({
    mapping: readStreamMapping(mapping.ref, { functionName, streamArn }, mapping.properties),
    reader: await openStream(endpoint, table.name, state.get<Position>(place)),
    keep: (position) => state.set(place, position),
    ...{ invoker, activity, lost, stamp },
  });
}
