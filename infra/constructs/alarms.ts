import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Platform } from './platform.ts';

/** What an alarm needs of the platform. */
export type AlarmHome = Pick<Platform, 'settings' | 'alarmTopicArn'>;

export interface AlarmSpec {
  readonly name: string;
  /** What it means and what to do: it is the text of the mail. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Minutes in a row. */
  readonly periods?: number;
}

/** An alarm that tells the operations topic when it rises and when it is over. */
export function alarm(scope: Construct, id: string, platform: AlarmHome, spec: AlarmSpec): Alarm {
  const made = new Alarm(scope, id, {
    alarmName: `${platform.settings.name}-${spec.name}`,
    alarmDescription: spec.description,
    metric: spec.metric,
    threshold: spec.threshold,
    evaluationPeriods: spec.periods ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const action = { bind: () => ({ alarmActionArn: platform.alarmTopicArn }) };
  made.addAlarmAction(action);
  made.addOkAction(action);
  return made;
}

/** What takes back what was given up, as it is typed: `queue billing-events`. */
export const recoverCommand = ({ settings: { name } }: Pick<AlarmHome, 'settings'>, what: string): string =>
  `npm run recover -- ${what}${name === 'open-csp' ? '' : ` -c name=${name}`}`;

/** Anything in a dead-letter queue waits for a person. */
export const deadLetterAlarm = (scope: Construct, platform: AlarmHome, name: string, queue: IQueue): Alarm =>
  alarm(scope, 'DeadLetterAlarm', platform, {
    name: `${name}-dead-letters`,
    description: `${name}: something failed for good. Read the message, mend the cause, then ${recoverCommand(platform, `queue ${name}`)}.`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
    threshold: 1,
  });

export const functionMetric = (functionName: string, metricName: string, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic,
    period: Duration.minutes(5),
  });
