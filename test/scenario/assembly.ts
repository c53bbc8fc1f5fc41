import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { madeOnce } from './made-once.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Folder of the synthesized template, made once for all scenario files of a run from the bundles in `dist/`.
 * @throws Error when there are no bundles.
 */
export const assembly = (): Promise<string> =>
  madeOnce({ kind: 'assembly', fingerprint: fingerprint(), make: synthesize });

function synthesize(folder: string): void {
  const env = { ...process.env, CDK_OUTDIR: folder };
  const made = spawnSync(process.execPath, ['infra/app.ts', '--local'], { cwd: root, env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the template could not be synthesized: ${made.stderr}`);
}

/** Changes when a bundle or a stack does. */
export function fingerprint(): string {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) throw new Error('there are no bundles: run `npm run build` first');
  const hash = createHash('sha256');
  for (const folder of [dist, ...['infra', 'functions', 'events', 'shared'].map((name) => join(root, name))])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(folder, name);
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex').slice(0, 12);
}
