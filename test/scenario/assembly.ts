import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const artifacts = join(root, 'test', '.artifacts');

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
    while (!existsSync(done)) await wait(100);
    return folder;
  }
  synthesize(folder);
  writeFileSync(done, '');
  return folder;
}

function synthesize(folder: string): void {
  const env = { ...process.env, CDK_OUTDIR: folder, CSP_SANDBOX: 'true' };
  const made = spawnSync(process.execPath, ['infra/app.ts'], { cwd: root, env, encoding: 'utf8' });
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
