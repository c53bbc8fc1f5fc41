import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../infra/local/functions/function.ts';
import { openWorkerPool } from '../../infra/local/functions/workers.ts';

const folder = mkdtempSync(join(tmpdir(), 'workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = `
let calls = 0;
let busy = false;
export async function handler({ wait = 0, exit, spin }) {
  console.log('call');
  if (exit) process.exit(3);
  if (spin) for (;;);
  const overlaps = busy;
  busy = true;
  await new Promise((next) => setTimeout(next, wait));
  busy = false;
  return { calls: ++calls, overlaps, variables: Object.keys(process.env) };
}`;

function functionOf(name: string, settings: Partial<LocalFunction> = {}): LocalFunction {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(entry, code);
  return {
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    roleArn: '',
    entry,
    exportName: 'handler',
    timeoutMs: 5000,
    memorySize: 128,
    concurrencyMax: 2,
    attemptsMax: 1,
    onFailure: undefined,
    environment: { NAME: name },
    ...settings,
  };
}

describe('OPS-1: functions run as execution environments of Lambda do', () => {
  it('handles one event at a time in each of the warm workers, with only its own environment', async () => {
    const pool = openWorkerPool(functionOf('warm'), { logFolder: folder });
    const results = await Promise.all(Array.from({ length: 6 }, () => pool.run({ wait: 5 })));
    const payloads = results.map(({ payload }) => payload as { calls: number; overlaps: boolean; variables: string[] });
    expect(payloads.some(({ overlaps }) => overlaps)).toBe(false);
    expect(Math.max(...payloads.map(({ calls }) => calls)), 'six events in two workers').toBeGreaterThanOrEqual(3);
    expect(payloads[0]?.variables).toEqual(['NAME']);
    await pool.stop();
    expect(readFileSync(join(folder, 'warm.log'), 'utf8')).toBe('call\n'.repeat(6));
  });

  it('replaces a worker that ended, and goes on', async () => {
    const pool = openWorkerPool(functionOf('ending', { concurrencyMax: 1 }), { logFolder: folder });
    expect((await pool.run({ exit: true })).error).toMatchObject({ type: 'Runtime.ExitError' });
    expect((await pool.run({})).payload).toMatchObject({ calls: 1 });
    await pool.stop();
  });

  it('ends a function that exceeds its timeout, even one that never waits', async () => {
    const pool = openWorkerPool(functionOf('spinning', { concurrencyMax: 1, timeoutMs: 200 }), { logFolder: folder });
    await pool.run({});
    const { error, durationMs } = await pool.run({ spin: true });
    expect(error?.message).toBe('Task timed out after 0.20 seconds');
    expect(durationMs).toBeLessThan(2000);
    expect((await pool.run({})).payload, 'a fresh worker').toMatchObject({ calls: 1 });
    await pool.stop();
  });

  it('says where in the sources something failed', async () => {
    const source = [
      'interface Event {',
      '  readonly n: number;',
      '}',
      'export const handler = ({ n }: Event) => fail(n);',
    ];
    source.push('function fail(n: number): never {', "  throw new Error('no ' + n);", '}');
    const fn = functionOf('failing', { concurrencyMax: 1 });
    const options = { loader: 'ts', sourcemap: 'external', sourcefile: 'failing.ts', minify: true } as const;
    const { code: bundled, map } = transformSync(source.join('\n'), options);
    writeFileSync(fn.entry, bundled);
    writeFileSync(`${fn.entry}.map`, map);
    const pool = openWorkerPool(fn, { logFolder: folder });
    const { error } = await pool.run({ n: 7 });
    expect(error).toMatchObject({ type: 'Error', message: 'no 7' });
    expect(error?.trace).toMatch(/^Error: no 7\n\s+at .*failing\.ts:6:9\)/);
    await pool.stop();
  });
});
