/** `npm start`: builds the platform, boots it on this machine, loads the demo program and stays up (OPS-1). */
import { join, resolve } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { readPort } from './net/ports.ts';
import { buildAssembly, projectRoot } from './project.ts';
import { type Runtime, serverOrder, startRuntime } from './runtime.ts';
import { stopOnSignal } from './signals.ts';
import { AdviceError } from './state/advice.ts';
import { writeWholeFile } from './state/whole-file.ts';

const usage = `npm start [-- options]
  --empty       load only the callers of .local/credentials.json: no catalogue, no orders
  --data DIR    keep state in DIR between runs
  --port N      port of the API, default 4400; 0 for free ports. The others follow: N+1 control, N+2 sign-in, N+3 mailbox, N+4 services
  --https       API, sign-in and links to files over https, for clients that demand it; the certificate is made in .local/https
  --in-process  run the functions in this process, for a debugger`;

type Options = { port: number; empty: boolean; https: boolean; inProcess: boolean; dataDir: string | undefined };

const say = (line: string) => void process.stdout.write(`${line}\n`);

const options = {
  port: { type: 'string', default: '4400' },
  empty: { type: 'boolean', default: false },
  data: { type: 'string' },
  https: { type: 'boolean', default: false },
  'in-process': { type: 'boolean', default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new AdviceError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** @throws AdviceError saying what is wrong with them. */
function readOptions(): Options {
  const values = readArguments();
  if (values.data === '') throw new AdviceError('--data names a folder; leave it out to keep nothing');
  const port = readPort(values.port, serverOrder.length);
  return { port, empty: values.empty, https: values.https, inProcess: values['in-process'], dataDir: values.data };
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
    const { port, https, inProcess, dataDir } = options;
    const localDir = join(projectRoot, '.local');
    const kept = dataDir ? { dataDir } : {};
    const runtime = await startRuntime({ port, https, inProcess, localDir, ...kept, cdkOut: build.assembly });
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

function printAddresses(runtime: Runtime, localDir: string): void {
  const { apiRoot, controlRoot, issuer, mailRoot, door, authorityFile } = runtime;
  say('');
  say(`API       ${apiRoot}`);
  say(
    `control   ${controlRoot}  (GET /clock, POST /clock, GET /mail, GET /usage, POST /usage/reset, GET /idle, GET /lost)`,
  );
  say(`sign-in   ${issuer}`);
  say(`mailbox   ${mailRoot}`);
  say(`services  ${door}  (only functions and their links come here)`);
  if (authorityFile !== undefined) {
    say(`trust     ${authorityFile}  (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, curl --cacert)`);
    say(`proxy     ${controlRoot}  (HTTPS_PROXY of clients whose host names are fixed: infra/local/clients.md)`);
  }
  say(`callers   ${join(localDir, 'credentials.json')}`);
  say(`logs      ${join(localDir, 'logs')}`);
  say('Ctrl-C stops.');
}

/** People get a sentence; where it is not theirs to mend, the rest is in a file for whoever can. */
function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`npm start failed: ${message}\n`);
  if (!(error instanceof AdviceError)) {
    const file = join(projectRoot, '.local', 'logs', 'start.log');
    writeWholeFile(file, `${inspect(error)}\n`);
    process.stderr.write(`Where it happened is in ${file}; npm start -- --help shows what can be chosen.\n`);
  }
  process.exit(1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

if (process.argv.includes('--help')) say(usage);
else main().catch(fail);
