/** Runs a function in the runtime's own thread, for debugging. Each still sees its own environment and its own module. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { LocalFunction } from './function.ts';
import type { Pool } from './workers.ts';

type Environment = Record<string, string | undefined>;
type Handler = (event: unknown, context: unknown) => unknown;

const environments = new AsyncLocalStorage<Environment>();
const processEnvironment = process.env;
const current = (): Environment => environments.getStore() ?? processEnvironment;

/** `process.env` becomes that of the function that looks at it. */
const environmentOfCaller = new Proxy(processEnvironment, {
  get: (_target, key) => current()[String(key)],
  set: (_target, key, value) => Reflect.set(current(), key, String(value)),
  has: (_target, key) => key in current(),
  deleteProperty: (_target, key) => Reflect.deleteProperty(current(), key),
  ownKeys: () => Reflect.ownKeys(current()),
  getOwnPropertyDescriptor: (_target, key) => Reflect.getOwnPropertyDescriptor({ ...current() }, key),
});

export function openInProcess(fn: LocalFunction): Pool {
  const environment: Environment = { ...fn.environment };
  process.env = environmentOfCaller;
  let loading: Promise<Record<string, Handler>> | undefined;
  return {
    run: (event) =>
      environments.run(environment, async () => {
        const started = performance.now();
        try {
          loading ??= import(`${pathToFileURL(fn.entry).href}?function=${fn.name}`);
          const payload = await (await loading)[fn.exportName]?.(structuredClone(event), context(fn));
          return {
            payload: payload === undefined ? null : JSON.parse(JSON.stringify(payload)),
            durationMs: performance.now() - started,
          };
        } catch (thrown) {
          const error = thrown instanceof Error ? thrown : new Error(String(thrown));
          const failure = { type: error.name, message: error.message, trace: error.stack ?? error.message };
          return { payload: undefined, error: failure, durationMs: performance.now() - started };
        }
      }),
    async stop() {
      process.env = processEnvironment;
    },
  };
}

/** No timeout here: a function may stand still in the debugger. */
const context = (fn: LocalFunction) => ({
  awsRequestId: randomUUID(),
  functionName: fn.name,
  invokedFunctionArn: fn.arn,
  functionVersion: '$LATEST',
  memoryLimitInMB: String(fn.memorySize),
  getRemainingTimeInMillis: () => fn.timeoutMs,
});
