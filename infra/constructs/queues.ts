import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { accept } from './accept.ts';
import { deadLetterAlarm } from './alarms.ts';
import type { Platform } from './platform.ts';

/** Deliveries before a message is put aside. */
const DELIVERIES_MAX = 5;
const DEAD_DAYS = 14;

const common = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(DEAD_DAYS),
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};

/** A queue for what failed for good, with its alarm. */
export function deadLetterQueue(scope: Construct, platform: Platform, name: string): Queue {
  const home = new Construct(scope, `${name}-dead`);
  const queue = new Queue(home, 'Queue', { ...common, queueName: `${platform.settings.name}-${name}-dead` });
  deadLetterAlarm(home, platform, name, queue);
  const reason = 'It is a dead-letter queue itself: of an event source, a schedule or a rule, and has an alarm.';
  accept(queue, 'AwsSolutions-SQS3', reason);
  accept(queue, 'Serverless-SQSRedrivePolicy', reason);
  return queue;
}

/** A queue whose messages go to its dead-letter queue after five deliveries. */
export function workQueue(
  scope: Construct,
  platform: Platform,
  { name, visibilitySeconds }: { name: string; visibilitySeconds: number },
): { queue: Queue; dead: Queue } {
  const dead = deadLetterQueue(scope, platform, name);
  const queue = new Queue(scope, `${name}-queue`, {
    ...common,
    queueName: `${platform.settings.name}-${name}`,
    visibilityTimeout: Duration.seconds(visibilitySeconds),
    deadLetterQueue: { queue: dead, maxReceiveCount: DELIVERIES_MAX },
  });
  return { queue, dead };
}
