import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ContextJobs, JobTable } from '../../shared/contracts/jobs.ts';
import { called, qualifierOf } from './gradual-shift.ts';
import type { Platform } from './platform.ts';
import { deadLetterQueue } from './queues.ts';

/** Filled in by the scheduler: the time a run was due, not the time it came. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** Schedules of a context's jobs; each hands its `jobs` function the job's name and its own time. */
export function scheduledJobs(
  scope: Construct,
  platform: Platform,
  table: ContextJobs<JobTable>,
  runner: LambdaFunction,
): { dead: Queue } {
  const home = new Construct(scope, 'Jobs');
  const name = `${platform.settings.name}-${table.context}`;
  const dead = deadLetterQueue(home, platform, `${table.context}-jobs`);
  const role = invokerRole(home, runner, dead);
  const group = new CfnScheduleGroup(home, 'Group', { name });
  for (const [job, { schedule, summary }] of Object.entries(table.jobs))
    new CfnSchedule(home, job, {
      name: job,
      groupName: group.ref,
      description: summary.slice(0, 512),
      scheduleExpression: schedule,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: called(runner).functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ job, scheduledAt: SCHEDULED_TIME }),
        retryPolicy: { maximumRetryAttempts: 20, maximumEventAgeInSeconds: 6 * 3600 },
        deadLetterConfig: { arn: dead.queueArn },
      },
    });
  afterFailure(home, platform, runner, dead);
  return { dead };
}

function invokerRole(scope: Construct, runner: LambdaFunction, dead: Queue): Role {
  const role = new Role(scope, 'Invoker', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    description: `Lets the scheduler start ${runner.functionName}`,
  });
  const { functionArn } = called(runner);
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [dead.queueArn] }));
  return role;
}

/** The scheduler starts functions asynchronously: a run that failed twice again is kept with its error. */
function afterFailure(scope: Construct, { settings }: Platform, runner: LambdaFunction, dead: Queue): void {
  runner.addToRolePolicy(
    new PolicyStatement({ sid: 'FailedRuns', actions: ['sqs:SendMessage'], resources: [dead.queueArn] }),
  );
  const config = new CfnEventInvokeConfig(scope, 'AfterFailure', {
    functionName: runner.functionName,
    qualifier: qualifierOf(settings),
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: 6 * 3600,
    destinationConfig: { onFailure: { destination: dead.queueArn } },
  });
  config.node.addDependency(called(runner));
}
