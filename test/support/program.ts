import { readSchedule, type ScheduleTimes } from '../../infra/local/time/cron.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import type { JobTable } from '../../shared/contracts/jobs.ts';
import { defaultLimits, LIMIT_MAX, type LimitSettings, limitSettings } from '../../shared/contracts/limits.ts';
import type { ContextName, Route } from '../../shared/contracts/routes.ts';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import { type Dispatch, dispatcher } from '../../shared/http/dispatch.ts';
import { router } from '../../shared/http/router.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { steadySecret } from '../../shared/identity/rotation.ts';
import { aesSeal } from '../../shared/identity/seal.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { addDaysTo, type Instant, instant, startOfDay, utcDay } from '../../shared/kernel/time.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import {
  type JobFunction,
  type JobFunctions,
  runJob as runContextJob,
  workRange,
} from '../../shared/messaging/jobs.ts';
import type { RangeMessage } from '../../shared/messaging/walk/walk.ts';
import type { Walker } from '../../shared/messaging/walk/walk-range.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import {
  gatewayEvent,
  readAnswer,
  TEST_ROOT,
  type TestAnswer,
  type TestRequest,
  testCallers,
  testTokenVerifier,
} from './api.ts';
import { chance } from './chance.ts';
import { composeContexts } from './contexts.ts';
import { documentedProgram } from './documented.ts';
import { testMailer } from './mailer.ts';
import { memoryFiles, memoryIdentity, type Step } from './memory-ports.ts';
import { type MemoryTableHooks, memoryTable } from './memory-table.ts';
import type { ProgramParts, RunningContext } from './program-parts.ts';

/** Something that waits to be worked: an event for one context, or a message of a context's own queue. */
export type Delivery =
  | { readonly context: ContextName; readonly event: EventRecord }
  | { readonly context: ContextName; readonly message: unknown };

export interface ProgramOptions {
  /** Decides every id, secret and draw of the program. */
  readonly seed?: string;
  /** Where the clock begins. */
  readonly at?: string;
  readonly hooks?: MemoryTableHooks;
  /** Called before every write outside the table. */
  readonly step?: Step;
  /** Numbers of what is limited; the platform's own by default. */
  readonly limits?: LimitSettings;
  /** Writes statements; as PDF by default. */
  readonly statementOf?: ProgramParts['statementOf'];
  /** False: deliveries wait in `waiting` for whoever works them (a simulation). Default: in order, at once. */
  readonly settles?: boolean;
  /** Things of one range of what jobs walk; the platform's own number by default. */
  readonly rangeItems?: number;
}

/** For tests that call everything again and again at one moment. */
export const laxLimits: LimitSettings = limitSettings(() => LIMIT_MAX);

export interface NamedJob {
  /** `<context>.<job>` */
  readonly name: string;
  readonly context: ContextName;
  readonly schedule: string;
}

/** The whole program in one process, without HTTP: real operations, consumers and jobs on the in-memory table. */
export interface Program extends Omit<ProgramParts, 'send' | 'step'> {
  readonly contexts: readonly RunningContext[];
  readonly routes: readonly { readonly context: ContextName; readonly operationId: string; readonly route: Route }[];
  readonly jobs: readonly NamedJob[];
  readonly waiting: Delivery[];
  now(): Instant;
  /** Sets the clock without running anything. */
  setClock(at: string): void;
  request(request: TestRequest): Promise<TestAnswer>;
  /** Works one delivery. @throws what the consumer throws. */
  deliver(delivery: Delivery): Promise<void>;
  /** Works all deliveries, and those that they cause, in order. */
  settle(): Promise<void>;
  /** Runs one job, named `job` or `context.job`, at its own time (default: now), and settles. */
  runJob(name: string, at?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Moves the clock forward; jobs fire on the way, each at its own time. `daily`: hourly ones once a day. */
  moveTo(at: string, options?: { daily?: boolean }): Promise<readonly { job: string; at: Instant; result: unknown }[]>;
}

export async function createProgram(options: ProgramOptions = {}): Promise<Program> {
  const draws = chance(options.seed ?? 'program');
  const waiting: Delivery[] = [];
  let now = instant(options.at ?? '2026-01-01T00:00:00Z');
  const step = options.step ?? (() => {});
  const hooks: MemoryTableHooks = {
    ...options.hooks,
    afterWrite(writes, stored) {
      for (const item of stored) for (const event of eventsOf(item)) waiting.push(...deliveriesOf(contexts, event));
      return options.hooks?.afterWrite?.(writes, stored);
    },
  };
  const parts: ProgramParts = {
    table: memoryTable(hooks),
    files: memoryFiles(step),
    identity: memoryIdentity(step),
    mailer: testMailer(),
    chance: draws,
    observability: silentObservability(),
    step,
    statementOf: options.statementOf,
    send: (context, message) => void waiting.push({ context, message }),
  };
  const contexts = composeContexts(parts);
  const dispatchers = new Map(
    contexts.map((context) => [context.context, dispatcherOf(context, parts, options.limits)]),
  );
  const find = finder(contexts);
  const settles = options.settles ?? true;

  const deliver = (delivery: Delivery): Promise<void> => {
    const context = contextNamed(contexts, delivery.context);
    return work(context, delivery, { receivedAt: now, walker: walkerOf(context) });
  };
  const settle = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await deliver(next);
  };
  const runJob: Program['runJob'] = async (name, at = now) => {
    const { context, job } = jobNamed(contexts, name);
    const walked = context.jobFunctions[job] as JobFunction<unknown>;
    const result = await runContextJob(walked, { job, scheduledAt: at }, walkerOf(context), context.deps);
    if (settles) await settle();
    return result;
  };
  const walkerOf = ({ context }: RunningContext): Walker => ({
    context,
    table: parts.table,
    log: parts.observability.log,
    queue: { send: async (messages) => void waiting.push(...messages.map((message) => ({ context, message }))) },
    mayGoOn: () => true,
    ...(options.rangeItems !== undefined && { rangeItems: options.rangeItems }),
  });
  const jobs = contexts.flatMap(({ context, jobs: table }) =>
    Object.entries(table.jobs).map(([job, { schedule }]) => ({ name: `${context}.${job}`, context, schedule })),
  );
  return {
    ...parts,
    contexts,
    routes: contexts.flatMap(({ context, routes }) =>
      Object.entries(routes.routes).map(([operationId, route]) => ({ context, operationId, route })),
    ),
    jobs,
    waiting,
    now: () => now,
    setClock: (at) => {
      now = instant(at);
    },
    async request(request) {
      const event = gatewayEvent(request, now);
      const { method = 'GET' } = request;
      const { context, route } = find(method, event.rawPath);
      const answer = readAnswer(await dispatchers.get(context)!(event));
      if (settles) await settle();
      if (route) documentedProgram().check({ ...route, method: method === 'HEAD' ? 'HEAD' : route.method }, answer);
      return answer;
    },
    deliver,
    settle,
    runJob,
    async moveTo(to, { daily = false } = {}) {
      const until = instant(to);
      const ran: { job: string; at: Instant; result: unknown }[] = [];
      for (const { job, at } of firings(jobs, now, until, daily)) {
        now = at;
        ran.push({ job, at, result: await runJob(job, at) });
      }
      now = until > now ? until : now;
      return ran;
    },
  };
}

function dispatcherOf(context: RunningContext, parts: ProgramParts, limits: LimitSettings = defaultLimits): Dispatch {
  const { table, observability } = parts;
  const records = accessRecords(table);
  return dispatcher(context.routes, context.operations as never, context.deps as never, {
    table,
    root: TEST_ROOT,
    seal: aesSeal(steadySecret('the secret of answers in tests'), 'stored answer'),
    records,
    callers: testCallers(records),
    tokens: testTokenVerifier,
    mfaRequired: true,
    limits,
    checkAnswers: true,
    newId: parts.chance.fork(context.context).id,
    observability,
  });
}

interface Addressed {
  readonly context: ContextName;
  readonly route?: Route;
}

/** Which context answers a path, and with which route; what none knows goes to the first, as the edge would answer it. */
function finder(contexts: readonly RunningContext[]): (method: string, path: string) => Addressed {
  const ways = contexts.map(({ context, routes }) => ({ context, routes: routes.routes, way: router(routes.routes) }));
  return (method, path) => {
    for (const { context, routes, way } of ways) {
      const found = unlessUndecodable(() => way.find(method, path));
      if (found) return { context, route: routes[found.operationId]! };
    }
    const { context } = ways.find(({ way }) => unlessUndecodable(() => way.methods(path).length > 0)) ?? ways[0]!;
    return { context };
  };
}

/** A path that cannot be decoded matches nothing. */
function unlessUndecodable<T>(found: () => T): T | undefined {
  try {
    return found();
  } catch {
    return undefined;
  }
}

const deliveriesOf = (contexts: readonly RunningContext[], event: EventRecord): Delivery[] =>
  contexts
    .filter(({ consumers }) =>
      Object.values(consumers.consumers).some(({ on }) =>
        on.some(({ type, version }) => type === event.type && version === event.version),
      ),
    )
    .map(({ context }) => ({ context, event: JSON.parse(JSON.stringify(event)) as EventRecord }));

async function work(
  context: RunningContext,
  delivery: Delivery,
  { receivedAt, walker }: { receivedAt: Instant; walker: Walker },
): Promise<void> {
  if ('event' in delivery) {
    const { consumers, consumerFunctions, deps } = context;
    await dispatchEvent(consumers, consumerFunctions as never, delivery.event, deps, { receivedAt });
    return;
  }
  if (isRange(delivery.message)) {
    const { jobs, jobFunctions, deps } = context;
    const functions = jobFunctions as JobFunctions<JobTable, { table: Table }>;
    await workRange(delivery.message, { jobs, functions, deps: deps as { table: Table }, walker });
    return;
  }
  invariant(context.work, `${context.context} has a worker`);
  await context.work(delivery.message);
}

/** A range of what a job walks; what else lies on a context's queue names no job. */
const isRange = (message: unknown): message is RangeMessage =>
  typeof message === 'object' && message !== null && 'job' in message;

const contextNamed = (contexts: readonly RunningContext[], name: ContextName): RunningContext => {
  const found = contexts.find(({ context }) => context === name);
  invariant(found, `there is a context ${name}`);
  return found;
};

function jobNamed(contexts: readonly RunningContext[], name: string): { context: RunningContext; job: string } {
  for (const context of contexts)
    for (const job of Object.keys(context.jobs.jobs))
      if (name === job || name === `${context.context}.${job}`) return { context, job };
  invariant(false, `there is a job ${name}`);
}

/** When which job fires after `from` until `to`, in order; jobs that fire at the same time in the order of the manifests. */
export function firings(
  jobs: readonly NamedJob[],
  from: Instant,
  to: Instant,
  daily = false,
): { job: string; at: Instant }[] {
  return jobs
    .flatMap(({ name, schedule }) => timesOf(schedule, from, to, daily).map((at) => ({ job: name, at })))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function timesOf(schedule: string, from: Instant, to: Instant, daily: boolean): Instant[] {
  const times = scheduleOf(schedule, from);
  const fired: Instant[] = [];
  let next = times.next(new Date(from));
  while (next && next <= new Date(to)) {
    const at = instant(next);
    fired.push(at);
    const tomorrow = addDaysTo(startOfDay(utcDay(at)), 1);
    next = times.next(daily ? new Date(Date.parse(tomorrow) - 1) : next);
  }
  return fired;
}

const crons = new Map<string, ScheduleTimes>();
/** Only a rate counts from somewhere; every other schedule is read once. */
function scheduleOf(schedule: string, from: Instant): ScheduleTimes {
  if (!schedule.startsWith('cron')) return readSchedule(schedule, new Date(from));
  const known = crons.get(schedule) ?? readSchedule(schedule, new Date(from));
  crons.set(schedule, known);
  return known;
}
