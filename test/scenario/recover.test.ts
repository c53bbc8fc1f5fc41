import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clientOf } from '../../infra/local/demo/client.ts';
import { LostError, untilIdle } from '../../infra/local/demo/control.ts';
import { readCredentials } from '../../infra/local/demo/credentials.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { recover } from '../../infra/recover/main.ts';
import { clientsFor } from '../../infra/recover/recovery.ts';
import { addMonths, placeOrder, readyCustomer } from './actions.ts';
import { assembly } from './assembly.ts';
import { copyOfWorld, type KeptFolders } from './world.ts';

// A deployment whose publisher lost its right to the bus: what happens meanwhile is given up, and taken back once the
// right is there again. Three runs on one state.
const folder = mkdtempSync(join(tmpdir(), 'recover-'));
const broken = join(folder, 'assembly');
const deaf = join(folder, 'deaf');
let good: string;
let folders: KeptFolders;
let runtime: Runtime;

const start = async (cdkOut: string): Promise<void> => {
  runtime = await startRuntime({ cdkOut, ...folders, quiet: true });
};

/** The same templates, where billing hears nothing of commerce: its rules wait for another source. */
function deafen(): void {
  cpSync(good, deaf, { recursive: true });
  for (const name of readdirSync(deaf).filter((each) => each.endsWith('billing.template.json'))) {
    const file = join(deaf, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"csp.commerce"', '"csp.nobody"'));
  }
}

/** The same templates, where the publisher may not put events, and is not tried for long. */
function takeRightAway(): void {
  cpSync(good, broken, { recursive: true });
  for (const name of readdirSync(broken).filter((each) => each.endsWith('foundation.template.json'))) {
    const file = join(broken, name);
    const text = readFileSync(file, 'utf8').replaceAll('events:PutEvents', 'events:ListRules');
    writeFileSync(file, text.replace(/"MaximumRetryAttempts": 50/, '"MaximumRetryAttempts": 1'));
  }
}

const partner = async () => {
  const { clients } = (await readCredentials(folders.localDir))!;
  return clientOf(runtime.apiRoot, clients.adminAgent!);
};
const unbilled = async (): Promise<number> => {
  const asOf = addMonths(new Date().toISOString().slice(0, 10), 1);
  const dryRun = await (await partner()).send<{ totalCharges: number }>(`GET /v1/invoices/unbilled?asOf=${asOf}`);
  return dryRun.totalCharges;
};

const recovery = (log: (line: string) => void = () => {}) => ({
  name: 'open-csp',
  clients: clientsFor({ endpoint: runtime.door }),
  log,
});

beforeAll(async () => {
  // What is denied and given up is said there, and is what this is about.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  good = await assembly();
  takeRightAway();
  deafen();
  folders = await copyOfWorld(folder);
});

afterAll(async () => {
  await runtime?.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe('OPS-1: events that could not be published', () => {
  test('are kept whole, and whoever waits is told', async () => {
    await start(broken);
    const customer = await readyCustomer(await partner());
    await placeOrder(await partner(), customer, [['Intune', 5]]);
    await expect(untilIdle(runtime.controlRoot)).rejects.toThrow(LostError);
    expect(await unbilled()).toBe(0);
    await runtime.stop();
  });

  test('take effect once when they are taken back, however often', async () => {
    await start(good);
    const lines: string[] = [];
    const again = () =>
      recover(
        recovery((line) => void lines.push(line)),
        { kind: 'events' },
        new Date(),
      );
    const { takenBack, left } = await again();
    expect(takenBack).toBeGreaterThan(0);
    expect(left, lines.join('\n')).toBe(0);
    await untilIdle(runtime.controlRoot);
    expect(await unbilled()).toBe(5 * 4.8);
    expect(await again()).toEqual({ takenBack: 0, left: 0 });
    expect(await unbilled()).toBe(5 * 4.8);
  });
});

describe('OPS-1: events that a consumer missed', () => {
  test('take effect once when their span is replayed from the archive, however often', async () => {
    await runtime.stop();
    await start(deaf);
    const before = await unbilled();
    const from = new Date();
    const customer = await readyCustomer(await partner());
    await placeOrder(await partner(), customer, [['Intune', 3]]);
    await untilIdle(runtime.controlRoot);
    expect(await unbilled(), 'nobody told billing').toBe(before);
    await runtime.stop();
    await start(good);
    await untilIdle(runtime.controlRoot);
    expect(await unbilled(), 'nobody tells it later').toBe(before);
    for (const _ of [1, 2]) {
      const lines: string[] = [];
      const now = new Date();
      await recover(
        recovery((line) => void lines.push(line)),
        { kind: 'archive', from, to: now },
        now,
      );
      expect(lines.at(-1)).toContain('handed to the rules again');
      await untilIdle(runtime.controlRoot);
      expect(await unbilled()).toBeCloseTo(before + 3 * 4.8, 10);
    }
  });

  test('a span that the archive does not have is refused', async () => {
    const now = new Date();
    const hour = 3_600_000;
    for (const [from, to] of [
      [0, 0],
      [hour, 2 * hour],
      [-91 * 24 * hour, 0],
      [1, -1],
    ] as const) {
      const span = { from: new Date(now.getTime() + from), to: new Date(now.getTime() + to) };
      await expect(recover(recovery(), { kind: 'archive', ...span }, now)).rejects.toThrow('the archive has');
    }
  });
});

describe('OPS-1: a job that did not run', () => {
  const jobs = async () => {
    const { clients } = (await readCredentials(folders.localDir))!;
    const list = await clientOf(runtime.apiRoot, clients.operator!).send<{
      items: { job: string; lastRun?: { scheduledAt?: string } }[];
    }>('GET /v1/operator/jobs');
    return JSON.stringify(list.items);
  };

  test('is started for the time that is said, and says how it went where all jobs do', async () => {
    const told = new Date().toISOString().slice(0, 19);
    expect(await jobs()).not.toContain(told);
    const lines: string[] = [];
    const at = new Date(`${told}Z`);
    await recover(
      recovery((line) => void lines.push(line)),
      { kind: 'job', job: 'expireCarts', at },
      new Date(),
    );
    await untilIdle(runtime.controlRoot);
    expect(lines.join()).toContain('open-csp-commerce-jobs');
    expect(await jobs()).toContain(told);
  });

  test('one that there is not is refused with those that there are', async () => {
    const asked = recover(recovery(), { kind: 'job', job: 'expireShops' }, new Date());
    await expect(asked).rejects.toThrow(/there is no job expireShops; there are .*expire/);
  });
});
