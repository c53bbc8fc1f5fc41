/**
 * Runs one function in a worker thread: one event at a time, as an execution environment of Lambda does.
 *
 * Plain JavaScript, because a thread that is given TypeScript loads the compiler for it first, and there are dozens of them:
 * that took half of the time of each start.
 */
import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache, SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {{ id: string, event: string, functionName: string, functionArn: string, memorySize: number, deadlineMs: number }} Invocation
 * @typedef {(event: unknown, context: unknown) => unknown} Handler
 */

/** @type {{ entry: string, exportName: string, authority?: string, compileCache?: string }} */
const { entry, exportName, authority, compileCache } = workerData;
/** @type {Map<string, SourceMap | undefined>} */
const maps = new Map();
Error.prepareStackTrace = (error, frames) =>
  [String(error), ...frames.map((frame) => `    at ${placeOf(frame)}`)].join('\n');
// Where Node is told to keep compiled code it does so for its main thread alone.
if (compileCache !== undefined) enableCompileCache(compileCache);
if (authority !== undefined) (await import('../net/trust.ts')).trust(authority);

/** @type {Promise<Record<string, Handler>>} */
const loading = import(pathToFileURL(entry).href);
// Reported with the first invocation; unhandled it would end the thread without a word.
loading.catch(() => undefined);

parentPort?.on('message', (invocation) => {
  void answer(invocation);
});

/** @param {Invocation} invocation */
async function answer(invocation) {
  try {
    const handler = (await loading)[exportName];
    if (!handler) throw new Error(`the module exports no ${exportName}`);
    const result = await handler(JSON.parse(invocation.event), contextOf(invocation));
    parentPort?.postMessage({ id: invocation.id, result: JSON.stringify(result) });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    /** @type {string[]} */
    const causes = [];
    for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause.stack ?? cause.message);
    const trace = causes.join('\ncaused by: ');
    process.stderr.write(`${trace}\n`);
    parentPort?.postMessage({ id: invocation.id, error: { type: error.name, message: error.message, trace } });
  }
}

/** @param {Invocation} invocation */
function contextOf({ id, functionName, functionArn, memorySize, deadlineMs }) {
  return {
    awsRequestId: id,
    functionName,
    invokedFunctionArn: functionArn,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(memorySize),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

/**
 * The map of a bundle, read when a stack is. Node's own support reads it with the bundle, which was a quarter of every start.
 *
 * @param {string} file
 */
function mapOf(file) {
  const map = `${file}.map`;
  if (!maps.has(file))
    maps.set(file, existsSync(map) ? new SourceMap(JSON.parse(readFileSync(map, 'utf8'))) : undefined);
  return maps.get(file);
}

/** @param {NodeJS.CallSite} frame */
function placeOf(frame) {
  const url = frame.getFileName();
  const map = url?.startsWith('file:') ? mapOf(fileURLToPath(url)) : undefined;
  const entry = map?.findEntry((frame.getLineNumber() ?? 1) - 1, (frame.getColumnNumber() ?? 1) - 1);
  if (!entry || !('originalSource' in entry)) return String(frame);
  return `${frame.getFunctionName() ?? '<anonymous>'} (${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1})`;
}
