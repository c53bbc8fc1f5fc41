import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clientOf } from '../../infra/local/demo/client.ts';
import { LostError, untilIdle } from '../../infra/local/demo/control.ts';
import { readCredentials } from '../../infra/local/demo/credentials.ts';
import { loadProgram } from '../../infra/local/demo/index.ts';
import { loadCatalogue } from '../../infra/local/demo/offers.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { redrive } from '../../infra/redrive.ts';
import { addMonths, placeOrder, readyCustomer } from './actions.ts';
import { assembly } from './assembly.ts';

// A deployment whose publisher lost its right to the bus: what happens meanwhile is given up, and taken back once the
// right is there again. Three runs on one state.
const folder = mkdtempSync(join(tmpdir(), 'redrive-'));
const broken = join(folder, 'assembly');
let good: string;
let runtime: Runtime;

const start = async (cdkOut: string): Promise<void> => {
  const [localDir, dataDir] = [join(folder, 'local'), join(folder, 'data')];
  runtime = await startRuntime({ cdkOut, localDir, dataDir, quiet: true });
};

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
  const { clients } = (await readCredentials(join(folder, 'local')))!;
  return clientOf(runtime.apiRoot, clients.adminAgent!);
};
const unbilled = async (): Promise<number> => {
  const asOf = addMonths(new Date().toISOString().slice(0, 10), 1);
  const dryRun = await (await partner()).send<{ totalCharges: number }>(`GET /v1/invoices/unbilled?asOf=${asOf}`);
  return dryRun.totalCharges;
};

beforeAll(async () => {
  // What is denied and given up is said there, and is what this is about.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  good = await assembly();
  takeRightAway();
  await start(good);
  const quietly = { ...runtime, operator: runtime.operator!, signIn: runtime.signIn!, log: () => {} };
  await loadProgram({ ...quietly, localDir: join(folder, 'local'), empty: true });
  await loadCatalogue(quietly);
  await runtime.stop();
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
    const again = () => redrive({ name: 'open-csp', endpoint: runtime.door, log: (line) => void lines.push(line) });
    const { takenBack, left } = await again();
    expect(takenBack).toBeGreaterThan(0);
    expect(left, lines.join('\n')).toBe(0);
    await untilIdle(runtime.controlRoot);
    expect(await unbilled()).toBe(5 * 4.8);
    expect(await again()).toEqual({ takenBack: 0, left: 0 });
    expect(await unbilled()).toBe(5 * 4.8);
  });
});
