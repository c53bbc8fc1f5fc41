import { expect, test } from 'vitest';
import { headerWrite } from '../../../../functions/billing/invoices/store/invoice-store.ts';
import {
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  PARTNER,
} from '../../../support/billing-world.ts';
import { anInvoice } from '../../../support/scale/many-invoices.ts';
import type { Spent } from '../../../support/scale/many-rows.ts';
import { aManySubscription, manySubscriptions } from '../../../support/scale/many-subscriptions.ts';

/** What pages of billing's lists cost for a partner with a million subscriptions. */
const MILLION = 1_000_000;
const MEGABYTE = 1024 * 1024;
const AT = '2018-06-20T12:00:00.000Z';

async function partnerWith(cycle: 'monthly' | 'annual'): Promise<{ world: BillingWorld; spent: Spent }> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  const { table, spent } = manySubscriptions(PARTNER, MILLION, cycle, world.table);
  return { world: { ...world, deps: { ...world.deps, table } }, spent };
}
const LINES = '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems';
const shownIdOf = (n: number): string => aManySubscription(n, 'monthly').subscriptionId.toUpperCase();
const turn = (token: string, operation: string) =>
  `/v1/invoices/unbilled/lineitems?seekOperation=${operation}&MS-ContinuationToken=${encodeURIComponent(token)}`;

test('BIL-10: a page of a hundred lines reads about as many subscriptions, wherever it stands', async () => {
  const { world, spent } = await partnerWith('monthly');
  const first = await ask(world, `${LINES}&size=100`, undefined, AT);
  expect(first.body.items).toHaveLength(100);
  expect(spent.items).toBeLessThan(110);
  const second = await ask(world, turn(first.body.continuationToken, 'Next'), undefined, AT);
  expect(second.body.items).toHaveLength(100);
  expect(spent.items).toBeLessThan(220);
  expect(second.body.items[0].subscriptionId).toBe(shownIdOf(100));
  const back = await ask(world, turn(second.body.continuationToken, 'Previous'), undefined, AT);
  expect(back.body.items).toEqual(first.body.items);
});

test('BIL-10: where nothing is open a page reads a megabyte, is empty, and goes on', async () => {
  const { world, spent } = await partnerWith('annual');
  const first = await ask(world, LINES, undefined, AT);
  expect(first.body.items).toEqual([]);
  expect(spent.bytes).toBeLessThan(1.2 * MEGABYTE);
  const read = spent.items;
  const second = await ask(world, turn(first.body.continuationToken, 'Next'), undefined, AT);
  expect(second.body.continuationToken).toBeDefined();
  expect(spent.items).toBeGreaterThan(1.8 * read);
  expect(spent.items).toBeLessThan(2.2 * read);
  const back = await ask(world, turn(second.body.continuationToken, 'Previous'), undefined, AT);
  expect(back.status).toBe(200);
  expect(spent.bytes).toBeLessThan(5 * MEGABYTE);
});

test('BIL-10: all pages together have every line once', async () => {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  const few = manySubscriptions(PARTNER, 20_000, (n) => (n % 3000 === 2999 ? 'monthly' : 'annual'), world.table);
  const large = { ...world, deps: { ...world.deps, table: few.table } };
  const found: string[] = [];
  let { body } = await ask(large, `${LINES}&size=2`, undefined, AT);
  for (let pages = 1; ; pages += 1) {
    found.push(...body.items.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId));
    if (!body.continuationToken) break;
    expect(pages).toBeLessThan(50);
    ({ body } = await ask(large, turn(body.continuationToken, 'Next'), undefined, AT));
  }
  expect(found).toEqual([2999, 5999, 8999, 11_999, 14_999, 17_999].map((n) => shownIdOf(n)));
});

test('BIL-1: a page of invoices reads its own, and an offset leads anywhere', async () => {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  for (let n = 0; n < 1200; n += 1) await world.table.write([headerWrite(anInvoice(PARTNER, n))]);
  const queries: number[] = [];
  const counted = {
    ...world.table,
    query: async (query: Parameters<typeof world.table.query>[0]) => {
      const page = await world.table.query(query);
      queries.push(page.items.length);
      return page;
    },
  };
  const large = { ...world, deps: { ...world.deps, table: counted } };
  const first = await ask(large, '/v1/invoices?size=100', undefined, AT);
  expect(first.body.items).toHaveLength(100);
  expect(queries.reduce((sum, count) => sum + count, 0)).toBe(101);
  const next = new URL(`http://x/v1${first.body.links.next.uri}`);
  const token = encodeURIComponent(first.body.links.next.headers[0].value);
  const second = await ask(large, `${next.pathname}${next.search}&MS-ContinuationToken=${token}`, undefined, AT);
  const behind = await ask(large, '/v1/invoices?size=100&offset=100', undefined, AT);
  expect(behind.body.items).toEqual(second.body.items);
  expect((await ask(large, '/v1/invoices?size=5&offset=1198', undefined, AT)).body.items).toHaveLength(2);
});
