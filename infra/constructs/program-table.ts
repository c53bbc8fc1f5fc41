import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isProtected } from '../settings.ts';
import { type AlarmHome, alarm } from './alarms.ts';
import { TABLE_INDEXES, type TableNames } from './table-access.ts';

/** The one table of all contexts: two overloaded indexes, a stream for the outbox, recovery to any second of 35 days. */
export function programTable(scope: Construct, platform: AlarmHome): TableNames {
  const text = (name: string) => ({ name, type: AttributeType.STRING });
  const table = new Table(scope, 'Table', {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'expiresAt',
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProtected(platform.settings, 'foundation'),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  for (const indexName of TABLE_INDEXES)
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(`${indexName}pk`),
      sortKey: text(`${indexName}sk`),
      projectionType: ProjectionType.ALL,
    });
  throttleAlarm(scope, platform, table.tableName);
  return { name: table.tableName, arn: table.tableArn, streamArn: table.tableStreamArn! };
}

/** An index has a capacity of its own, and what it refuses holds back the table or a list: each is counted. */
function throttleAlarm(scope: Construct, platform: AlarmHome, TableName: string): void {
  const period = Duration.minutes(5);
  const throttles = ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((metricName) =>
    [undefined, ...TABLE_INDEXES].map((index) => {
      const dimensionsMap = { TableName, ...(index && { GlobalSecondaryIndexName: index }) };
      const metric = new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period });
      return [`${index ?? 'table'}${metricName}`, metric] as const;
    }),
  );
  alarm(scope, 'TableThrottles', platform, {
    name: 'table-throttles',
    description:
      'The table or one of its indexes refuses requests: the metrics of the alarm tell which; look for one partition that takes them all.',
    metric: new MathExpression({
      expression: throttles.map(([id]) => `FILL(${id}, 0)`).join(' + '),
      label: 'throttled requests',
      period,
      usingMetrics: Object.fromEntries(throttles),
    }),
    threshold: 1,
    periods: 2,
  });
}
