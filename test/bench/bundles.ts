import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundle } from '../../infra/bundle.ts';
import { defaultLimits } from '../../shared/contracts/limits.ts';
import { WAYS_FILE, waysBeside } from '../../shared/http/ways.ts';
import { type Figure, median } from './figure.ts';

const STARTS = 9;

/** Environment that a function finds at its start. */
const environment = {
  ...process.env,
  TABLE_NAME: 'bench',
  API_ROOT: 'http://127.0.0.1:9',
  ISSUER: 'http://127.0.0.1:9',
  MFA_REQUIRED: 'true',
  MFA_ENFORCED_BY_ISSUER: 'true',
  BOUND_APPLICATIONS: 'true',
  API_LIMITS: JSON.stringify(defaultLimits),
  DOCUMENTS_BUCKET: 'bench',
  ISSUED_BUCKET: 'bench',
  RUN_QUEUE_URL: 'http://127.0.0.1:9/queue',
  USAGE_QUEUE_URL: 'http://127.0.0.1:9/queue',
  USER_POOL_ID: 'us-east-1_bench',
  LINK_SECRET_PARAMETER: '/bench/link',
  SESSION_SECRET_PARAMETER: '/bench/session',
  CUSTOMER_DOMAIN_SUFFIXES: 'bench.example',
  PROGRAM_NAME: 'Bench Program',
  SIGN_IN_CLIENT_ID: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
};

const execute = promisify(execFile);

/** Milliseconds of CPU that a process needs to import modules, one after the other, measured inside it. @throws Error when it does not load. */
async function importMs(files: readonly string[], endpoint: string): Promise<number> {
  const imports = files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});`).join('');
  const script = `const before=process.cpuUsage();${imports}const {user,system}=process.cpuUsage(before);process.stdout.write(String((user+system)/1000));process.exit(0)`;
  const env = { ...environment, AWS_ENDPOINT_URL: endpoint };
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', script], { env });
  return Number(stdout);
}

/** Functions read their secrets while they start: this hands them some, at once. */
async function openParameters(): Promise<{ endpoint: string; close(): void }> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { Names = [] } = JSON.parse(text) as { Names?: string[] };
    response.end(JSON.stringify({ Parameters: Names.map((Name) => ({ Name, Value: 'a secret of the bench' })) }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}

/** Bundle sizes, and how much more CPU each API function takes to load than an empty handler (design 8). */
export async function bundleBench(): Promise<Figure[]> {
  await bundle();
  const dist = resolve('dist');
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  const empty = join(scratch, 'index.mjs');
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 200 });\n');
  const parameters = await openParameters();
  try {
    const figures: Figure[] = [];
    for (const name of readdirSync(dist).filter((found) => existsSync(join(dist, found, 'index.mjs'))))
      figures.push(...(await figuresOf(name, { file: join(dist, name, 'index.mjs'), empty, ...parameters })));
    return figures;
  } finally {
    parameters.close();
    rmSync(scratch, { recursive: true });
  }
}

async function figuresOf(
  name: string,
  { file, empty, endpoint }: { file: string; empty: string; endpoint: string },
): Promise<Figure[]> {
  const isApi = /-(api|sign-in)$/.test(name);
  const size: Figure = {
    name: `bundle ${name}`,
    value: partsOf(dirname(file)).reduce((sum, part) => sum + statSync(part).size, 0) / 1024,
    unit: 'KiB',
    ...(isApi && { budget: 1024 }),
  };
  if (!isApi) return [size];
  const starts = new Map<string, number[]>([
    ['', []],
    ...slicesOf(file).map((slice): [string, number[]] => [slice, []]),
  ]);
  for (let n = 0; n < STARTS; n += 1) {
    const nothing = await importMs([empty], endpoint);
    for (const [slice, taken] of starts)
      taken.push((await importMs(slice === '' ? [file] : [file, slice], endpoint)) - nothing);
  }
  const start = (title: string, taken: readonly number[]): Figure => ({
    name: `start ${name} above an empty handler${title}`,
    value: median(taken),
    unit: 'ms',
    budget: 150,
  });
  const [[, alone], ...slices] = [...starts] as [[string, number[]], ...[string, number[]][]];
  const [dearest] = slices.sort(([, a], [, b]) => median(b) - median(a));
  return [
    size,
    start('', alone),
    ...(dearest
      ? [start(`, with its dearest slice (${basename(dearest[0]).replace(/-[A-Z0-9]+\.mjs$/, '')})`, dearest[1])]
      : []),
  ];
}

const partsOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => join(folder, file));

/** Files of the slices that a function loads one by one; the first request needs one of them. */
function slicesOf(file: string): string[] {
  const ways = join(dirname(file), WAYS_FILE);
  if (!existsSync(ways)) return [];
  const names = new Set(Object.values(waysBeside(dirname(file))).map(({ slice }) => slice));
  return partsOf(dirname(file)).filter((part) => names.has(basename(part).replace(/-[A-Z0-9]+\.mjs$/, '')));
}
