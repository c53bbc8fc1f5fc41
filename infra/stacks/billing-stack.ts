import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type App, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarm, recoverCommand } from '../constructs/alarms.ts';
import {
  type ContextFunctions,
  contextFunction,
  contextFunctions,
  type Extras,
  type IssuerSettings,
  isBuilt,
} from '../constructs/context-functions.ts';
import { readQueue } from '../constructs/event-consumer.ts';
import { documentRights, exportRights, issuedRights, sendStatement } from '../constructs/permissions.ts';
import type { Platform } from '../constructs/platform.ts';
import { workQueue } from '../constructs/queues.ts';
import { heldAccessStatement } from '../constructs/table-access.ts';
import type { ContextManifests } from '../manifests.ts';
import { stackName } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** A worker reads one range of one partner's subscriptions. */
const WORKER_SECONDS = 900;
/** Usage waits so long for more of it: four minutes, the window that makes a million records a day cost least. */
const FOLD_SECONDS = 240;
/** Folds that run beside each other: each reads up to fifty batches. */
const FOLDS_AT_ONCE = 4;

/** Rating, invoices, usage, payments; with the billing run's own queue and worker. */
export function billingStack(
  app: App,
  platform: Platform,
  manifests: ContextManifests,
  issuer: IssuerSettings,
): ContextFunctions {
  const stack = new Stack(
    app,
    stackName(platform.settings, 'billing'),
    stackProps(platform.settings, 'billing', 'Rating, invoices, payments'),
  );
  const run = new Construct(stack, 'Run');
  const { queue, dead } = workQueue(run, platform, { name: 'billing-run', visibilitySeconds: WORKER_SECONDS * 6 });
  const usage = new Construct(stack, 'Usage');
  const folds = workQueue(usage, platform, { name: 'billing-usage', visibilitySeconds: WORKER_SECONDS * 6 });
  const documents = documentRights(platform, 'billing');
  const reading = issuedRights(platform, 'billing', ['s3:GetObject']);
  const issuing = issuedRights(platform, 'billing', ['s3:GetObject', 's3:PutObject']);
  const reporting: Extras = {
    environment: { USAGE_QUEUE_URL: folds.queue.queueUrl },
    statements: [sendStatement('UsageQueue', folds.queue.queueArn)],
  };
  const sending: Extras = {
    environment: { RUN_QUEUE_URL: queue.queueUrl },
    statements: [sendStatement('RunQueue', queue.queueArn)],
  };
  const warning: Extras = {
    environment: { BUDGET_WARNING_PERCENT: String(platform.settings.budgetWarningPercent) },
  };
  const functions = contextFunctions(stack, platform, manifests, issuer, {
    api: together(documents, reading, sending, reporting, warning, {
      statements: [heldAccessStatement(platform.table)],
    }),
    // A step of an export holds that its customer is still there.
    events: together(warning, reporting, sending, exportRights(platform, 'billing'), {
      statements: [heldAccessStatement(platform.table)],
    }),
    jobs: together(sending, reporting),
  });
  const made = worker(run, platform, manifests, {
    queue,
    rights: together(documents, issuing, sending, reporting, warning),
  });
  if (made) {
    // What comes within a while is counted together: a fold costs about the same for one batch as for fifty.
    readQueue(usage, folds.queue, made, {
      batchSize: 50,
      batchingSeconds: FOLD_SECONDS,
      concurrencyMax: FOLDS_AT_ONCE,
      sid: 'UsageQueueRead',
    });
    usageAlarm(usage, platform);
  }
  return { ...functions, queues: [...functions.queues, dead, folds.dead] };
}

const together = (...rights: readonly Extras[]): Extras => ({
  environment: Object.assign({}, ...rights.map(({ environment }) => environment)) as Record<string, string>,
  statements: rights.flatMap(({ statements = [] }) => statements),
  accepted: rights.flatMap(({ accepted = [] }) => accepted),
});

function worker(
  scope: Construct,
  platform: Platform,
  manifests: ContextManifests,
  { queue, rights }: { queue: Queue; rights: Extras },
): LambdaFunction | undefined {
  if (!isBuilt('billing-worker')) return undefined;
  const made = contextFunction(scope, platform, manifests, {
    bundle: 'billing-worker',
    description: 'Computes one range of the billing run, and counts usage',
    timeoutSeconds: WORKER_SECONDS,
    // One whole processor: what it does is arithmetic.
    memoryMb: 1769,
    ...rights,
    environment: { ...rights.environment, SELLER: JSON.stringify(platform.settings.seller) },
  });
  readQueue(scope, queue, made, { batchSize: 1, concurrencyMax: platform.settings.billingWorkersMax });
  runAlarms(scope, platform);
  return made;
}

const BILLING_METRIC = { namespace: 'OpenCsp', dimensionsMap: { service: 'billing' }, statistic: 'Sum' } as const;

function runAlarms(scope: Construct, platform: Platform): void {
  alarm(scope, 'WaitingAlarm', platform, {
    name: 'billing-run-waiting',
    description: `An invoice has been waiting for a renewal or an earlier save for half a day; after a day it is issued without. The log of billing-worker names the subscription, that of commerce-jobs why renewSubscriptions left it out; that mended, ${recoverCommand(platform, 'job renewSubscriptions')}.`,
    metric: new Metric({ ...BILLING_METRIC, metricName: 'RunWaiting', period: Duration.hours(1) }),
    threshold: 1,
    periods: 12,
  });
  alarm(scope, 'LateAlarm', platform, {
    name: 'billing-invoice-late',
    description: `An invoice is not out 27 hours after its billing date began. The log of billing-jobs names partner and date, that of billing-worker what failed. Mend it, then ${recoverCommand(platform, 'queue billing-run')}; what never began is begun by ${recoverCommand(platform, 'job queueDueInvoices')}.`,
    metric: new Metric({ ...BILLING_METRIC, metricName: 'InvoicesLate', period: Duration.hours(1) }),
    threshold: 1,
  });
  alarm(scope, 'SetAsideAlarm', platform, {
    name: 'billing-set-aside',
    description:
      'An invoice was issued without some subscriptions: GET /v1/operator/billing/cases lists them, each with what to do next.',
    metric: new Metric({ ...BILLING_METRIC, metricName: 'SubscriptionsSetAside', period: Duration.hours(1) }),
    threshold: 1,
  });
  alarm(scope, 'TooLateAlarm', platform, {
    name: 'billing-save-too-late',
    description:
      'A change reached billing more than 400 days late and counts only in part: GET /v1/operator/billing/cases says from which day on.',
    metric: new Metric({ ...BILLING_METRIC, metricName: 'SavesTooLate', period: Duration.hours(1) }),
    threshold: 1,
  });
  alarm(scope, 'BehindAlarm', platform, {
    name: 'billing-history-behind',
    description: `More than a thousand saves of a subscription wait for one that has not come; the log of billing-events names both. Publish the missing one again, then ${recoverCommand(platform, 'queue billing-events')}.`,
    metric: new Metric({ ...BILLING_METRIC, metricName: 'HistoriesBehind', period: Duration.hours(1) }),
    threshold: 1,
  });
}

function usageAlarm(scope: Construct, platform: Platform): void {
  alarm(scope, 'WaitingAlarm', platform, {
    name: 'billing-usage-waiting',
    description: `Usage that was reported over an hour ago is not counted, and invoices wait for it. The log of billing-worker names the subscription; that mended, ${recoverCommand(platform, 'queue billing-usage')}; without a message there, ${recoverCommand(platform, 'job resumeFolds')}.`,
    metric: new Metric({ ...BILLING_METRIC, metricName: 'UsageWaiting', period: Duration.hours(1) }),
    threshold: 1,
  });
}
