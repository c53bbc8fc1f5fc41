import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, clientOf } from '../../infra/local/demo/client.ts';
import { currentTime, moveClock, untilIdle } from '../../infra/local/demo/control.ts';
import { readCredentials } from '../../infra/local/demo/credentials.ts';
import { listInvoices } from '../../infra/local/demo/invoices.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import { addDays, addMonths, placeOrder, readyCustomer } from './actions.ts';
import { assembly } from './assembly.ts';
import { copyOfWorld, type KeptFolders } from './world.ts';

// A runtime in a process of its own that keeps its state, and is killed in the middle of what it does: after an order,
// on the way to the billing day, and twice within the billing run. What it says afterwards is what it would have said.
const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const stayUp = join(import.meta.dirname, '..', 'runtime', 'fixtures', 'stay-up.ts');
let cdkOut: string;
let folders: KeptFolders;
let child: ChildProcess;
let runtime: Omit<Runtime, 'stop'>;

async function start(): Promise<void> {
  const args = [stayUp, folders.localDir, folders.dataDir, cdkOut];
  child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  runtime = JSON.parse(line) as Omit<Runtime, 'stop'>;
}

async function kill(): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function as(name: string): Promise<Client> {
  const { clients } = (await readCredentials(folders.localDir))!;
  return clientOf(runtime.apiRoot, clients[name]!);
}

let firstDay: string;
const billingDate = () => addMonths(firstDay, 1);
const eve = () => `${addDays(billingDate(), -1)}T06:00:00Z`;
const afterwards = () => `${addDays(billingDate(), 2)}T06:00:00Z`;

beforeAll(async () => {
  cdkOut = await assembly();
  folders = await copyOfWorld(folder);
  await start();
  firstDay = (await currentTime(runtime.controlRoot)).slice(0, 10);
});

afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Moves the clock towards `to` and kills the runtime `lateMs` after the clock was seen at `at`; answers what it showed last.
 * Days before the eve of the billing date are passed in steps of a week, as after an outage.
 */
async function killOnTheWay(to: string, { at, lateMs }: { at: string; lateMs: number }): Promise<string> {
  if (to > eve()) await passDaysBefore();
  const move = moveClock(runtime.controlRoot, to, to > eve() ? 'day' : 'week').catch(() => undefined);
  let seen = '';
  while (seen < at) {
    seen = await currentTime(runtime.controlRoot);
    await wait(5);
  }
  await wait(lateMs);
  seen = await currentTime(runtime.controlRoot);
  await kill();
  await move;
  return seen;
}

async function passDaysBefore(): Promise<void> {
  if ((await currentTime(runtime.controlRoot)) < eve()) await moveClock(runtime.controlRoot, eve(), 'month');
}

describe('OPS-1: a runtime that is killed loses nothing', () => {
  test('not the events of an order that was answered just before', async () => {
    const [partner, other] = [await as('adminAgent'), await as('otherPartnerAdmin')];
    await placeOrder(other, await readyCustomer(other), [['Intune', 8]]);
    const customer = await readyCustomer(partner);
    await placeOrder(partner, customer, [['Office 365 Enterprise E3', 10]]);
    await placeOrder(partner, customer, [['Intune', 5]]);
    await kill();
    await start();
    await untilIdle(runtime.controlRoot);
    const dryRun = await (await as('adminAgent')).send<{ totalCharges: number }>(
      `GET /v1/invoices/unbilled?asOf=${billingDate()}`,
    );
    expect(dryRun.totalCharges).toBe(10 * 17 + 5 * 4.8);
  }, 300_000);

  const somewhere = () => addDays(firstDay, 3 + Math.floor(Math.random() * 19));
  test.each([
    ['on the way', eve, () => `${somewhere()}T00:00:00.000Z`, Math.random() * 300],
    ['as the billing run begins', afterwards, () => `${billingDate()}T01:00:00.000Z`, Math.random() * 30],
    ['within the billing run', afterwards, () => `${billingDate()}T01:00:00.000Z`, 30 + Math.random() * 400],
  ])(
    'killed %s, its clock goes on and nothing keeps it from becoming idle',
    async (_, to, at, lateMs) => {
      const seen = await killOnTheWay(to(), { at: at(), lateMs });
      await start();
      expect(Date.parse(await currentTime(runtime.controlRoot)), `${lateMs} ms late`).toBeGreaterThanOrEqual(
        Date.parse(seen),
      );
      await untilIdle(runtime.controlRoot);
    },
    300_000,
  );

  test('everything is billed once, as it would have been', async () => {
    await moveClock(runtime.controlRoot, `${addDays(billingDate(), 3)}T06:00:00Z`);
    for (const [name, totalCharges] of [
      ['adminAgent', 10 * 17 + 5 * 4.8],
      ['otherPartnerAdmin', 8 * 4.8],
    ] as const) {
      const invoices = await listInvoices(await as(name));
      expect(invoices, name).toEqual([
        expect.objectContaining({ invoiceDate: `${billingDate()}T00:00:00Z`, totalCharges }),
      ]);
    }
  }, 300_000);
});
