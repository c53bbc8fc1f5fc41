import type { Usage } from '../control/usage.ts';
import type { Lost } from '../lost/lost.ts';
import type { KeptList } from '../state/state.ts';
import type { Activity } from '../time/activity.ts';
import type { LocalFunction } from './function.ts';
import type { InvocationResult, Pool } from './workers.ts';

export type Invoker = {
  /** Runs the function once and waits for its result. @throws Error if there is no such function. */
  invoke(name: string, event: unknown): Promise<InvocationResult>;
  /** Runs it as an asynchronous invocation: again after a failure, and to its failure destination after the last one. */
  invokeRetrying(name: string, event: unknown): Promise<InvocationResult>;
  /** Accepts an asynchronous invocation and returns at once; it is kept until it is done or given up. */
  enqueue(name: string, event: unknown): void;
  /** Goes on with what an earlier run had accepted and not done. */
  resume(): void;
  stop(): Promise<void>;
};

type Accepted = { readonly name: string; readonly event: unknown };

/** Calls functions, counts what Lambda would charge, and says on standard error which failed and why. */
export function createInvoker(options: {
  functions: ReadonlyMap<string, LocalFunction>;
  openPool: (fn: LocalFunction) => Pool;
  activity: Activity;
  usage: Usage;
  lost: Pick<Lost, 'giveUp'>;
  accepted: KeptList<Accepted>;
}): Invoker {
  const { functions, openPool, activity, usage, lost, accepted } = options;
  let stopping = false;
  const pools = new Map<string, Pool>();
  const find = (name: string) => {
    const fn = functions.get(name);
    if (!fn) throw new Error(`the template has no function ${name}`);
    return fn;
  };
  const poolOf = (fn: LocalFunction) => {
    const pool = pools.get(fn.name) ?? openPool(fn);
    pools.set(fn.name, pool);
    return pool;
  };
  const invoke = async (name: string, event: unknown) => {
    const fn = find(name);
    const end = activity.begin(`invocation of ${name}`);
    try {
      const result = await poolOf(fn).run(event);
      const gbSeconds = (Math.ceil(result.durationMs) / 1000) * (fn.memorySize / 1024);
      usage.count({ service: 'lambda', fn: name, action: 'Invoke', units: { invocations: 1, gbSeconds } });
      if (result.error)
        process.stderr.write(`function ${name} failed: ${result.error.trace ?? result.error.message}\n`);
      return result;
    } finally {
      end();
    }
  };
  const invokeRetrying = async (name: string, event: unknown) => {
    const { attemptsMax, onFailure } = find(name);
    let result = await invoke(name, event);
    for (let attempt = 1; result.error && attempt < attemptsMax && !stopping; attempt += 1)
      result = await invoke(name, event);
    // What a stop cut short has not failed: the next run does it again.
    if (result.error && !stopping) {
      const { type, message } = result.error;
      const loss = { what: 'invocation', where: name, why: `${type}: ${message}`, record: event } as const;
      const body = JSON.stringify({
        version: '1.0',
        requestContext: {
          functionArn: find(name).arn,
          condition: 'RetriesExhausted',
          approximateInvokeCount: attemptsMax,
        },
        requestPayload: event,
        responsePayload: { errorType: type, errorMessage: message },
      });
      await lost.giveUp(loss, onFailure === undefined ? undefined : { destination: onFailure, body });
    }
    return result;
  };
  const work = (id: number, { name, event }: Accepted) => {
    const end = activity.begin(`queued invocation of ${name}`);
    const done = () => {
      if (!stopping) accepted.remove(id);
    };
    invokeRetrying(name, event).then(done).catch(reportFailure).finally(end);
  };
  return {
    invoke,
    invokeRetrying,
    enqueue(name, event) {
      find(name);
      work(accepted.add({ name, event }), { name, event });
    },
    resume() {
      for (const { id, entry } of accepted.all()) work(id, entry);
    },
    async stop() {
      stopping = true;
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

function reportFailure(error: unknown): void {
  process.stderr.write(`local runtime: ${error instanceof Error ? error.stack : String(error)}\n`);
}
