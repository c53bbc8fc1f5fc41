import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bursts } from '../settings.ts';
import { alarm } from './alarms.ts';
import type { Platform } from './platform.ts';

const MINUTES = 5;

/** What many answers of a kind mean, and where to look. */
const REFUSALS = [
  [401, 'Many calls without a valid token or secret: somebody may be guessing.'],
  [403, 'Many calls beyond what their callers may do: somebody may be trying what opens.'],
  [429, 'Many calls beyond the limits: somebody floods the API, or a limit is too narrow.'],
] as const satisfies readonly (readonly [keyof Bursts, string])[];

const WHO = 'The lines "call" in the logs of the API functions name tenant, application and operation.';

/**
 * Alarms on bursts of refusals and of mails. The refusals are counted in the gateway's log, where its own are, too; the mails
 * by SES, for the account.
 */
export function burstAlarms(scope: Construct, platform: Platform, accessLog: LogGroup): void {
  const { bursts, name } = platform.settings;
  const period = Duration.minutes(MINUTES);
  const metricNamespace = `OpenCsp/${name}`;
  for (const [status, meaning] of REFUSALS) {
    const metricName = `Refused${status}`;
    new MetricFilter(scope, `${metricName}Filter`, {
      logGroup: accessLog,
      filterPattern: FilterPattern.literal(`{ $.status = "${status}" }`),
      metricNamespace,
      metricName,
      metricValue: '1',
    });
    alarm(scope, `${metricName}Burst`, platform, {
      name: `burst-${status}`,
      description: `${meaning} ${WHO}`,
      metric: new Metric({ namespace: metricNamespace, metricName, statistic: 'Sum', period }),
      threshold: bursts[status],
    });
  }
  alarm(scope, 'MailBurst', platform, {
    name: 'burst-mails',
    description: `Many mails at once: invoices of a large program, or somebody who makes it mail. ${WHO}`,
    metric: new Metric({ namespace: 'AWS/SES', metricName: 'Send', statistic: 'Sum', period }),
    threshold: bursts.Mails,
  });
}
