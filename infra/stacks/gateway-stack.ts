import { CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type App, Aws, CfnOutput, type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { accept } from '../constructs/accept.ts';
import { burstAlarms } from '../constructs/burst-alarms.ts';
import { isBuilt } from '../constructs/context-functions.ts';
import { dashboard } from '../constructs/dashboard.ts';
import { watchedFunction } from '../constructs/function-alarms.ts';
import { gatewayAlarm } from '../constructs/gateway-alarm.ts';
import { gatewayRoutes } from '../constructs/gateway-routes.ts';
import { called, calledFrom } from '../constructs/gradual-shift.ts';
import type { Platform } from '../constructs/platform.ts';
import { localArn } from '../constructs/platform-function.ts';
import type { Api } from '../manifests.ts';
import { ORIGIN_SECRET_HEADER, stackName } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** Requests a second that the API takes, and how many at once on top; the gateway answers 429 beyond. */
const THROTTLE = { throttlingRateLimit: 1000, throttlingBurstLimit: 2000 };

/**
 * One line for each request: who asked, what was answered, and how long it took. Never a token or a body, and so the
 * route and not the path, which holds the token of an invitation or of a link to set a password.
 */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
});

/** What no manifest has. Of these only a variable still tells the edge of a path that ends at an encoded question mark. */
export const EDGE_ROUTES = ['ANY /{proxy+}', '$default'] as const;

/** Routes, edge and dashboard. It refers to every other stack, and none refers to it. */
export function gatewayStack(
  app: App,
  platform: Platform,
  apis: readonly Api[],
  functions: ReadonlyMap<Api['api'], IFunction>,
): Stack {
  const { settings, api } = platform;
  const stack = new Stack(
    app,
    stackName(settings, 'gateway'),
    stackProps(settings, 'gateway', 'Routes of the API, edge, dashboard'),
  );
  const log = accessLog(stack, platform);
  burstAlarms(stack, platform, log);
  const guard =
    platform.originSecretArn === undefined ? undefined : originGuard(stack, platform, platform.originSecretArn);
  const integrations = new Map(
    [...functions].map(([api, target]) => [api, integration(stack, platform, api, target)] as const),
  );
  accept(
    stack,
    'AwsSolutions-APIG4',
    'Tokens are checked by the dispatcher, from the same manifest as the route: a gateway authorizer would refuse in a shape that clients do not know.',
  );
  const known = gatewayRoutes(apis).map(({ key, api: name }) => ({ key, to: integrations.get(name) }));
  const toEdge = isBuilt('edge') ? edgeIntegration(stack, platform, functions) : undefined;
  const routes = [...known, ...EDGE_ROUTES.map((key) => ({ key, to: toEdge }))].flatMap(({ key, to }) =>
    to ? [route(stack, platform, { key, to, guard })] : [],
  );
  oneAfterAnother([...integrations.values(), ...(toEdge ? [toEdge] : []), ...routes, stage(stack, platform, log)]);
  gatewayAlarm(stack, platform);
  dashboard(stack, platform);
  new CfnOutput(stack, 'ApiRoot', { value: api.root });
  new CfnOutput(stack, 'FrontOrigin', { value: `${api.id}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}` });
  return stack;
}

/**
 * Every change of an integration or a route deploys the stage anew, and while it does, the gateway refuses the next change
 * as a conflict. So there is one change at a time, and the stage comes last: a first deployment deploys it once.
 */
function oneAfterAnother(resources: readonly CfnResource[]): void {
  resources.reduce((before, resource) => {
    resource.addResourceDependency(before);
    return resource;
  });
}

/** The log of all requests. */
const accessLog = (stack: Stack, { settings }: Platform): LogGroup =>
  new LogGroup(stack, 'AccessLog', {
    logGroupName: `/aws/apigateway/${settings.name}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });

const stage = (stack: Stack, { api }: Platform, log: LogGroup): CfnStage =>
  new CfnStage(stack, 'Stage', {
    apiId: api.id,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destinationArn: log.logGroupArn, format: ACCESS_LOG },
    defaultRouteSettings: THROTTLE,
  });

function integration(
  stack: Stack,
  { settings, api }: Platform,
  name: string,
  target: IFunction,
  alias?: IFunction,
): CfnIntegration {
  const permission = new CfnPermission(stack, `${name}-permission`, {
    action: 'lambda:InvokeFunction',
    functionName: calledFrom(settings, target).name,
    principal: 'apigateway.amazonaws.com',
    sourceArn: localArn(stack, 'execute-api', `${api.id}/*`),
    sourceAccount: Aws.ACCOUNT_ID,
  });
  if (alias) permission.node.addDependency(alias);
  const made = new CfnIntegration(stack, `${name}-integration`, {
    apiId: api.id,
    integrationType: 'AWS_PROXY',
    integrationUri: calledFrom(settings, target).arn,
    payloadFormatVersion: '2.0',
    timeoutInMillis: 30_000,
  });
  // No call before it is allowed: an integration may go over to another function, or to its alias.
  made.addResourceDependency(permission);
  return made;
}

interface Route {
  readonly key: string;
  readonly to: CfnIntegration;
  readonly guard: CfnAuthorizer | undefined;
}

const route = (stack: Stack, { api }: Platform, { key, to, guard }: Route): CfnRoute =>
  new CfnRoute(stack, `route ${key.replaceAll('/', '.')}`, {
    apiId: api.id,
    routeKey: key,
    ...(guard ? { authorizationType: 'CUSTOM', authorizerId: guard.ref } : { authorizationType: 'NONE' }),
    target: `integrations/${to.ref}`,
  });

/** Closes the gateway's own address: what does not come through the front is refused before any function is called. */
function originGuard(stack: Stack, platform: Platform, secretArn: string): CfnAuthorizer {
  const made = watchedFunction(stack, platform, {
    bundle: 'origin-authorizer',
    description: 'Lets in what comes through the front',
    timeoutSeconds: 5,
    memoryMb: 256,
    environment: { ORIGIN_SECRET: secretArn },
    statements: [
      new PolicyStatement({
        sid: 'OriginSecret',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [secretArn],
      }),
    ],
  });
  const target = called(made);
  const guard = new CfnAuthorizer(stack, 'OriginGuard', {
    apiId: platform.api.id,
    name: 'origin',
    authorizerType: 'REQUEST',
    authorizerUri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${target.functionArn}/invocations`,
    authorizerPayloadFormatVersion: '2.0',
    enableSimpleResponses: true,
    identitySource: [`$request.header.${ORIGIN_SECRET_HEADER}`],
    authorizerResultTtlInSeconds: 300,
  });
  new CfnPermission(stack, 'origin-permission', {
    action: 'lambda:InvokeFunction',
    functionName: target.functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: localArn(stack, 'execute-api', `${platform.api.id}/authorizers/${guard.ref}`),
    sourceAccount: Aws.ACCOUNT_ID,
  });
  return guard;
}

function edgeIntegration(stack: Stack, platform: Platform, functions: ReadonlyMap<Api['api'], IFunction>) {
  const made = edge(stack, platform, functions);
  return integration(stack, platform, 'edge', made, called(made));
}

function edge(stack: Stack, platform: Platform, functions: ReadonlyMap<Api['api'], IFunction>) {
  const targets = [...functions].map(([api, fn]) => [api, calledFrom(platform.settings, fn)] as const);
  const names = Object.fromEntries(targets.map(([api, { name }]) => [api, name]));
  const made = watchedFunction(stack, platform, {
    bundle: 'edge',
    description: 'Mends case and slashes, serves the reference, answers what no function knows',
    timeoutSeconds: 29,
    memoryMb: 512,
    environment: { API_FUNCTIONS: stack.toJsonString(names), API_LIMITS: JSON.stringify(platform.settings.limits) },
    statements:
      functions.size === 0
        ? []
        : [
            new PolicyStatement({
              sid: 'Apis',
              actions: ['lambda:InvokeFunction'],
              resources: targets.map(([, { arn }]) => arn),
            }),
          ],
  });
  return made;
}
