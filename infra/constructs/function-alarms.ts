import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type AlarmHome, alarm, functionMetric, recoverCommand } from './alarms.ts';
import { shiftGradually } from './gradual-shift.ts';
import type { Platform } from './platform.ts';
import { type FunctionSpec, platformFunction } from './platform-function.ts';

/** Crashes and timeouts of a function. Refusals are answers, not errors. */
const functionErrorsAlarm = (scope: Construct, platform: Platform, functionName: string, bundle: string): Alarm =>
  alarm(scope, `${bundle}-errors`, platform, {
    name: `${bundle}-errors`,
    description: `${bundle} crashed or ran out of time: its log names the request, event or job. ${afterwards(platform, bundle)}`,
    metric: functionMetric(functionName, 'Errors'),
    threshold: 1,
  });

/** A function with its alarm; where new versions are shifted gradually, the alarm takes them back. */
export function watchedFunction(scope: Construct, platform: Platform, spec: FunctionSpec): LambdaFunction {
  const made = platformFunction(scope, platform.settings, spec);
  const errors = functionErrorsAlarm(scope, platform, made.functionName, spec.bundle);
  if (platform.settings.gradual) shiftGradually(made, errors);
  return made;
}

/** What becomes of what a function did not do. */
function afterwards(platform: AlarmHome, bundle: string): string {
  const [, part] = /-(events|jobs|worker)$/.exec(bundle) ?? [];
  const again = (queue: string): string =>
    `It is tried again by itself; what failed for good lies in ${queue}: ${recoverCommand(platform, `queue ${queue}`)}.`;
  if (part === 'jobs') return `${again(bundle)} A run that was missed: ${recoverCommand(platform, 'job <name>')}.`;
  if (part === 'events') return again(bundle);
  if (part === 'worker') return again(`${bundle.replace('-worker', '')}-run`);
  if (bundle === 'publisher')
    return `It is tried again by itself; what was put aside: ${recoverCommand(platform, 'events')}.`;
  return 'Whoever called was told and may repeat; nothing was given up.';
}
