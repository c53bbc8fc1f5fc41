import type { Construct } from 'constructs';
import { alarm, functionMetric } from './alarms.ts';
import type { Platform } from './platform.ts';

/** Crashes and timeouts of a function. Refusals are answers, not errors. */
export const functionErrorsAlarm = (
  scope: Construct,
  platform: Platform,
  functionName: string,
  bundle: string,
): void => {
  alarm(scope, `${bundle}-errors`, platform, {
    name: `${bundle}-errors`,
    description: `${bundle} crashed or ran out of time: its log names the request, event or job.`,
    metric: functionMetric(functionName, 'Errors'),
    threshold: 1,
  });
};
