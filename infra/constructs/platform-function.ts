import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { bundleFolder } from '../bundles.ts';
import type { Settings } from '../settings.ts';
import { type Accepted, accept } from './accept.ts';

export interface FunctionSpec {
  /** Name of the bundle. */
  readonly bundle: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Findings of the rule packs about its rights. */
  readonly accepted?: readonly Accepted[];
}

/**
 * A function with a role of its own that holds what it is given and nothing else: no managed policy, its log group and
 * traces only.
 */
export function platformFunction(scope: Construct, settings: Settings, spec: FunctionSpec): LambdaFunction {
  const home = new Construct(scope, spec.bundle);
  const functionName = `${settings.name}-${spec.bundle}`;
  const logGroup = new LogGroup(home, 'Log', {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(home, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${functionName} may do`,
  });
  role.addToPolicy(
    new PolicyStatement({
      sid: 'OwnLog',
      effect: Effect.ALLOW,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  for (const statement of spec.statements) role.addToPolicy(statement);
  const made = new LambdaFunction(home, 'Function', {
    functionName,
    description: spec.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(bundleFolder(spec.bundle), settings.sandbox ? {} : { exclude: ['*.map'] }),
    handler: 'index.handler',
    timeout: Duration.seconds(spec.timeoutSeconds),
    memorySize: spec.memoryMb,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    // Kept, so that an alias can go back to one; made only where there is an alias.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    environment: {
      POWERTOOLS_SERVICE_NAME: spec.bundle,
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_NAMESPACE: 'OpenCsp',
      ...spec.environment,
    },
  });
  accept(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'Only the two actions that send traces: X-Ray has no resources to name.',
  );
  for (const { finding, reason } of spec.accepted ?? []) accept(role, finding, reason);
  accept(
    made,
    'Serverless-LambdaDLQ',
    'Queues and streams have their own dead-letter queues; asynchronous runs go to a failure destination, which tells more.',
  );
  return made;
}

/** ARN of a resource of this account and region. */
export const localArn = (scope: Construct, service: string, resource: string): string =>
  Stack.of(scope).formatArn({ service, resource });
