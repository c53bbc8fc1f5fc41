import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Usage } from '../control/usage.ts';
import type { Invoker } from '../functions/invoker.ts';
import { BodyTooLargeError, readBody } from '../net/backend.ts';
import { type LocalServer, sendJson } from '../net/server.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import { readAnswer, sendAnswer, toEvent } from './payload.ts';
import { type Route, routeSelector } from './routes.ts';

/** What Lambda takes as one event; the gateway itself refuses more. */
const bodyBytesMax = 6 * 1024 * 1024;
/** An HTTP API waits no longer for a function. */
const patienceMs = 30_000;

type Target = { functionName: string };

/** Serves the deployment's HTTP API. Requests are stamped with the runtime's clock, `now`. */
export function serveGateway(
  server: LocalServer,
  deployment: Deployment,
  { invoker, usage, now }: { invoker: Invoker; usage: Usage; now: () => Date },
): void {
  const [api, another] = deployment.ofType('AWS::ApiGatewayV2::Api');
  if (another) throw new Error(`the local runtime serves one HTTP API, and the template has ${another.logicalId} too`);
  const select = routeSelector(readRoutes(deployment));
  server.handle(async (request, response) => {
    const selected = select(request.method ?? 'GET', (request.url ?? '/').replace(/\?.*$/s, ''));
    if (!selected || !api) return sendJson(response, 404, { message: 'Not Found' });
    const body = await readWithin(request, response);
    if (!body) return;
    const { route, pathParameters } = selected;
    usage.count({ service: 'apigateway', fn: route.target.functionName, action: 'request', units: { requests: 1 } });
    const event = toEvent(request, body, { routeKey: route.key, pathParameters, apiId: api.ref, now: now() });
    const outcome = await within(patienceMs, invoker.invoke(route.target.functionName, event));
    if (!outcome) return sendJson(response, 503, { message: 'Service Unavailable' });
    const answer = outcome.error ? undefined : readAnswer(outcome.payload);
    if (answer) return sendAnswer(response, answer, event.requestContext.requestId);
    if (!outcome.error) {
      process.stderr.write(
        `function ${route.target.functionName} gave no answer for ${route.key}: ${preview(outcome.payload)}\n`,
      );
    }
    sendJson(response, 500, { message: 'Internal Server Error' });
  });
}

async function readWithin(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  try {
    return await readBody(request, bodyBytesMax);
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    // What is still under way is not read: the connection ends with the answer.
    response.setHeader('connection', 'close');
    sendJson(response, 413, { message: 'Request Too Long' });
    response.once('finish', () => setTimeout(() => request.destroy(), 100).unref());
    return undefined;
  }
}

function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, undefined);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const preview = (payload: unknown) => (JSON.stringify(payload) ?? 'nothing').slice(0, 200);

type RouteProperties = { RouteKey: string; Target?: string; AuthorizationType?: string };
type IntegrationProperties = { IntegrationType: string; IntegrationUri?: string; PayloadFormatVersion?: string };

function readRoutes(deployment: Deployment): Route<Target>[] {
  const integrations = new Map(
    deployment.ofType('AWS::ApiGatewayV2::Integration').map((resource) => [resource.ref, resource]),
  );
  const permitted = deployment
    .ofType('AWS::Lambda::Permission')
    .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com');
  return deployment.ofType('AWS::ApiGatewayV2::Route').map(({ logicalId, properties }) => {
    const { RouteKey, Target = '', AuthorizationType = 'NONE' } = properties as RouteProperties;
    if (AuthorizationType !== 'NONE')
      throw new Error(`route ${RouteKey} has an authorizer, which the local runtime does not run`);
    const integration = integrations.get(Target.replace(/^integrations\//, ''));
    if (!integration) throw new Error(`route ${RouteKey} (${logicalId}) has no integration`);
    return { key: RouteKey, target: readTarget(deployment, integration, permitted) };
  });
}

function readTarget(
  deployment: Deployment,
  { logicalId, properties }: Resource,
  permitted: readonly Resource[],
): Target {
  const { IntegrationType, IntegrationUri = '', PayloadFormatVersion } = properties as IntegrationProperties;
  const arn = /arn:aws:lambda:[^/]+/.exec(IntegrationUri)?.[0] ?? '';
  const fn = deployment.byArn(arn);
  if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0' || !fn) {
    throw new Error(
      `the local runtime does not know an integration like ${logicalId}; it knows AWS_PROXY with payload 2.0`,
    );
  }
  if (
    !permitted.some(
      ({ properties: permission }) => permission.FunctionName === fn.arn || permission.FunctionName === fn.name,
    )
  ) {
    throw new Error(`no permission lets the gateway call ${fn.name} (${fn.logicalId})`);
  }
  return { functionName: fn.name };
}
