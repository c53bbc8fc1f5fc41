/**
 * The template's schedules on the runtime's clock. They fire by themselves when their time comes, and one after the other
 * when the clock is moved: at its own time each, and the next only when everything the last one caused is done.
 */
import type { Usage } from '../control/usage.ts';
import type { Invoker } from '../functions/invoker.ts';
import type { State } from '../state/state.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import { readSchedule, type ScheduleTimes } from './cron.ts';

type Schedule = {
  job: string;
  functionName: string;
  input: string;
  times: ScheduleTimes;
};
type Firing = { schedule: Schedule; at: Date };
/** A job that ran: when it was due and what its function returned. */
export type JobRun = { job: string; at: string; result: unknown };

/**
 * `day`: of each day of the calendar a schedule's first time; `week`: its first time, and then the first a week later;
 * `month`: the first thirty days later.
 */
export const STEP_DAYS = { day: 1, week: 7, month: 30 } as const;
export type Step = keyof typeof STEP_DAYS;

export type Scheduler = {
  /** Moves the clock to `to` and fires what is due on the way; with a step each schedule at most once in it. */
  advance(to: Date, step?: Step): Promise<JobRun[]>;
  /** Fires what is due by now and waits until all that it causes is done. */
  settle(): Promise<void>;
  stop(): void;
};

type Options = {
  clock: Clock;
  invoker: Invoker;
  activity: Activity;
  usage: Usage;
  state: State;
};

/** How far the schedules were fired: all up to `until`, and of those due at `at` the jobs named. */
type Fired = { readonly until: string; readonly at?: string; readonly jobs?: readonly string[] };

const lookEveryMs = 1000;
const dayMs = 86_400_000;
const startOfDay = (at: Date) => Math.floor(at.getTime() / dayMs) * dayMs;
/** The earliest that a schedule fires again within a move of the clock. */
const againFrom = (firedAt: Date, step: Step | undefined): number =>
  step ? startOfDay(firedAt) + STEP_DAYS[step] * dayMs : 0;

/** What was due between two runs, or was running when one ended, is fired at the next start. */
export function startScheduler(deployment: Deployment, options: Options): Scheduler {
  const { clock, activity, state } = options;
  const start = new Date(state.get<string>('schedules since') ?? clock.now());
  state.set('schedules since', start.toISOString());
  const schedules = deployment
    .ofType('AWS::Scheduler::Schedule')
    .flatMap((resource) => readOne(deployment, resource, start));
  const { until = clock.now().toISOString(), ...rest } = state.get<Partial<Fired>>('fired') ?? {};
  let fired: Fired = { until, ...rest };
  const keep = (now: Fired) => {
    state.set('fired', now);
    fired = now;
  };
  keep(fired);
  /** Several jobs may be due at one instant; who is killed between two of them fires the others later. */
  const isFired = ({ schedule, at }: Firing) =>
    at.toISOString() === fired.at && (fired.jobs ?? []).includes(schedule.job);
  const keepFired = ({ schedule, at }: Firing) => {
    const instant = at.toISOString();
    const before = instant === fired.at ? fired : { until: fired.at ?? fired.until, jobs: [] };
    keep({ until: before.until, at: instant, jobs: [...(before.jobs ?? []), schedule.job] });
  };
  let isStopped = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** Real time and control requests take turns, so that nothing fires twice. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const run = async (to: Date, step: Step | undefined): Promise<JobRun[]> => {
    const ran: JobRun[] = [];
    for (const firing of firingsBetween(schedules, { after: new Date(fired.until), to, step })) {
      if (isFired(firing)) continue;
      const { schedule, at } = firing;
      clock.moveTo(at);
      const result = await fire(schedule, at, options);
      await activity.idle();
      if (isStopped) return ran;
      keepFired(firing);
      ran.push({ job: schedule.job, at: at.toISOString(), result });
    }
    if (to.toISOString() > fired.until) keep({ until: to.toISOString() });
    clock.moveTo(to);
    return ran;
  };
  /** What was missed for long runs as it would with the clock moved there: hourly work once a day. */
  const runDue = () => {
    const now = clock.now();
    return run(now, now.getTime() - Date.parse(fired.until) > dayMs ? 'day' : undefined);
  };
  const timer = setInterval(() => {
    const now = clock.now();
    const isDue = schedules.some(({ times }) => (times.next(new Date(fired.until)) ?? now) < now);
    if (isDue) inTurn(runDue).catch((error) => process.stderr.write(`local runtime: a schedule broke: ${error}\n`));
  }, lookEveryMs);
  timer.unref();
  return {
    advance: (to, step) =>
      inTurn(async () => {
        const ran = await run(to, step);
        await activity.idle();
        return ran;
      }),
    settle: () =>
      inTurn(async () => {
        await runDue();
        await activity.idle();
      }),
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

type ScheduleProperties = {
  ScheduleExpression: string;
  ScheduleExpressionTimezone?: string;
  State?: string;
  Target: { Arn: string; Input?: string };
};

function readOne(deployment: Deployment, { name, logicalId, properties }: Resource, start: Date): Schedule[] {
  const {
    ScheduleExpression,
    ScheduleExpressionTimezone = 'UTC',
    State = 'ENABLED',
    Target,
  } = properties as ScheduleProperties;
  const fn = deployment.byArn(Target.Arn);
  if (fn?.type !== 'AWS::Lambda::Function')
    throw new Error(`schedule ${logicalId} has the target ${Target.Arn}; the local runtime calls functions only`);
  if (!/^(Etc\/)?UTC$/.test(ScheduleExpressionTimezone)) throw new Error(`schedule ${logicalId} is not in UTC`);
  const times = readSchedule(ScheduleExpression, start);
  if (State !== 'ENABLED') return [];
  return [
    {
      job: name,
      functionName: fn.name,
      input: Target.Input ?? '{}',
      times,
    },
  ];
}

/** The firings in (after, to], in order of time and then of name; with a step only each schedule's first in it. */
function* firingsBetween(
  schedules: readonly Schedule[],
  { after, to, step }: { after: Date; to: Date; step: Step | undefined },
): Generator<Firing> {
  const ordered = [...schedules].sort((left, right) => (left.job < right.job ? -1 : 1));
  const upcoming = ordered.map((schedule) => ({ schedule, at: schedule.times.next(after) }));
  for (;;) {
    const due = upcoming.filter((candidate): candidate is Firing => candidate.at !== undefined && candidate.at <= to);
    const first = due.reduce<Firing | undefined>(
      (best, candidate) => (best && best.at <= candidate.at ? best : candidate),
      undefined,
    );
    if (!first) return;
    yield { ...first };
    const firedAt = first.at;
    let next = first.schedule.times.next(firedAt);
    while (next && next.getTime() < againFrom(firedAt, step)) next = first.schedule.times.next(next);
    Object.assign(first, { at: next });
  }
}

async function fire(schedule: Schedule, at: Date, { invoker, usage }: Options): Promise<unknown> {
  const scheduledTime = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const input = schedule.input
    .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.job)
    .replaceAll('<aws.scheduler.execution-id>', `${schedule.job}-${at.getTime()}`)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  usage.count({ service: 'scheduler', fn: schedule.functionName, action: 'invoke', units: { invocations: 1 } });
  const event = JSON.parse(input) as unknown;
  const { error, payload } = await invoker.invokeRetrying(schedule.functionName, event);
  if (!error) return payload;
  return { error: error.message };
}
