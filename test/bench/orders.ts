import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offerFinder } from '../../infra/local/demo/catalogue.ts';
import { type Credentials, clientOf } from '../../infra/local/demo/client.ts';
import { currentTime, untilIdle } from '../../infra/local/demo/control.ts';
import { loadProgram } from '../../infra/local/demo/index.ts';
import { loadCatalogue } from '../../infra/local/demo/offers.ts';
import { customers } from '../../infra/local/demo/sales.ts';
import { placeOrder, type Seller, type SoldCustomer, sellTo } from '../../infra/local/demo/selling.ts';
import { buildAssembly } from '../../infra/local/project.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import type { Figure } from './figure.ts';

/** Orders before those that are counted: functions have started and read the catalogue. */
const WARMING = 5;
const COUNTED = 20;

export interface Program {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly operator: Credentials;
  readonly partner: Credentials;
}

/**
 * What an order of one line costs at list prices, over all contexts that hear of it, and how long it takes until every one of them
 * has done what follows from it, one order after the other on a program that does nothing else.
 */
export async function orderBench(log: (line: string) => void): Promise<Figure[]> {
  const localDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const { assembly } = buildAssembly(() => {});
  const runtime = await startRuntime({ localDir, quiet: true, cdkOut: assembly });
  try {
    const { operator, signIn } = runtime as { operator: Credentials; signIn: NonNullable<typeof runtime.signIn> };
    await loadProgram({ ...runtime, operator, signIn, localDir, empty: true, log: () => {} });
    const { clients } = JSON.parse(readFileSync(join(localDir, 'credentials.json'), 'utf8'));
    const { apiRoot, controlRoot } = runtime;
    return await ordersOf({ apiRoot, controlRoot, operator, partner: clients.adminAgent }, log);
  } finally {
    await runtime.stop();
    rmSync(localDir, { recursive: true });
  }
}

/** The figures of a program in which nothing is sold yet. */
export async function ordersOf(program: Program, log: (line: string) => void): Promise<Figure[]> {
  const { apiRoot, controlRoot } = program;
  await loadCatalogue({ ...program, log: () => {} });
  const client = clientOf(apiRoot, program.partner);
  const seller: Seller = { key: 'bench', client, offer: await offerFinder(), reseller: noReseller };
  const plan = { ...customers[0]!, orders: [] };
  const customer = await sellTo(seller, plan, await currentTime(controlRoot));
  await untilIdle(controlRoot);
  for (let n = 0; n < WARMING; n += 1) await effectsOf(seller, customer, `warming ${n}`, controlRoot);
  await control(controlRoot, 'POST', '/usage/reset');
  const took: number[] = [];
  for (let n = 0; n < COUNTED; n += 1) took.push(await effectsOf(seller, customer, `counted ${n}`, controlRoot));
  const usage: Usage = await control(controlRoot, 'GET', '/usage');
  const usd = (usage.usd * 1_000_000) / COUNTED;
  for (const [name, { usd: own }] of Object.entries(usage.functions))
    log(`  ${name}: ${((own * 1_000_000) / COUNTED).toFixed(2)} USD a million orders`);
  const sorted = took.toSorted((a, b) => a - b);
  return [
    { name: 'cost per million orders of one line, every context', value: usd, unit: 'USD', budget: 20 },
    { name: "an order's effects in every context, the median", value: sorted[COUNTED / 2]!, unit: 'ms', budget: 1000 },
  ];
}

const noReseller = (key: string): never => {
  throw new Error(`no order here is for the reseller ${key}`);
};

/** Places an order and waits until nothing is in flight any more: how long both took, in milliseconds. */
async function effectsOf(seller: Seller, customer: SoldCustomer, nickname: string, controlRoot: string) {
  const startedAt = performance.now();
  await placeOrder(seller, customer, {
    billingCycle: 'monthly',
    lines: [{ offer: 'Office 365 Enterprise E3', seats: 3, nickname }],
  });
  await untilIdle(controlRoot);
  return performance.now() - startedAt;
}

interface Usage {
  readonly usd: number;
  readonly functions: Readonly<Record<string, { readonly usd: number }>>;
}

async function control<T>(root: string, method: 'GET' | 'POST', path: string): Promise<T> {
  const answer = await fetch(root + path, { method, ...(method === 'POST' && { body: '{}' }) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
