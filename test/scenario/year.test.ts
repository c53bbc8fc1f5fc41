import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../infra/local/demo/client.ts';
import { currentTime, moveClock } from '../../infra/local/demo/control.ts';
import { downloadInvoice, type Invoice, listInvoices, sameAmount } from '../../infra/local/demo/invoices.ts';
import {
  addDays,
  addMonths,
  patchSubscription,
  placeOrder,
  problem,
  readyCustomer,
  type Subscription,
  subscriptionsOf,
} from './actions.ts';
import { startWorld, type World } from './world.ts';

// Twelve months of one partner, in steps of a day, lived through once; the tests look at what became of it.
let world: World;
let partner: Client;
let customer: string;
let firstDay: string;
let ids: Record<'kept' | 'ending' | 'dropped' | 'yearly', string>;
/** The newest invoice after each billing date, with the sum of its file. */
const months: { readonly invoice: Invoice; readonly sum: string }[] = [];
let afterSixtyDays: readonly Subscription[];

beforeAll(async () => {
  world = await startWorld();
  partner = world.as('adminAgent');
  await sellInTheFirstHour();
  for (let month = 1; month <= 12; month += 1) {
    await moveClock(world.runtime.controlRoot, `${addMonths(firstDay, month)}T06:00:00Z`);
    await lookAtTheInvoice();
    if (month === 4) await patchSubscription(partner, customer, ids.kept, { quantity: 12 });
    if (month === 4) await patchSubscription(partner, customer, ids.dropped, { status: 'suspended' });
    if (month === 7) afterSixtyDays = await subscriptionsOf(partner, customer);
  }
}, 900_000);
afterAll(() => world?.stop());

async function sellInTheFirstHour(): Promise<void> {
  firstDay = (await currentTime(world.runtime.controlRoot)).slice(0, 10);
  customer = await readyCustomer(partner);
  const monthly = await placeOrder(partner, customer, [
    ['Office 365 Enterprise E3', 10],
    ['Intune', 5],
    ['Visio Online Plan 1', 2],
  ]);
  const annual = await placeOrder(partner, customer, [['Power BI Pro', 4]], 'annual');
  const [kept, ending, dropped, yearly] = [...monthly.lineItems, ...annual.lineItems].map(
    (line) => line.subscriptionId,
  );
  ids = { kept, ending, dropped, yearly } as typeof ids;
  await patchSubscription(partner, customer, ids.ending, { autoRenewEnabled: false });
}

async function lookAtTheInvoice(): Promise<void> {
  const [invoice] = await listInvoices(partner);
  const { sum } = await downloadInvoice(partner, invoice!, world.folder);
  months.push({ invoice: invoice!, sum });
}

const stateNow = async (id: string): Promise<Subscription | undefined> =>
  (await subscriptionsOf(partner, customer)).find((subscription) => subscription.id === id);

test('OPS-2: a year makes twelve invoices, each on its billing day', async () => {
  const days = months.map(({ invoice }) => invoice.invoiceDate.slice(0, 10));
  expect(days).toEqual(Array.from({ length: 12 }, (_, index) => addMonths(firstDay, index + 1)));
  expect(await listInvoices(partner)).toHaveLength(12);
});

test('BIL-3: each invoice is the sum of its lines', () => {
  for (const { invoice, sum } of months)
    expect(sameAmount(sum, invoice.totalCharges), `${invoice.id}: ${sum}`).toBe(true);
});

test('ORD-3: an annual cycle is charged once, a monthly one every month', () => {
  const totals = months.map(({ invoice }) => invoice.totalCharges);
  // By month: 10 seats at 17.00, 5 at 4.80, 2 at 4.25; for the year: 4 at 8.49 a month.
  expect(totals[0]).toBe(170 + 24 + 8.5 + 4 * 12 * 8.49);
  expect(totals[1]).toBe(170 + 24 + 8.5);
  expect(totals[11], 'two more seats since the fourth month, one subscription gone').toBe(12 * 17 + 24);
});

test('SUB-1: what renews by itself has a new term, counted from its first day', async () => {
  const renewed = { status: 'active', commitmentEndDate: `${addMonths(firstDay, 24)}T00:00:00Z` };
  expect(await stateNow(ids.kept)).toMatchObject({ ...renewed, quantity: 12 });
  expect(await stateNow(ids.yearly)).toMatchObject(renewed);
});

test('SUB-1: what does not renew ends with its term', async () => {
  expect(await stateNow(ids.ending)).toMatchObject({ status: 'suspended', suspensionReasons: ['Expiration'] });
});

test('SUB-4: sixty days after its suspension a subscription is gone for good', async () => {
  expect(afterSixtyDays.find(({ id }) => id === ids.dropped)).toMatchObject({ status: 'deleted' });
  const path = `PATCH /v1/customers/${customer}/subscriptions/${ids.dropped}`;
  expect(await partner.ask(path, { body: { status: 'active' } })).toMatchObject(problem(400, 2011));
});

test('OPS-3 again: a day later there is nothing more to renew, to end or to bill', async () => {
  const before = await subscriptionsOf(partner, customer);
  await moveClock(world.runtime.controlRoot, `${addDays(addMonths(firstDay, 12), 1)}T06:00:00Z`);
  expect(await subscriptionsOf(partner, customer)).toEqual(before);
  expect(await listInvoices(partner)).toHaveLength(12);
});

test('OPS-2: a token ends by its issuer’s clock, a year behind the program’s', async () => {
  const { tenantId, clientId, clientSecret } = world.credentials.clients.adminAgent!;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(`${world.runtime.apiRoot}/${tenantId}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, resource: 'https://graph.windows.net' }),
  });
  const token = (await answer.json()) as { access_token: string; expires_on: string; expires_in: string };
  const payload = Buffer.from(token.access_token.split('.')[1]!, 'base64url').toString('utf8');
  const { exp } = JSON.parse(payload) as { exp: number };
  expect(token.expires_on).toBe(String(exp));
  const programNow = Date.parse(await currentTime(world.runtime.controlRoot)) / 1000;
  expect(exp).toBeLessThan(programNow);
});
