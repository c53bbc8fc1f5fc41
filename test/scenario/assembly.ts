import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const artifacts = join(root, 'test', '.artifacts');
const hourMs = 3_600_000;
const momentMs = 10_000;

/**
 * Folder of the synthesized template, made once for all scenario files of a run from the bundles in `dist/`.
 * @throws Error when there are no bundles.
 */
export async function assembly(): Promise<string> {
  const folder = join(artifacts, `assembly-${fingerprint()}`);
  const done = join(folder, 'done');
  mkdirSync(artifacts, { recursive: true });
  try {
    mkdirSync(folder);
  } catch {
    return untilThere(folder, done);
  }
  writeFileSync(join(folder, 'owner'), String(process.pid));
  removeOld(folder);
  synthesize(folder);
  writeFileSync(done, '');
  return folder;
}

/** Waits for as long as whoever began the folder is at it; what was left half done is begun anew. */
async function untilThere(folder: string, done: string): Promise<string> {
  while (!existsSync(done)) {
    await wait(100);
    if (existsSync(folder) && isOwned(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
    return assembly();
  }
  return folder;
}

function isOwned(folder: string): boolean {
  const file = join(folder, 'owner');
  // Just begun, it has no owner yet.
  if (!existsSync(file)) return statSync(folder).birthtimeMs > Date.now() - momentMs;
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** Folders of earlier bundles; one that another run may still use stays. */
function removeOld(folder: string): void {
  const isOld = (path: string): boolean => statSync(path).mtimeMs < Date.now() - hourMs;
  for (const name of readdirSync(artifacts)) {
    const path = join(artifacts, name);
    if (name.startsWith('assembly-') && path !== folder && isOld(path)) rmSync(path, { recursive: true, force: true });
  }
}

function synthesize(folder: string): void {
  const env = { ...process.env, CDK_OUTDIR: folder };
  const made = spawnSync(process.execPath, ['infra/app.ts', '--local'], { cwd: root, env, encoding: 'utf8' });
  if (made.status === 0) return;
  rmSync(folder, { recursive: true });
  throw new Error(`the template could not be synthesized: ${made.stderr}`);
}

/** Changes when a bundle or a stack does. */
function fingerprint(): string {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) throw new Error('there are no bundles: run `npm run build` first');
  const hash = createHash('sha256');
  for (const folder of [dist, join(root, 'infra'), join(root, 'functions'), join(root, 'shared')])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(folder, name);
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex').slice(0, 12);
}
