import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  type CfnAlias,
  type IFunction,
  type IVersion,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';

/** Name of the alias that everybody calls where versions are shifted gradually. */
const LIVE = 'live';
/** A tenth of the calls for five minutes, then all: an alarm within them takes the tenth back. */
const CONFIG = 'CodeDeployDefault.LambdaCanary10Percent5Minutes';

/**
 * A version for each change of a function, and an alias that goes over to it gradually; when the function's alarm rises
 * meanwhile, it goes back, and so does the stack.
 */
export function shiftGradually(fn: LambdaFunction, errors: Alarm): void {
  const { application, role } = releases(Stack.of(fn));
  const home = new Construct(fn, 'Shift');
  const alias = new Alias(home, 'Live', { aliasName: LIVE, version: fn.currentVersion as IVersion });
  const group = new CfnDeploymentGroup(home, 'Group', {
    applicationName: application.ref,
    serviceRoleArn: role.roleArn,
    deploymentConfigName: CONFIG,
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    alarmConfiguration: { enabled: true, alarms: [{ name: errors.alarmName }] },
    autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
      resources: [fn.functionArn, `${fn.functionArn}:${LIVE}`],
    }),
  );
  (alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
    codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
  };
  alias.node.addDependency(group);
}

/** One for all functions of a stack. */
function releases(stack: Stack): { application: CfnApplication; role: Role } {
  const known = stack.node.tryFindChild('Releases');
  const home = known ?? new Construct(stack, 'Releases');
  if (known)
    return {
      application: known.node.findChild('Application') as CfnApplication,
      role: known.node.findChild('Role') as Role,
    };
  const role = new Role(home, 'Role', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    description: 'Moves aliases to new versions, and back',
  });
  role.addToPolicy(new PolicyStatement({ sid: 'Alarms', actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
  accept(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'CodeDeploy asks for alarms by a list, which has no resource to name.',
  );
  return { application: new CfnApplication(home, 'Application', { computePlatform: 'Lambda' }), role };
}

/** What services of the same stack call: the alias where there is one. */
export const called = (fn: LambdaFunction): IFunction =>
  (fn.node.tryFindChild('Shift')?.node.findChild('Live') as IFunction | undefined) ?? fn;

/**
 * The same for other stacks, without anything of the alias being imported: an import could neither change nor go when the
 * switch does.
 */
export const calledFrom = ({ gradual }: Pick<Settings, 'gradual'>, { functionArn, functionName }: IFunction) => ({
  arn: gradual ? `${functionArn}:${LIVE}` : functionArn,
  name: gradual ? `${functionName}:${LIVE}` : functionName,
});

/** Name of the alias in a configuration of asynchronous calls, or what stands for none. */
export const qualifierOf = ({ gradual }: Pick<Settings, 'gradual'>): string => (gradual ? LIVE : '$LATEST');
