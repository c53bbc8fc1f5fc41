/** Runs one function in a worker thread: one event at a time, as an execution environment of Lambda does. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { trust } from '../net/trust.ts';

type Invocation = {
  id: string;
  event: string;
  functionName: string;
  functionArn: string;
  memorySize: number;
  deadlineMs: number;
};
type Handler = (event: unknown, context: unknown) => unknown;

const { entry, exportName, authority } = workerData as { entry: string; exportName: string; authority?: string };
process.setSourceMapsEnabled(true);
if (authority !== undefined) trust(authority);

const loading = import(pathToFileURL(entry).href) as Promise<Record<string, Handler>>;
// Reported with the first invocation; unhandled it would end the thread without a word.
loading.catch(() => undefined);

parentPort?.on('message', (invocation: Invocation) => {
  void answer(invocation);
});

async function answer(invocation: Invocation): Promise<void> {
  try {
    const handler = (await loading)[exportName];
    if (!handler) throw new Error(`the module exports no ${exportName}`);
    const result = await handler(JSON.parse(invocation.event), contextOf(invocation));
    parentPort?.postMessage({ id: invocation.id, result: JSON.stringify(result) });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const causes: string[] = [];
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      causes.push(cause.stack ?? cause.message);
    const trace = causes.join('\ncaused by: ');
    process.stderr.write(`${trace}\n`);
    parentPort?.postMessage({ id: invocation.id, error: { type: error.name, message: error.message, trace } });
  }
}

function contextOf({ id, functionName, functionArn, memorySize, deadlineMs }: Invocation) {
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
