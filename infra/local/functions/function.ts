import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Deployment, type Resource, region } from '../template/deployment.ts';
import { secretOf } from './secret.ts';

/** A function of the template, ready to run. */
export type LocalFunction = {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly entry: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memorySize: number;
  readonly concurrencyMax: number;
  readonly environment: Readonly<Record<string, string>>;
  /** How often an asynchronous invocation is tried, and who hears when all tries failed. */
  readonly attemptsMax: number;
  readonly onFailure: string | undefined;
};

type FunctionProperties = {
  Handler?: string;
  Role?: string;
  Timeout?: number;
  MemorySize?: number;
  ReservedConcurrentExecutions?: number;
  Layers?: unknown;
  PackageType?: string;
  Environment?: { Variables?: Record<string, unknown> };
};
type InvokeConfig = {
  FunctionName?: string;
  MaximumRetryAttempts?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
};

/**
 * Environments of one function at most. Each loads and warms the function's code for itself, so more of them than there are
 * cores only take time from each other; with one alone nothing would ever run at the same time.
 */
const workersMax = Math.min(4, Math.max(2, availableParallelism()));

/**
 * The functions of a deployment by name. Each gets only the environment of the template and what Lambda itself sets;
 * its access key id is its name, by which the door knows it.
 */
export function readFunctions(
  deployment: Deployment,
  { door, mend }: { door: string; mend: (value: string) => string },
): Map<string, LocalFunction> {
  const invokeConfigs = deployment
    .ofType('AWS::Lambda::EventInvokeConfig')
    .map(({ properties }) => properties as InvokeConfig);
  return new Map(
    deployment.ofType('AWS::Lambda::Function').map((resource) => {
      const invokeConfig = invokeConfigs.find(
        ({ FunctionName }) => FunctionName === resource.name || FunctionName === resource.arn,
      );
      return [resource.name, readFunction(deployment, resource, invokeConfig, { door, mend })];
    }),
  );
}

function readFunction(
  deployment: Deployment,
  resource: Resource,
  invokeConfig: InvokeConfig | undefined,
  { door, mend }: { door: string; mend: (value: string) => string },
): LocalFunction {
  const properties = resource.properties as FunctionProperties;
  if (properties.Layers || properties.PackageType === 'Image') {
    throw new Error(`the local runtime runs plain bundles, and ${resource.logicalId} has layers or is an image`);
  }
  const { Handler = 'index.handler', Timeout = 3, MemorySize = 128, ReservedConcurrentExecutions } = properties;
  const [module = 'index', exportName = 'handler'] = Handler.split('.');
  const variables = Object.entries(properties.Environment?.Variables ?? {});
  return {
    name: resource.name,
    arn: resource.arn,
    roleArn: properties.Role ?? '',
    entry: join(deployment.codeFolder(resource), `${module}.mjs`),
    exportName,
    timeoutMs: Timeout * 1000,
    memorySize: MemorySize,
    concurrencyMax: Math.min(workersMax, ReservedConcurrentExecutions ?? workersMax),
    attemptsMax: 1 + (invokeConfig?.MaximumRetryAttempts ?? 2),
    onFailure: invokeConfig?.DestinationConfig?.OnFailure?.Destination,
    environment: {
      ...Object.fromEntries(variables.map(([key, value]) => [key, mend(String(value))])),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: door,
      AWS_ACCESS_KEY_ID: resource.name,
      AWS_SECRET_ACCESS_KEY: secretOf(resource.name),
      AWS_LAMBDA_FUNCTION_NAME: resource.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      // Nothing here listens to traces.
      POWERTOOLS_TRACE_ENABLED: 'false',
      NODE_OPTIONS: '--enable-source-maps',
      TZ: ':UTC',
      LOCAL_SANDBOX: 'true',
    },
  };
}
