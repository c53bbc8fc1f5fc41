import { Dashboard, GraphWidget, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { bundles, contextNames } from '../bundles.ts';
import { functionMetric } from './alarms.ts';
import { isBuilt } from './context-functions.ts';
import type { Platform } from './platform.ts';

/** The one page to look at first: traffic, errors, waiting work, the age of events. */
export function dashboard(scope: Construct, platform: Platform): void {
  const { settings, api } = platform;
  const built = bundles.map(({ name }) => name).filter(isBuilt);
  const ofFunctions = (metricName: string, names: readonly string[], statistic?: string): IMetric[] =>
    names.map((name) => labelled(functionMetric(`${settings.name}-${name}`, metricName, statistic), name));
  const gateway = (metricName: string, statistic = 'Sum'): IMetric =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: api.id },
      statistic,
      period: Duration.minutes(5),
    });
  const queueNames = contextNames.flatMap((context) => [`${context}-events`, `${context}-jobs`]);
  const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 12 });
  const made = new Dashboard(scope, 'Dashboard', { dashboardName: settings.name });
  made.addWidgets(
    graph('Requests and refusals', [gateway('Count'), gateway('4xx'), gateway('5xx')]),
    graph('Time to answer (ms)', [gateway('Latency', 'p50'), gateway('Latency', 'p95'), gateway('Latency', 'p99')]),
    graph('Function errors', ofFunctions('Errors', built)),
    graph('Function time, 95th percentile (ms)', ofFunctions('Duration', built, 'p95')),
    graph(
      'Events waiting in queues',
      [...contextNames.map((context) => `${context}-events`), 'billing-run', 'billing-usage'].map((name) =>
        queueMetric(`${settings.name}-${name}`, name),
      ),
    ),
    graph(
      'Dead letters',
      [...queueNames, 'billing-run', 'billing-usage', 'publisher'].map((name) =>
        queueMetric(`${settings.name}-${name}-dead`, name),
      ),
    ),
    graph('Jobs', jobMetrics()),
    graph('Age of events in the stream (ms)', ofFunctions('IteratorAge', ['publisher'], 'Maximum')),
    graph(
      'Table capacity used',
      ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map(
        (metricName) =>
          new Metric({
            namespace: 'AWS/DynamoDB',
            metricName,
            dimensionsMap: { TableName: platform.table.name },
            statistic: 'Sum',
            period: Duration.minutes(5),
          }),
      ),
    ),
  );
}

const labelled = (metric: Metric, label: string): IMetric => metric.with({ label });

const queueMetric = (queueName: string, label: string): IMetric =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period: Duration.minutes(5),
    label,
  });

/** What the functions that run jobs count, under the name of their service. */
const jobMetrics = (): IMetric[] =>
  ['tenancy-jobs', 'commerce', 'billing', 'notifications'].flatMap((service) =>
    ['JobSucceeded', 'JobFailed'].map(
      (metricName) =>
        new Metric({
          namespace: 'OpenCsp',
          metricName,
          dimensionsMap: { service },
          statistic: 'Sum',
          period: Duration.hours(1),
          label: `${service}: ${metricName}`,
        }),
    ),
  );
