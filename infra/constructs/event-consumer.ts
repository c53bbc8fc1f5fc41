import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ConsumerTable, ContextConsumers } from '../../shared/contracts/consumers.ts';
import { accept } from './accept.ts';
import { called } from './gradual-shift.ts';
import type { Platform } from './platform.ts';
import { localArn } from './platform-function.ts';
import { workQueue } from './queues.ts';

/**
 * Readers of a context's events at once: two hundred events, while a million lines of a run or a million renewals are told.
 * The queue waits; the account's concurrency stays for those who call.
 */
const EVENT_READERS_MAX = 20;

/** Events of one source and version that a context listens to. */
export interface Subscription {
  readonly source: string;
  readonly version: number;
  readonly types: readonly string[];
}

/**
 * What a context's rules let through: exactly the event types and versions that its consumers name. Grouped by source
 * and version, because a bus takes 100 rules in some regions.
 */
export function subscriptionsOf({ consumers }: ContextConsumers<ConsumerTable>): readonly Subscription[] {
  const groups = new Map<string, { source: string; version: number; types: Set<string> }>();
  for (const { on } of Object.values(consumers))
    for (const { source, version, type } of on) {
      const key = `${source}-v${version}`;
      const group = groups.get(key) ?? { source, version, types: new Set<string>() };
      group.types.add(type);
      groups.set(key, group);
    }
  return [...groups.values()].map(({ source, version, types }) => ({ source, version, types: [...types].sort() }));
}

/** Queue, rules and event source of a context's `events` function. */
export function eventConsumer(
  scope: Construct,
  platform: Platform,
  table: ContextConsumers<ConsumerTable>,
  consumer: { readonly function: LambdaFunction; readonly timeoutSeconds: number },
): { queue: Queue; dead: Queue } {
  const home = new Construct(scope, 'Events');
  // Six times the function's time, as Lambda asks: a batch may be retried inside it.
  const queues = workQueue(home, platform, {
    name: `${table.context}-events`,
    visibilitySeconds: consumer.timeoutSeconds * 6,
  });
  for (const queue of [queues.queue, queues.dead]) allowRules(home, platform, queue);
  for (const { source, version, types } of subscriptionsOf(table))
    new CfnRule(home, `${source}-v${version}`, {
      name: `${platform.settings.name}-${table.context}-hears-${source}-v${version}`,
      description: `${table.context} listens to ${types.length} kinds of event of ${source}`,
      eventBusName: platform.bus.name,
      eventPattern: { source: [`csp.${source}`], 'detail-type': types, detail: { version: [version] } },
      targets: [
        {
          id: 'queue',
          arn: queues.queue.queueArn,
          deadLetterConfig: { arn: queues.dead.queueArn },
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
  readQueue(home, queues.queue, consumer.function, { concurrencyMax: EVENT_READERS_MAX });
  return queues;
}

function allowRules(scope: Construct, platform: Platform, queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Rules',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnLike: { 'aws:SourceArn': localArn(scope, 'events', `rule/${platform.bus.name}/*`) },
      },
    }),
  );
}

/** Hands the queue's messages to the function, which reports failures one by one. */
export function readQueue(
  scope: Construct,
  queue: Queue,
  reader: LambdaFunction,
  options: { batchSize?: number; concurrencyMax: number },
): void {
  reader.addToRolePolicy(
    new PolicyStatement({
      sid: 'OwnQueue',
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      resources: [queue.queueArn],
    }),
  );
  const source = new EventSourceMapping(scope, 'Source', {
    target: called(reader),
    eventSourceArn: queue.queueArn,
    batchSize: options.batchSize ?? 10,
    reportBatchItemFailures: true,
    maxConcurrency: options.concurrencyMax,
  });
  accept(
    source,
    'Serverless-LambdaEventSourceMappingDestination',
    'A queue takes its failures back itself: after five deliveries they are in its dead-letter queue.',
  );
}
