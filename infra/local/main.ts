/** `npm start`: builds the platform, boots it on this machine, loads the demo program and stays up (OPS-1). */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAssembly, projectRoot } from './project.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { stopOnSignal } from './signals.ts';

const usage = `npm start [-- options]
  --empty       load only the callers of .local/credentials.json: no catalogue, no orders
  --data DIR    keep state in DIR between runs
  --port N      port of the API, default 4400; 0 for free ports. The others follow: N+1 control, N+2 sign-in, N+3 mailbox, N+4 services
  --in-process  run the functions in this process, for a debugger`;

type Options = { port: number; empty: boolean; inProcess: boolean; dataDir: string | undefined };

const say = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4400' },
      empty: { type: 'boolean', default: false },
      data: { type: 'string' },
      'in-process': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_530)
    throw new Error(`--port is a number up to 65530, not ${values.port}`);
  return { port, empty: values.empty, inProcess: values['in-process'], dataDir: values.data };
}

async function main(): Promise<void> {
  // Lambda runs in UTC, and worker threads share this process's zone.
  process.env.TZ = 'UTC';
  const options = readOptions();
  const build = buildAssembly(say);
  let stopRuntime: (() => Promise<void>) | undefined;
  stopOnSignal(async () => {
    build.stop();
    await stopRuntime?.();
  }, fail);
  try {
    const { port, inProcess, dataDir } = options;
    const localDir = join(projectRoot, '.local');
    const kept = dataDir ? { dataDir } : {};
    const runtime = await startRuntime({ port, inProcess, localDir, ...kept, cdkOut: build.assembly });
    stopRuntime = runtime.stop;
    await loadDemo(runtime, localDir, options);
    printAddresses(runtime, localDir);
    say(`ready ${runtime.apiRoot}`);
  } catch (error) {
    build.stop();
    await stopRuntime?.();
    throw error;
  }
}

/** The demo knows by itself whether the program is there already, from a run whose state was kept. */
async function loadDemo(runtime: Runtime, localDir: string, { empty, dataDir }: Options): Promise<void> {
  const { operator, signIn } = runtime;
  if (!operator || !signIn)
    throw new Error('the template has no outputs for the operator and the sign-in, so no program can be loaded');
  const { loadProgram } = await import('./demo/index.ts');
  const kept = dataDir === undefined ? {} : { keptDir: resolve(dataDir) };
  await loadProgram({ ...runtime, operator, signIn, localDir, ...kept, empty, log: say });
}

function printAddresses({ apiRoot, controlRoot, issuer, mailRoot, door }: Runtime, localDir: string): void {
  say('');
  say(`API       ${apiRoot}`);
  say(`control   ${controlRoot}  (GET /clock, POST /clock, GET /mail, GET /usage, POST /usage/reset, GET /idle)`);
  say(`sign-in   ${issuer}`);
  say(`mailbox   ${mailRoot}`);
  say(`services  ${door}  (only functions and their links come here)`);
  say(`callers   ${join(localDir, 'credentials.json')}`);
  say(`logs      ${join(localDir, 'logs')}`);
  say('Ctrl-C stops.');
}

function fail(error: unknown): never {
  const isAdvice = error instanceof Error && (error.name === 'JavaMissingError' || 'code' in error);
  process.stderr.write(`${error instanceof Error ? (isAdvice ? error.message : error.stack) : String(error)}\n`);
  process.exit(1);
}

if (process.argv.includes('--help')) say(usage);
else main().catch(fail);
