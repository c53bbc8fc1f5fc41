import { describe, expect, it, test } from 'vitest';
import { jobTable } from '../../../../shared/contracts/jobs.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { nextRun } from '../../../../shared/messaging/job-records.ts';
import { jobsHandler } from '../../../../shared/messaging/jobs.ts';
import { silentObservability } from '../../../../shared/observability/observability.ts';
import { tenancyWorld } from '../../../support/tenancy.ts';

const jobs = jobTable('commerce', { sweep: { schedule: 'cron(5 0 * * ? *)', summary: 'Sweeps.' } });

async function aWorld() {
  const world = await tenancyWorld();
  let result: () => Promise<Readonly<Record<string, unknown>>> = async () => ({ swept: 3 });
  const handler = jobsHandler(jobs, { sweep: () => result() }, { table: world.table }, silentObservability(), {
    send: async () => {},
  });
  const run = (scheduledAt: string, ends: typeof result = async () => ({ swept: 3 })) => {
    result = ends;
    return handler({ job: 'sweep', scheduledAt });
  };
  const list = async () => (await world.ask('GET', '/v1/operator/jobs', { token: world.operatorToken })).json.items;
  return { run, list };
}
const failing = () => Promise.reject(new Error('no broom'));

describe('OPS-3: the operator sees how the jobs of the program went', () => {
  test('OPS-3: none before the first run', async () => {
    expect(await (await aWorld()).list()).toEqual([]);
  });

  test('OPS-3: a run shows when it was due, what it did, and when the next one is', async () => {
    const { run, list } = await aWorld();
    await run('2026-11-30T00:05:00Z');
    expect(await list()).toMatchObject([
      {
        context: 'commerce',
        job: 'sweep',
        summary: 'Sweeps.',
        lastRunDate: '2026-11-30T00:05:00Z',
        lastRunOutcome: 'succeeded',
        counts: { swept: 3 },
        lastSuccessDate: '2026-11-30T00:05:00Z',
        nextRunDate: '2026-12-01T00:05:00Z',
      },
    ]);
  });

  test('OPS-3: a run that failed says why, and when one last succeeded', async () => {
    const { run, list } = await aWorld();
    await run('2026-11-30T00:05:00Z');
    await expect(run('2026-12-01T00:05:00Z', failing)).rejects.toThrow('no broom');
    const [status] = await list();
    expect(status).toMatchObject({
      lastRunDate: '2026-12-01T00:05:00Z',
      lastRunOutcome: 'failed',
      error: 'Error: no broom',
      lastSuccessDate: '2026-11-30T00:05:00Z',
    });
    expect(status).not.toHaveProperty('counts');
  });

  test('OPS-3: a run that is shared out says how far it is', async () => {
    const { run, list } = await aWorld();
    const ranges = { handed: 40, done: 12 };
    await run('2026-11-30T00:05:00Z', async () => ({ swept: 2400, ranges }));
    const [status] = await list();
    expect(status).toMatchObject({
      lastRunOutcome: 'running',
      counts: { swept: 2400 },
      ranges: { total: 40, done: 12 },
    });
    expect(status).not.toHaveProperty('lastSuccessDate');
    await run('2026-11-30T00:05:00Z', async () => ({ swept: 8000, ranges: { handed: 40, done: 40 } }));
    expect((await list())[0]).toMatchObject({
      lastRunOutcome: 'succeeded',
      lastSuccessDate: '2026-11-30T00:05:00Z',
      ranges: { total: 40, done: 40 },
    });
  });

  test('OPS-3: a run that succeeds at its second attempt has succeeded', async () => {
    const { run, list } = await aWorld();
    await expect(run('2026-11-30T00:05:00Z', failing)).rejects.toThrow();
    await run('2026-11-30T00:05:00Z');
    const [status] = await list();
    expect(status).toMatchObject({ lastRunOutcome: 'succeeded', counts: { swept: 3 } });
    expect(status).not.toHaveProperty('error');
  });

  test('OPS-3: what ends late does not hide a later run', async () => {
    const { run, list } = await aWorld();
    await run('2026-12-01T00:05:00Z', async () => ({ swept: 7 }));
    await run('2026-11-30T00:05:00Z');
    expect(await list()).toMatchObject([{ lastRunDate: '2026-12-01T00:05:00Z', counts: { swept: 7 } }]);
  });
});

describe('OPS-3: when a schedule fires next', () => {
  it.each`
    schedule                | after                     | next                          | because
    ${'cron(5 0 * * ? *)'}  | ${'2026-11-30T00:05:00Z'} | ${'2026-12-01T00:05:00.000Z'} | ${'daily, strictly after'}
    ${'cron(0 * * * ? *)'}  | ${'2026-11-30T10:00:00Z'} | ${'2026-11-30T11:00:00.000Z'} | ${'hourly'}
    ${'cron(40 0 * * ? *)'} | ${'2028-02-28T00:41:00Z'} | ${'2028-02-29T00:40:00.000Z'} | ${'a leap day'}
    ${'cron(0 3 1 * ? *)'}  | ${'2026-12-01T03:00:00Z'} | ${'2027-01-01T03:00:00.000Z'} | ${'monthly, over the year'}
  `('$schedule after $after: $next, $because', ({ schedule, after, next }) => {
    expect(nextRun(schedule, instant(after))).toBe(next);
  });
});
