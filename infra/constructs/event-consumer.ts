import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ConsumerTable, ContextConsumers } from '../../shared/contracts/consumers.ts';
import type { EventDefinition } from '../../shared/contracts/events.ts';
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
  /** Member of the detail without which alone they are wanted. */
  readonly unless: string | undefined;
}

/**
 * What a context's rules let through: exactly the event types and versions that its consumers name, without those of which
 * none would do anything. Grouped by source, version and condition, because a bus takes 100 rules in some regions; no event
 * is in two groups.
 */
export function subscriptionsOf({ consumers }: ContextConsumers<ConsumerTable>): readonly Subscription[] {
  const all = Object.values(consumers).flatMap(({ on, unless }) => on.map((event) => ({ event, unless })));
  const conditionOf = (wanted: EventDefinition): string | undefined => {
    const conditions = new Set(all.filter(({ event }) => event === wanted).map(({ unless }) => unless));
    return conditions.size === 1 ? [...conditions][0] : undefined;
  };
  const groups = new Map<string, { source: string; version: number; types: Set<string>; unless: string | undefined }>();
  for (const { event } of all) {
    const { source, version, type } = event;
    const unless = conditionOf(event);
    const key = [source, version, unless].join(' ');
    const group = groups.get(key) ?? { source, version, types: new Set<string>(), unless };
    group.types.add(type);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ types, ...group }) => ({ ...group, types: [...types].sort() }));
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
  const conditional: CfnRule[] = [];
  const byCondition = subscriptionsOf(table).toSorted(
    (a, b) => Number(b.unless !== undefined) - Number(a.unless !== undefined),
  );
  for (const { source, version, types, unless } of byCondition) {
    const id = `${source}-v${version}${unless ? `-unless-${unless}` : ''}`;
    const rule = new CfnRule(home, id, {
      name: `${platform.settings.name}-${table.context}-hears-${id}`,
      description: `${table.context} listens to ${types.length} kinds of event of ${source}`,
      eventBusName: platform.bus.name,
      eventPattern: {
        source: [`csp.${source}`],
        'detail-type': types,
        detail: { version: [version], ...(unless && { detail: { [unless]: [{ exists: false }] } }) },
      },
      targets: [
        {
          id: 'queue',
          arn: queues.queue.queueArn,
          deadLetterConfig: { arn: queues.dead.queueArn },
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
    // What goes over from one rule to another is heard by both for a while, never by none.
    if (unless) conditional.push(rule);
    else for (const other of conditional) rule.addResourceDependency(other);
  }
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
  options: { batchSize?: number; batchingSeconds?: number; concurrencyMax: number; sid?: string },
): void {
  reader.addToRolePolicy(
    new PolicyStatement({
      sid: options.sid ?? 'OwnQueue',
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      resources: [queue.queueArn],
    }),
  );
  const source = new EventSourceMapping(scope, 'Source', {
    target: called(reader),
    eventSourceArn: queue.queueArn,
    batchSize: options.batchSize ?? 10,
    ...(options.batchingSeconds !== undefined && { maxBatchingWindow: Duration.seconds(options.batchingSeconds) }),
    reportBatchItemFailures: true,
    maxConcurrency: options.concurrencyMax,
  });
  accept(
    source,
    'Serverless-LambdaEventSourceMappingDestination',
    'A queue takes its failures back itself: after five deliveries they are in its dead-letter queue.',
  );
}
