import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundles, hasEntry } from '../bundles.ts';
import type { ContextManifests } from '../manifests.ts';
import { VIEWER_ADDRESS_HEADER } from '../settings.ts';
import type { Accepted } from './accept.ts';
import { eventConsumer, readQueue } from './event-consumer.ts';
import { watchedFunction } from './function-alarms.ts';
import { sendStatement } from './permissions.ts';
import type { Platform } from './platform.ts';
import { workQueue } from './queues.ts';
import { scheduledJobs } from './scheduled-jobs.ts';
import { jobNoteStatement, seenNoteStatement, tableStatements } from './table-access.ts';

/** What a context's functions have besides the table. */
export interface Extras {
  readonly environment?: Readonly<Record<string, string>>;
  readonly statements?: readonly PolicyStatement[];
  readonly accepted?: readonly Accepted[];
}
export interface ContextExtras {
  readonly api?: Extras;
  readonly events?: Extras;
  readonly jobs?: Extras;
}
export interface ContextFunctions {
  readonly api?: LambdaFunction;
  readonly events?: LambdaFunction;
  readonly jobs?: LambdaFunction;
  readonly queues: readonly Queue[];
}

/** How callers are known: the same for every API function. */
export interface IssuerSettings {
  readonly issuer: string;
  readonly signInClientId: string;
}

/** Below the 30 seconds after which the gateway answers by itself. */
export const API_SECONDS = 29;
const EVENTS_SECONDS = 60;
/** A range takes seconds; what it has no time for goes back to its queue. */
const JOBS_SECONDS = 300;
/** Ranges that are worked at once, where others than the table set the pace: the issuer deletes 25 users a second. */
const RANGE_WORKERS_MAX: Readonly<Record<string, number>> = { tenancy: 2, notifications: 4 };

export const isBuilt = (name: string): boolean => {
  const bundle = bundles.find((known) => known.name === name);
  return bundle !== undefined && hasEntry(bundle);
};

export interface ContextFunctionSpec extends Extras {
  readonly bundle: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** It writes nothing. */
  readonly readOnly?: boolean;
}

/** A function of a context: its own keys of the table, and what it is given besides. */
export function contextFunction(
  scope: Construct,
  platform: Platform,
  { context }: Pick<ContextManifests, 'context'>,
  { environment = {}, statements = [], readOnly = false, ...spec }: ContextFunctionSpec,
): LambdaFunction {
  return watchedFunction(scope, platform, {
    ...spec,
    environment: { TABLE_NAME: platform.table.name, API_ROOT: platform.api.root, ...environment },
    statements: [...tableStatements(platform.table, context, { readOnly }), ...statements],
  });
}

/** What every API function is told about tokens. */
export const apiEnvironment = (
  { settings }: Platform,
  { issuer, signInClientId }: IssuerSettings,
): Record<string, string> => ({
  ISSUER: issuer,
  SIGN_IN_CLIENT_ID: signInClientId,
  MFA_REQUIRED: String(settings.mfaRequired),
  // The pool asks everybody for a second factor, or nobody; a sandbox counts its sign-in as one.
  MFA_ENFORCED_BY_ISSUER: String(settings.mfaRequired || settings.sandbox),
  BOUND_APPLICATIONS: String(settings.boundApplications),
  // Empty: there is no front, and nobody is believed.
  VIEWER_ADDRESS_HEADER: settings.front ? VIEWER_ADDRESS_HEADER : '',
  API_LIMITS: JSON.stringify(settings.limits),
});

/** The three functions of a context, as far as its manifests need them. */
export function contextFunctions(
  scope: Construct,
  platform: Platform,
  manifests: ContextManifests,
  issuer: IssuerSettings,
  extras: ContextExtras = {},
): ContextFunctions {
  const { context } = manifests;
  const made: { api?: LambdaFunction; events?: LambdaFunction; jobs?: LambdaFunction } = {};
  const queues: Queue[] = [];
  if (isBuilt(`${context}-api`))
    made.api = contextFunction(scope, platform, manifests, {
      bundle: `${context}-api`,
      description: `The API of ${context}`,
      timeoutSeconds: API_SECONDS,
      memoryMb: 1024,
      ...extras.api,
      environment: { ...apiEnvironment(platform, issuer), ...extras.api?.environment },
      statements: [seenNoteStatement(platform.table), ...(extras.api?.statements ?? [])],
    });
  if (Object.keys(manifests.consumers.consumers).length > 0 && isBuilt(`${context}-events`)) {
    made.events = contextFunction(scope, platform, manifests, {
      bundle: `${context}-events`,
      description: `What ${context} does on events of other contexts`,
      timeoutSeconds: EVENTS_SECONDS,
      memoryMb: 512,
      ...extras.events,
    });
    const consumer = { function: made.events, timeoutSeconds: EVENTS_SECONDS };
    queues.push(eventConsumer(scope, platform, manifests.consumers, consumer).dead);
  }
  if (Object.keys(manifests.jobs.jobs).length > 0 && isBuilt(`${context}-jobs`)) {
    const ranges = new Construct(scope, 'Ranges');
    const { queue, dead } = workQueue(ranges, platform, {
      name: `${context}-ranges`,
      visibilitySeconds: JOBS_SECONDS * 6,
    });
    made.jobs = contextFunction(scope, platform, manifests, {
      bundle: `${context}-jobs`,
      description: `Scheduled work of ${context}, and ranges of what it finds due`,
      timeoutSeconds: JOBS_SECONDS,
      memoryMb: 1024,
      ...extras.jobs,
      environment: { RANGE_QUEUE_URL: queue.queueUrl, ...extras.jobs?.environment },
      statements: [
        jobNoteStatement(platform.table),
        sendStatement('RangeQueue', queue.queueArn),
        ...(extras.jobs?.statements ?? []),
      ],
    });
    readQueue(ranges, queue, made.jobs, { batchSize: 1, concurrencyMax: RANGE_WORKERS_MAX[context] ?? 16 });
    queues.push(scheduledJobs(scope, platform, manifests.jobs, made.jobs).dead, dead);
  }
  return { ...made, queues };
}
