import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const artifacts = join(import.meta.dirname, '..', '.artifacts');
const hourMs = 3_600_000;
const momentMs = 10_000;

/** What is dear to make, and the same for all files of a run. */
export interface Made {
  readonly kind: string;
  /** Changes with everything that it is made from. */
  readonly fingerprint: string;
  /** Fills the folder, which is there and empty. */
  readonly make: (folder: string) => Promise<void> | void;
}

/**
 * Folder of what is made once, by whichever file asks first; the others wait for it. Nobody changes it: who needs to,
 * copies it.
 * @throws what `make` throws; the next to ask then tries again.
 */
export async function madeOnce(made: Made): Promise<string> {
  const folder = join(artifacts, `${made.kind}-${made.fingerprint}`);
  const done = join(folder, 'done');
  mkdirSync(artifacts, { recursive: true });
  try {
    mkdirSync(folder);
  } catch {
    return untilThere(made, { folder, done });
  }
  writeFileSync(join(folder, 'owner'), String(process.pid));
  removeOld(made.kind, folder);
  try {
    await made.make(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(done, '');
  return folder;
}

/** Waits for as long as whoever began the folder is at it; what was left half done is begun anew. */
async function untilThere(made: Made, { folder, done }: { folder: string; done: string }): Promise<string> {
  while (!existsSync(done)) {
    await wait(100);
    if (existsSync(folder) && isOwned(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
    return madeOnce(made);
  }
  return folder;
}

function isOwned(folder: string): boolean {
  try {
    const file = join(folder, 'owner');
    // Just begun, it has no owner yet.
    if (!existsSync(file)) return statSync(folder).birthtimeMs > Date.now() - momentMs;
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** Folders of the same kind made from something else; one that another run may still use stays. */
function removeOld(kind: string, folder: string): void {
  const isOld = (path: string): boolean => statSync(path).mtimeMs < Date.now() - hourMs;
  for (const name of readdirSync(artifacts)) {
    const path = join(artifacts, name);
    if (name.startsWith(`${kind}-`) && path !== folder && isOld(path)) rmSync(path, { recursive: true, force: true });
  }
}
