import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../infra/local/functions/function.ts';
import { openInProcess } from '../../infra/local/functions/in-process.ts';

const functionOf = (name: string, environment: Record<string, string>): LocalFunction => ({
  name,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  roleArn: '',
  entry: join(import.meta.dirname, 'fixtures', 'environment.mjs'),
  exportName: 'handler',
  timeoutMs: 1000,
  memorySize: 128,
  concurrencyMax: 1,
  attemptsMax: 1,
  onFailure: undefined,
  environment,
});

describe('OPS-1: functions in one process keep apart', () => {
  it('gives each its own environment, at start and later, and leaves that of the process alone', async () => {
    const own = process.env.PATH;
    const [left, right] = [
      openInProcess(functionOf('left', { NAME: 'l' })),
      openInProcess(functionOf('right', { NAME: 'r' })),
    ];
    const results = await Promise.all([left.run({ wait: 20 }), right.run({ wait: 1 }), left.run({ wait: 1 })]);
    expect(results.map(({ payload }) => payload)).toEqual([
      { atStart: 'l', later: 'l', path: null },
      { atStart: 'r', later: 'r', path: null },
      { atStart: 'l', later: 'l', path: null },
    ]);
    expect(process.env.PATH).toBe(own);
    await Promise.all([left.stop(), right.stop()]);
  });

  it('reports an error as a result', async () => {
    const pool = openInProcess(functionOf('failing', { NAME: 'f' }));
    expect((await pool.run({ fail: 'on purpose' })).error).toMatchObject({ type: 'Error', message: 'on purpose' });
    await pool.stop();
  });
});
