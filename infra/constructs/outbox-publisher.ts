import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarm, functionMetric } from './alarms.ts';
import { functionErrorsAlarm } from './function-alarms.ts';
import type { Platform } from './platform.ts';
import { platformFunction } from './platform-function.ts';
import { deadLetterQueue } from './queues.ts';

/** Milliseconds that an event may wait in the stream before somebody is told; the stream keeps it for a day. */
const AGE_MS_MAX = 60_000;

/** From the table's stream to the bus: only new outbox items start the function. */
export function outboxPublisher(scope: Construct, platform: Platform): void {
  const home = new Construct(scope, 'Publisher');
  const { settings, table, bus } = platform;
  const dead = deadLetterQueue(home, platform, 'publisher');
  const publisher = platformFunction(home, settings, {
    bundle: 'publisher',
    description: 'Puts the events of the outbox on the bus',
    timeoutSeconds: 30,
    memoryMb: 512,
    environment: { BUS_NAME: bus.name },
    statements: [
      new PolicyStatement({ sid: 'Bus', actions: ['events:PutEvents'], resources: [bus.arn] }),
      new PolicyStatement({
        sid: 'Stream',
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [table.streamArn],
      }),
      new PolicyStatement({ sid: 'Failed', actions: ['sqs:SendMessage'], resources: [dead.queueArn] }),
    ],
  });
  new EventSourceMapping(home, 'Source', {
    target: publisher,
    eventSourceArn: table.streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 50,
    onFailure: { bind: () => ({ destination: dead.queueArn }) },
    // Outbox items are told by their sort key (`OUTBOX#…`): a filter of the stream cannot ask whether a list is there.
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('OUTBOX#') } } },
      }),
    ],
  });
  functionErrorsAlarm(home, platform, publisher.functionName, 'publisher');
  alarm(home, 'AgeAlarm', platform, {
    name: 'publisher-age',
    description: 'Events wait in the table stream for over a minute: no other context hears of them.',
    metric: functionMetric(publisher.functionName, 'IteratorAge', 'Maximum'),
    threshold: AGE_MS_MAX,
  });
}
