import { createHash } from 'node:crypto';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { KnownSubscription } from '../../functions/billing/history/domain/subscription.ts';
import { fromItem } from '../../functions/billing/history/store/subscription-item.ts';
import { rateRange } from '../../functions/billing/invoices/operations/rate-range.ts';
import type { RunMessage } from '../../functions/billing/invoices/operations/run-message.ts';
import { partStore } from '../../functions/billing/invoices/store/part-store.ts';
import type { Item, Page, Query, Table } from '../../shared/dynamo/table.ts';
import { amountText, divideRounded, SCALE, scaled } from '../../shared/kernel/money.ts';
import type { Entry } from '../../shared/kernel/seat-rating/history.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  deliver,
  idOf,
  PARTNER,
  runJob,
  subscriptionEvents,
} from '../support/billing-world.ts';
import { cpuMicroseconds, type Figure, median } from './figure.ts';

/**
 * What a line of the billing run costs: the worker's own code over the answers of a table, from their JSON to the
 * compressed file, against a bare loop that parses the same items, multiplies, formats the same row, compresses and
 * hashes.
 */

const SUBSCRIPTIONS = 10_000;
const PER_CUSTOMER = 5;
const ROUNDS = 9;
const WARM_UP = 3;
const BILLING_ON = '2018-07-15';
type RangeMessage = Extract<RunMessage, { kind: 'range' }>;

/** Bytes of items in one answer of a query at most. */
const PAGE_BYTES = 1024 * 1024;

/** A partner in the sixth month of its subscriptions; every tenth had its seats changed once. */
async function program(): Promise<BillingWorld> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  for (let offer = 1; offer <= 20; offer += 1) await deliver(world, anOffer(idOf('0ffe', offer), `Offer ${offer}`));
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    const customer = Math.floor(n / PER_CUSTOMER);
    const customerId = `${((customer * 2654435761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(customer).padStart(12, '0')}`;
    if (n % PER_CUSTOMER === 0) await deliver(world, aRelationship(customerId, `Customer ${customer}`));
    const events = subscriptionEvents(
      {
        subscriptionId: idOf('5ab', n),
        customerId,
        offerId: idOf('0ffe', (n % 20) + 1),
        startOn: `2018-01-${String((n % 28) + 1).padStart(2, '0')}`,
        wholesale: ['4.00', '6.15', '12.38', '48.75'][n % 4]!,
        quantity: (n % 90) + 1,
        more: { orderId: idOf('0d', n), friendlyName: `Seats of office ${n % 300}` },
      },
      n % 10 === 0 ? [{ type: 'SubscriptionUpdated', on: '2018-06-20', change: { quantity: (n % 90) + 3 } }] : [],
    );
    for (const event of events) await deliver(world, event);
  }
  return world;
}

/** Answers of queries as the service sends them: pages of JSON with typed attributes. */
function wirePages(items: readonly Item[]): string[] {
  const pages: string[] = [];
  let [page, bytes] = [[] as unknown[], 0];
  for (const item of items) {
    const attributes = marshall(item);
    const size = JSON.stringify(attributes).length;
    if (bytes + size > PAGE_BYTES) {
      pages.push(JSON.stringify({ Items: page }));
      [page, bytes] = [[], 0];
    }
    page.push(attributes);
    bytes += size;
  }
  return [...pages, JSON.stringify({ Items: page })];
}

const itemsOf = (page: string): Item[] =>
  (JSON.parse(page) as { Items: Parameters<typeof unmarshall>[0][] }).Items.map((item) => unmarshall(item) as Item);

/** The world's table, its large queries answered from recorded pages. */
function recordedTable(world: BillingWorld): { table: Table; pages: ReadonlyMap<string, string[]> } {
  const pages = new Map(
    [`BILLING#${PARTNER}#SUBSCRIPTIONS`, `BILLING#${PARTNER}#CUSTOMERS`].map((pk) => {
      const items = [...world.table.items.values()].filter((item) => item.pk === pk);
      return [pk, wirePages(items.sort((a, b) => (a.sk < b.sk ? -1 : 1)))];
    }),
  );
  const query = async (asked: Query): Promise<Page> => {
    const recorded = pages.get(asked.pk);
    if (!recorded) return world.table.query(asked);
    const number = Number(asked.after?.page ?? 0);
    const items = itemsOf(recorded[number]!);
    return number + 1 < recorded.length ? { items, next: { page: String(number + 1) } } : { items };
  };
  return { table: { ...world.table, query, batchGet: world.table.batchGet }, pages };
}

/** The table as the worker's first attempt finds it, however often it is tried: no part is kept. */
const forgetful = (table: Table): Table => ({
  ...table,
  get: async (key, options) => (key.pk.endsWith('#PARTS') ? undefined : table.get(key, options)),
  write: async () => {},
});

const workerRound = (world: BillingWorld, table: Table, message: RangeMessage): Promise<number> =>
  cpuMicroseconds(async () => {
    await rateRange(message, { ...world.deps, table });
  });

/**
 * The bare loop: parses the same items (subscriptions and names of customers), multiplies, rounds and formats a row with
 * the same columns, compresses it like the worker and hashes what comes of it. It knows no rule, no history, no sums and
 * no explanation.
 */
function bareRound(recorded: ReadonlyMap<string, readonly string[]>): Promise<number> {
  return cpuMicroseconds(() => {
    const names = new Map<string, Item>();
    for (const page of recorded.get(`BILLING#${PARTNER}#CUSTOMERS`)!)
      for (const item of itemsOf(page)) names.set(item.sk, item);
    const chunks: Buffer[] = [];
    const plain = Buffer.allocUnsafe(ROWS_PER_CHUNK * ROW_BYTES_MAX);
    let [bytes, count, sum] = [0, 0, 0];
    const compress = () => {
      const written = plain.subarray(0, bytes);
      chunks.push(deflateRawSync(written, { level: 1, finishFlush: constants.Z_FULL_FLUSH }));
      [bytes, count, sum] = [0, 0, crc32(written, sum)];
    };
    for (const page of recorded.get(`BILLING#${PARTNER}#SUBSCRIPTIONS`)!)
      for (const item of itemsOf(page))
        for (const row of bareRows(item, names)) {
          bytes += plain.write(row, bytes, 'utf8');
          count += 1;
          if (count === ROWS_PER_CHUNK) compress();
        }
    compress();
    const hash = createHash('sha256').update(Buffer.concat(chunks)).digest('hex');
    if (sum === 0 || hash === '') throw new Error('the bare loop wrote rows');
  });
}

const ROWS_PER_CHUNK = 5000;
const ROW_BYTES_MAX = 1000;

const bareDate = (on: string): string => `${+on.slice(5, 7)}/${+on.slice(8, 10)}/${on.slice(0, 4)}`;
const text = (minorUnits: bigint): string => amountText({ minorUnits, currency: 'USD' });
const [DISCOUNT, TAX] = [scaled('0'), scaled('0')];

/** As many rows as the worker has lines: one for the cycle, three for a change of seats. */
function bareRows(item: Item, names: ReadonlyMap<string, Item>): string[] {
  const subscription = fromItem(item);
  const [first, ...changes] = subscription.entries;
  const customer = names.get(subscription.customerId)!;
  const rows = [bareRow(subscription, first!, customer)];
  for (let row = 0; row < changes.length * 3; row += 1) rows.push(bareRow(subscription, first!, customer));
  return rows;
}

function bareRow(
  { customerId, subscriptionId, orderId, offerId }: KnownSubscription,
  entry: Entry,
  customer: Item,
): string {
  const { quantity = 0, lock, effectiveOn, termEndOn = effectiveOn, friendlyName = '' } = entry;
  const price = scaled(lock!.wholesale);
  const unitPrice = divideRounded(price * 100n, SCALE);
  const amount = divideRounded(price * BigInt(quantity) * 100n, SCALE);
  const discount = divideRounded(amount * DISCOUNT, SCALE);
  const tax = divideRounded((amount - discount) * TAX, SCALE);
  const subtotal = amount - discount;
  return `${PARTNER},${customerId},${customer.name},4390001,0,${orderId},${subscriptionId},${subscriptionId},${offerId},${offerId},Offer,${bareDate(effectiveOn)} 0:00,${bareDate(termEndOn)} 23:59,${bareDate(effectiveOn)} 0:00,${bareDate(termEndOn)} 23:59,Cycle fee,${text(unitPrice)},${quantity},${text(amount)},${text(discount)},${text(subtotal)},${text(tax)},${text(subtotal + tax)},USD,${customer.domain},${friendlyName},Offer,Monthly,${subscriptionId}|1|cycle:${effectiveOn}|0\r\n`;
}

/** Consistent reads of a run, in read units per million subscriptions: its pages at one unit per 4 KB. */
function readUnits(world: BillingWorld): number {
  const bytesOf = (pk: string): number =>
    [...world.table.items.values()].filter((item) => item.pk === pk).reduce((sum, item) => sum + itemBytes(item), 0);
  const subscriptions = bytesOf(`BILLING#${PARTNER}#SUBSCRIPTIONS`) / 4096;
  const names = bytesOf(`BILLING#${PARTNER}#CUSTOMERS`) / 4096 / 2;
  return Math.round(((subscriptions + names) / SUBSCRIPTIONS) * 1_000_000);
}

/** Size as the service counts it: names and values, texts in UTF-8. */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + (typeof value === 'number' ? 3 : Buffer.byteLength(String(value))),
    0,
  );

export async function billingBench(): Promise<Figure[]> {
  const world = await program();
  await runJob(world, BILLING_ON);
  const [message] = world.queue as RangeMessage[];
  await rateRange(message!, world.deps);
  const [part] = await partStore(world.table).ofPeriod(PARTNER, message!.billingOn);
  const { table, pages } = recordedTable(world);
  const [worker, bare, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const workerCpu = (await workerRound(world, forgetful(table), message!)) / part!.lineCount;
    const bareCpu = (await bareRound(pages)) / part!.lineCount;
    if (round < 0) continue;
    worker.push(workerCpu);
    bare.push(bareCpu);
    // What disturbs the machine disturbs both of a pair.
    ratios.push(workerCpu / bareCpu);
  }
  return [
    { name: 'billing run: CPU per line, file included', value: median(worker), unit: 'µs', budget: 20 },
    { name: 'billing run: the bare loop, per line', value: median(bare), unit: 'µs' },
    { name: 'billing run: worker against the bare loop', value: median(ratios), unit: '×', budget: 1.5 },
    {
      name: 'billing run: read units per million subscriptions',
      value: readUnits(world),
      unit: 'RRU',
      budget: 100_000,
    },
  ];
}
