import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'runtime-stop-'));
let child: ChildProcess;

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Record<string, string>> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'stay-up.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return JSON.parse(line);
}

const running = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const childrenOf = (pid: number | undefined) =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([id]) => Number(id));

/** Waits for as long as the test itself may take. */
async function gone(pids: readonly number[]): Promise<boolean> {
  while (pids.some(running)) await new Promise((next) => setTimeout(next, 50));
  return true;
}

describe('OPS-1: the runtime stops without leaving a process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with code 0 on %s, the emulator with it', async (signal) => {
    const { apiRoot } = await start();
    await fetch(`${apiRoot}/notes/a`, { method: 'PUT', body: 'x' });
    const emulators = childrenOf(child.pid);
    expect(emulators).toHaveLength(1);
    child.kill(signal);
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await gone(emulators)).toBe(true);
  });

  it('takes the emulator along even when it is killed', async () => {
    await start();
    const emulators = childrenOf(child.pid);
    child.kill('SIGKILL');
    expect(await gone(emulators)).toBe(true);
  });
});
