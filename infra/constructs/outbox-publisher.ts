import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarm, functionMetric, recoverCommand } from './alarms.ts';
import { failureBucket } from './failure-bucket.ts';
import { watchedFunction } from './function-alarms.ts';
import { called } from './gradual-shift.ts';
import type { Platform } from './platform.ts';

/** Milliseconds that an event may wait in the stream before somebody is told; the stream keeps it for a day. */
const AGE_MS_MAX = 60_000;

/** From the table's stream to the bus: only new outbox items start the function. */
export function outboxPublisher(scope: Construct, platform: Platform): void {
  const home = new Construct(scope, 'Publisher');
  const { table, bus } = platform;
  const failures = failureBucket(home, platform);
  const bucketId = Stack.of(home).getLogicalId(failures.node.defaultChild as CfnBucket);
  const publisher = watchedFunction(home, platform, {
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
      new PolicyStatement({ sid: 'Failed', actions: ['s3:PutObject'], resources: [failures.arnForObjects('*')] }),
      new PolicyStatement({ sid: 'FailedBucket', actions: ['s3:ListBucket'], resources: [failures.bucketArn] }),
    ],
    accepted: [
      {
        finding: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
        reason: 'Lambda itself names what it puts into the bucket of failures.',
      },
    ],
  });
  const source = new EventSourceMapping(home, 'Source', {
    target: called(publisher),
    eventSourceArn: table.streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 50,
    onFailure: { bind: () => ({ destination: failures.bucketArn }) },
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    // Outbox items are told by their sort key (`OUTBOX#…`): a filter of the stream cannot ask whether a list is there.
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('OUTBOX#') } } },
      }),
    ],
  });
  alarm(home, 'AgeAlarm', platform, {
    name: 'publisher-age',
    description:
      'Events wait in the table stream for over a minute: no other context hears of them. They go on by themselves; the log of the publisher says what keeps them, and publisher-given-up rings if they are put aside.',
    metric: functionMetric(publisher.functionName, 'IteratorAge', 'Maximum'),
    threshold: AGE_MS_MAX,
  });
  givenUpAlarms(home, platform, source.eventSourceMappingId);
}

/** What was given up and kept in the bucket, and what could not even be kept. */
function givenUpAlarms(scope: Construct, platform: Platform, EventSourceMappingUUID: string): void {
  const counted = (metricName: string): Metric =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { EventSourceMappingUUID },
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  alarm(scope, 'GivenUpAlarm', platform, {
    name: 'publisher-given-up',
    description: `Events could not be published and are whole in the bucket of failures: mend the cause, then ${recoverCommand(platform, 'events')}.`,
    metric: counted('OnFailureDestinationDeliveredEventCount'),
    threshold: 1,
  });
  alarm(scope, 'DroppedAlarm', platform, {
    name: 'publisher-dropped',
    description:
      'Events were given up and not kept: mend the rights of the publisher; the events are in the outbox items of the table, and infra/README.md says how to find them.',
    metric: counted('DroppedEventCount'),
    threshold: 1,
  });
}
