import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LocalFunction } from './function.ts';

/** What an invocation came to. A function that threw or took too long is a result, not an exception of the runtime. */
export type InvocationResult = {
  readonly payload: unknown;
  readonly error?: { readonly type: string; readonly message: string; readonly trace?: string };
  readonly durationMs: number;
};

export type Pool = { run(event: unknown): Promise<InvocationResult>; stop(): Promise<void> };

/** What Lambda grants a new execution environment before a function's own timeout counts. */
const initialisationMs = 10_000;
const warm: Record<number, true> = {};

type Reply = { id: string; result?: string; error?: { type: string; message: string; trace: string } };

/**
 * The workers of one function. They start when needed, stay warm, handle one event at a time, and are replaced when the
 * function exceeds its timeout or ends its thread. What it prints goes to `<logFolder>/<function>.log`.
 * They trust `authority` (PEM), where the runtime itself is reached over https.
 */
export function openWorkerPool(
  fn: LocalFunction,
  { logFolder, authority }: { logFolder: string; authority?: string | undefined },
): Pool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];
  let log: WriteStream | undefined;
  const start = () => {
    log ??= openLog(logFolder, fn.name);
    const worker = startWorker(fn, log, authority);
    all.add(worker);
    worker.once('exit', () => {
      all.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    });
    return worker;
  };
  const acquire = (): Worker | Promise<Worker> => {
    const worker = idle.pop();
    if (worker) return worker;
    if (all.size < fn.concurrencyMax) return start();
    return new Promise((granted) => waiting.push(granted));
  };
  const release = (worker: Worker, usable: boolean) => {
    if (!usable) {
      all.delete(worker);
      void worker.terminate();
    }
    const next = waiting.shift();
    if (next) next(usable ? worker : start());
    else if (usable) idle.push(worker);
  };
  return {
    async run(event) {
      const worker = await acquire();
      const { result, usable } = await runIn(worker, fn, event);
      release(worker, usable);
      return result;
    },
    async stop() {
      await Promise.all([...all].map((worker) => worker.terminate()));
      await new Promise<void>((written) => (log ? log.end(written) : written()));
    },
  };
}

function openLog(folder: string, name: string): WriteStream {
  mkdirSync(folder, { recursive: true });
  return createWriteStream(join(folder, `${name}.log`), { flags: 'a' }).setMaxListeners(0);
}

function startWorker(fn: LocalFunction, log: WriteStream, authority: string | undefined): Worker {
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    name: fn.name,
    env: { ...fn.environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: fn.memorySize },
    workerData: {
      ...{ entry: fn.entry, exportName: fn.exportName, authority },
      compileCache: process.env.NODE_COMPILE_CACHE,
    },
  });
  worker.stdout.pipe(log, { end: false });
  worker.stderr.pipe(log, { end: false });
  worker.unref();
  return worker;
}

function runIn(
  worker: Worker,
  fn: LocalFunction,
  event: unknown,
): Promise<{ result: InvocationResult; usable: boolean }> {
  const id = randomUUID();
  const started = performance.now();
  const timeoutMs = fn.timeoutMs + (worker.threadId in warm ? 0 : initialisationMs);
  warm[worker.threadId] = true;
  return new Promise((resolve) => {
    const settle = (outcome: Omit<InvocationResult, 'durationMs'>, usable: boolean) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve({ result: { ...outcome, durationMs: performance.now() - started }, usable });
    };
    const failed = (type: string, message: string) => settle({ payload: undefined, error: { type, message } }, false);
    const onMessage = (reply: Reply) => {
      if (reply.id !== id) return;
      if (reply.error) settle({ payload: undefined, error: reply.error }, true);
      else settle({ payload: reply.result === undefined ? null : JSON.parse(reply.result) }, true);
    };
    const onError = (error: Error) => failed(error.name, error.stack ?? error.message);
    const onExit = (code: number) => failed('Runtime.ExitError', `the function ended its thread with code ${code}`);
    const timer = setTimeout(
      () => failed('Sandbox.Timedout', `Task timed out after ${(fn.timeoutMs / 1000).toFixed(2)} seconds`),
      timeoutMs,
    );
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage({
      id,
      event: JSON.stringify(event),
      functionName: fn.name,
      functionArn: fn.arn,
      memorySize: fn.memorySize,
      deadlineMs: Date.now() + timeoutMs,
    });
  });
}
