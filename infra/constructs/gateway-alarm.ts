import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { alarm } from './alarms.ts';
import type { Platform } from './platform.ts';

/** Answers of the 500s, whoever gave them: more than a stray one in five minutes is an outage. */
export const gatewayAlarm = (scope: Construct, platform: Platform): void => {
  alarm(scope, 'ServerErrors', platform, {
    name: 'server-errors',
    description: 'The API answers with server errors: look at the dashboard for the context, then at its log.',
    metric: new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: '5xx',
      dimensionsMap: { ApiId: platform.api.id },
      statistic: 'Sum',
      period: Duration.minutes(5),
    }),
    threshold: 5,
  });
};
