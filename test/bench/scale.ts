import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { customerNameKey } from '../../functions/billing/accounts/store/keys.ts';
import type { KnownSubscription } from '../../functions/billing/history/domain/subscription.ts';
import { sizeKey, subscriptionKey } from '../../functions/billing/history/store/keys.ts';
import { subscriptionItem } from '../../functions/billing/history/store/subscription-item.ts';
import { loadProgram } from '../../infra/local/demo/index.ts';
import { buildAssembly } from '../../infra/local/project.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { guidFromHex } from '../../shared/kernel/ids.ts';
import type { Entry } from '../../shared/kernel/seat-rating/history.ts';
import { addMonths, type Day, type Instant, utcDay } from '../../shared/kernel/time.ts';
import type { Figure } from './figure.ts';

/** Subscriptions a customer has on average. */
const PER_CUSTOMER = 5;
const BATCH = 25;
/** Writes under way at once. */
const LANES = 8;

const guid = (...parts: readonly unknown[]): string =>
  guidFromHex(createHash('sha256').update(parts.join('/')).digest('hex'));

/**
 * What a billing run of one partner with so many seat subscriptions costs, counted by the runtime's own accounting:
 * the table is filled with billing's items, the clock goes to the billing date, and the scheduled job does the rest.
 */
export async function scaleBench(counts: readonly number[], log: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of counts) {
    const startedAt = performance.now();
    figures.push(...(await billed(count)));
    log(`billed ${count} subscriptions in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  return figures;
}

async function billed(count: number): Promise<Figure[]> {
  const localDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const { assembly } = buildAssembly(() => {});
  const runtime = await startRuntime({ localDir, quiet: true, cdkOut: assembly });
  try {
    await loadProgram({
      ...runtime,
      operator: runtime.operator!,
      signIn: runtime.signIn!,
      localDir,
      empty: true,
      log: () => {},
    });
    const credentials = JSON.parse(readFileSync(join(localDir, 'credentials.json'), 'utf8'));
    const partnerId: string = credentials.clients.adminAgent.tenantId;
    const today = utcDay((await control(runtime, '/clock')).now as Instant);
    await fill(runtime, partnerId, count, today);
    await control(runtime, '/idle');
    await control(runtime, '/usage/reset', {});
    const billingOn = addMonths(today, 1);
    await control(runtime, '/clock', { to: `${billingOn}T01:30:00Z`, step: 'day' });
    return figuresOf(await control(runtime, '/usage'), count);
  } finally {
    await runtime.stop();
    rmSync(localDir, { recursive: true });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the control server, read once
async function control(runtime: Runtime, path: string, body?: object): Promise<any> {
  const answer = await fetch(runtime.controlRoot + path, {
    method: body ? 'POST' : 'GET',
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** A subscription with an ordinary life: bought, and every fourth one resized ten days later. */
function subscriptionOf(n: number, today: Day): KnownSubscription {
  const customerId = guid('customer', Math.floor(n / PER_CUSTOMER));
  const bought: Entry = {
    kind: 'created',
    version: 1,
    effectiveOn: today,
    storedOn: today,
    eventId: guid('event', n),
    quantity: 1 + (n % 90),
    billingCycle: n % 10 === 0 ? 'annual' : 'monthly',
    lock: { priceList: today.slice(0, 7), currency: 'USD', wholesale: '16.99', list: '20.00', discountPercent: '0' },
    anchorOn: today,
    termEndOn: addMonths(today, 12),
    autoRenew: true,
  };
  const resizedOn = `${addMonths(today, 1).slice(0, 7)}-01` as Day;
  const resized: Entry[] =
    n % 4 === 0 && resizedOn > today && resizedOn < addMonths(today, 1)
      ? [
          {
            kind: 'resized',
            version: 2,
            effectiveOn: resizedOn,
            storedOn: resizedOn,
            eventId: guid('event', n, 2),
            quantity: 3 + (n % 90),
          },
        ]
      : [];
  return {
    customerId,
    subscriptionId: guid('subscription', n),
    orderId: guid('order', n),
    offerId: guid('offer', n % 40),
    entries: [bought, ...resized],
    opening: undefined,
    foldedVersion: 0,
    waiting: [],
  };
}

async function fill(runtime: Runtime, partnerId: string, count: number, today: Day): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: runtime.dynamoDBEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const table = (await client.send(new ListTablesCommand({}))).TableNames![0]!;
  const sizes = new Map<string, number>();
  const customers = new Set<string>();
  const items: Item[] = [];
  for (let n = 0; n < count; n += 1) {
    const subscription = subscriptionOf(n, today);
    items.push(subscriptionItem.toItem(subscriptionKey({ partnerId, ...subscription }), { subscription, version: 1 }));
    customers.add(subscription.customerId);
    const digit = subscription.customerId[0]!;
    sizes.set(digit, (sizes.get(digit) ?? 0) + 1);
  }
  for (const [digit, size] of sizes) items.push({ ...sizeKey(partnerId, digit), count: size });
  for (const customerId of customers)
    items.push({ ...customerNameKey(partnerId, customerId), name: 'Bench customer', domain: 'bench.example' });
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, n) =>
    items.slice(n * BATCH, (n + 1) * BATCH),
  );
  const lane = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const requests = batch.map((item) => ({
        PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  client.destroy();
}

interface ServiceUsage {
  readonly requests: number;
  readonly units: Readonly<Record<string, number>>;
}
interface Usage {
  readonly functions: Readonly<
    Record<string, { readonly usd: number; readonly services: Readonly<Record<string, ServiceUsage>> }>
  >;
}

/** Sums over billing's own functions, per million subscriptions. */
function figuresOf(usage: Usage, count: number): Figure[] {
  const own = Object.entries(usage.functions).filter(([name]) => /billing/i.test(name));
  const perMillion = (value: number): number => (value * 1_000_000) / count;
  const total = (of: (services: Readonly<Record<string, ServiceUsage>>) => number): number =>
    perMillion(own.reduce((sum, [, { services }]) => sum + of(services), 0));
  const units = (pattern: RegExp) =>
    total((services) =>
      Object.entries(services.dynamodb?.units ?? {}).reduce(
        (sum, [unit, amount]) => sum + (pattern.test(unit) ? amount : 0),
        0,
      ),
    );
  const isLargest = count >= 50_000;
  const label = `per million subscriptions, run of ${count.toLocaleString('en')}`;
  return [
    { name: `read units ${label}`, value: units(/read/i), unit: 'units', ...(isLargest && { budget: 100_000 }) },
    { name: `write units ${label}`, value: units(/write/i), unit: 'units' },
    {
      name: `requests ${label}`,
      value: total((services) => Object.values(services).reduce((sum, { requests }) => sum + requests, 0)),
      unit: 'requests',
    },
    {
      name: `cost ${label}`,
      value: perMillion(own.reduce((sum, [, { usd }]) => sum + usd, 0)),
      unit: 'USD',
      ...(isLargest && { budget: 0.02 }),
    },
  ];
}
