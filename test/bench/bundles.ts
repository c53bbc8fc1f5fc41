import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../infra/bundle.ts';
import { type Figure, median } from './figure.ts';

const STARTS = 9;

/** Environment that a function finds at its start; no service is reached while it loads. */
const environment = {
  ...process.env,
  TABLE_NAME: 'bench',
  ISSUER: 'http://127.0.0.1:9',
  MFA_REQUIRED: 'true',
  MFA_ENFORCED_BY_ISSUER: 'true',
  BOUND_APPLICATIONS: 'true',
  DOCUMENTS_BUCKET: 'bench',
  RUN_QUEUE_URL: 'http://127.0.0.1:9/queue',
  USER_POOL_ID: 'us-east-1_bench',
  LINK_SECRET_PARAMETER: '/bench/link',
  SESSION_SECRET_PARAMETER: '/bench/session',
  CUSTOMER_DOMAIN_SUFFIX: 'bench.example',
  SIGN_IN_CLIENT_ID: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
};

/** Milliseconds that a process needs to import a module, measured inside it. */
function importMs(file: string): number {
  const script = `const s=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now()-s));process.exit(0)`;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return Number(stdout);
}

/** Bundle sizes, and how much longer each API function takes to load than an empty handler (design 8). */
export async function bundleBench(): Promise<Figure[]> {
  await bundle();
  const dist = resolve('dist');
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  const empty = join(scratch, 'index.mjs');
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 200 });\n');
  try {
    return readdirSync(dist)
      .filter((name) => existsSync(join(dist, name, 'index.mjs')))
      .flatMap((name) => figuresOf(name, join(dist, name, 'index.mjs'), empty));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function figuresOf(name: string, file: string, empty: string): Figure[] {
  const isApi = name.endsWith('-api');
  const size: Figure = {
    name: `bundle ${name}`,
    value: statSync(file).size / 1024,
    unit: 'KiB',
    ...(isApi && { budget: 500 }),
  };
  if (!isApi) return [size];
  const starts = Array.from({ length: STARTS }, () => importMs(file) - importMs(empty));
  return [size, { name: `start ${name} above an empty handler`, value: median(starts), unit: 'ms', budget: 150 }];
}
