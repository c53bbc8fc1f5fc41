import { beforeEach, expect, test } from 'vitest';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { METER, OFFERS, placeOrder, publishRateCard, putMeteredOnSale, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, type World } from '../support/world.ts';
import { speaking } from './speech.ts';

/** What the operator does in billing, and what a partner sees of it: ten seats at 16.00 a month, and what is used besides. */
let world: World;
let operator: TokenClaims;
let partner: EnrolledPartner;
let as: TokenClaims;
let customerId: string;
let say: ReturnType<typeof speaking>['say'];
let refused: ReturnType<typeof speaking>['refused'];

beforeEach(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  ({ operator } = world);
  ({ say, refused } = speaking(world));
  const base = { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' };
  await putOnSale(world, '202601', [base, { ...base, country: 'TW' }]);
  partner = await enrolPartner(world, { name: 'contoso' });
  as = partner.adminAgent;
  customerId = await createCustomer(world, partner, { name: 'fabrikam' });
});

const seats = () => placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 10 }]);
const passTo = (at: string) => world.program.moveTo(at, { daily: true });
/** What the partner owes for everything. */
const owed = async (): Promise<number> => (await say(as, 'GET /v1/invoices/summary')).balanceAmount;

test('BIL-1, BIL-10, BIL-11: the operator looks first, bills once, and the partner can explain every cent', async () => {
  expect(await say(as, 'GET /v1/partner/billingaccount')).toMatchObject({ billingDay: 5, currencyCode: 'USD' });
  const [subscriptionId] = (await seats()).subscriptionIds;

  // Before the invoice: what is open, explained.
  const { items: links } = await say(as, 'GET /v1/invoices/estimates/links');
  expect(links).not.toEqual([]);
  const { items: open } = await say(as, 'GET /v1/invoices/unbilled/lineitems?invoiceLineItemType=billinglineitems');
  expect(open).toMatchObject([{ quantity: 10, subtotal: 160, lineId: expect.any(String) }]);
  const explained = await say(as, `GET /v1/invoices/unbilled/lineitems/${encodeURIComponent(open[0].lineId)}`);
  expect(explained).toMatchObject({ invoiceId: 'unbilled', lineId: open[0].lineId });

  // The billing date: an estimate of everybody, then the invoices.
  await passTo('2026-02-05T00:30:00Z');
  const run = (mode: string) => say(operator, 'POST /v1/operator/billing/runs', { asOfDate: '2026-02-05', mode });
  const minutesLater = (minutes: number): void =>
    world.program.setClock(new Date(Date.parse(world.program.now()) + minutes * 60_000).toISOString());
  // Who looks has a worker count anew; some seconds later that is told.
  const outcome = async ({ id }: { id: string }) => {
    minutesLater(5);
    await say(operator, `GET /v1/operator/billing/runs/${id}`);
    await world.program.settle();
    minutesLater(1);
    return say(operator, `GET /v1/operator/billing/runs/${id}`);
  };
  const preview = await outcome(await run('preview'));
  expect(preview).toMatchObject({ status: 'succeeded', partners: [{ result: 'preview' }] });
  expect((await say(as, 'GET /v1/invoices')).items).toEqual([]);
  const first = await run('commit');
  expect(await outcome(first), 'what is stored on the date’s eve may take an hour').toMatchObject({
    status: 'running',
  });
  await passTo('2026-02-06T00:00:00Z');
  const billed = await outcome(first);
  const { totalCharges, invoiceId } = billed.partners[0];
  expect(billed).toMatchObject({ status: 'succeeded', partners: [{ partnerId: partner.partnerId, result: 'issued' }] });
  expect(totalCharges, 'as it was estimated').toBe(preview.partners[0].totalCharges);
  expect((await run('commit')).id, 'asked for again it is the same run').toBe(first.id);
  const { items: invoices } = await say(as, 'GET /v1/invoices');
  expect(invoices, 'the daily run has billed nothing besides').toMatchObject([{ id: invoiceId, totalCharges }]);

  // What the partner has of it.
  expect(await owed()).toBe(totalCharges);
  expect((await say(as, 'GET /v1/invoices/summaries')).items).toMatchObject([{ balanceAmount: totalCharges }]);
  const { items: lines } = await say(as, `GET /v1/invoices/${invoiceId}/lineitems/office/billinglineitems`);
  expect(lines[0].syndicationPartnerSubscriptionNumber.toLowerCase()).toBe(subscriptionId!.toLowerCase());
  const line = await say(as, `GET /v1/invoices/${invoiceId}/lineitems/${encodeURIComponent(lines[0].lineId)}`);
  expect(line).toMatchObject({ invoiceId, lineItem: { subtotal: lines[0].subtotal } });
  const { text } = await world.send({ path: `/v1/invoices/${invoiceId}/documents/statement`, as });
  expect(text.slice(0, 5)).toBe('%PDF-');
});

test('BIL-1, BIL-2: corrected by a note, taken back with another in its place, and taken back for good', async () => {
  const [subscriptionId] = (await seats()).subscriptionIds;
  await passTo('2026-02-06T00:00:00Z');
  const [invoice] = (await say(as, 'GET /v1/invoices')).items;
  const total = invoice.totalCharges as number;
  const adjust = `POST /v1/operator/invoices/${invoice.id}/adjustments`;
  const lines = [{ subscriptionId, amount: -10 }];
  const adjusted = await say(operator, adjust, { reason: 'A week without service.', lines });
  expect(adjusted.amendments).toMatchObject([{ documentType: 'adjustment_note', totalCharges: -10 }]);
  expect(await owed()).toBe(total - 10);
  const note = adjusted.amendments[0].id;
  expect((await say(as, `GET /v1/invoices/${note}`)).amendsOf).toBe(invoice.id);

  const reason = 'It went to the wrong address.';
  const voided = await say(operator, `POST /v1/operator/invoices/${invoice.id}/void`, { reason, rebill: true });
  expect(voided).toMatchObject({ status: 'void', amendments: [{}, { documentType: 'void_note' }] });
  expect(await refused(operator, `POST /v1/operator/invoices/${invoice.id}/void`, { reason })).toEqual([409, 950005]);
  expect(await owed(), 'the other in its place is without the note').toBe(total);
  const replacement = voided.amendments[1].replacedBy;
  expect(await say(as, `GET /v1/invoices/${replacement}`)).toMatchObject({ replaces: invoice.id, totalCharges: total });
  const list = `GET /v1/operator/partners/${partner.partnerId}/invoices`;
  const { items } = await say(operator, list);
  expect(items.map(({ id, balance }: { id: string; balance: number }) => [id, balance]).sort()).toEqual(
    [
      [invoice.id, 0],
      [replacement, total],
    ].sort(),
  );

  await say(operator, `POST /v1/operator/invoices/${replacement}/void`, { reason: 'It is waived.' });
  expect(await owed()).toBe(0);
  const { items: after } = await say(operator, list);
  expect(after.map(({ paymentStatus }: { paymentStatus: string }) => paymentStatus)).toEqual(['void', 'void']);
});

test('BIL-2: where invoices have tax receipts the partner downloads them', async () => {
  const local = await enrolPartner(world, { name: 'northlight', country: 'TW' });
  const customer = await createCustomer(world, local, { name: 'shilin', country: 'TW' });
  await placeOrder(world, local.adminAgent, customer, [{ offerId: OFFERS.base, quantity: 1 }]);
  await passTo('2026-02-06T00:00:00Z');
  const [invoice] = (await say(local.adminAgent, 'GET /v1/invoices')).items;
  const [receipt] = invoice.taxReceipts;
  const path = `/v1/invoices/${invoice.id}/receipts/${receipt.id}/documents/statement`;
  const { text } = await world.send({ path, as: local.adminAgent });
  expect(text.slice(0, 5)).toBe('%PDF-');
});

test('USG-2, USG-3: usage counts once, is read by day and hour, and its batch says what came of each record', async () => {
  await putMeteredOnSale(world);
  await publishRateCard(world);
  const [subscriptionId] = (await placeOrder(world, as, customerId, [{ offerId: OFFERS.metered, quantity: 1 }]))
    .subscriptionIds;
  await passTo('2026-01-10T20:00:00Z');
  const record = (recordId: string, hour: string, quantity: number) => ({
    ...{ recordId, subscriptionId, meterId: METER, quantity, location: 'westus' },
    usageStartTime: `2026-01-10T${hour}:00:00Z`,
    usageEndTime: `2026-01-10T${hour}:30:00Z`,
    resourceUri: '/subscriptions/1/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm1',
  });
  const report = 'POST /v1/operator/usagerecords';
  const records = [record('a', '08', 1.5), record('b', '09', 2.25), { ...record('c', '10', 1), meterId: 'none' }];
  const first = await say(operator, report, { records });
  expect(first).toMatchObject({ accepted: 2, rejected: [{ recordId: 'c', code: 950004 }] });
  const again = await say(operator, report, { records: [record('a', '08', 1.5), record('b', '09', 99)] });
  await world.program.settle();
  const batch = `GET /v1/operator/usagerecords/batches/${again.id}`;
  expect(await say(operator, batch)).toMatchObject({
    ...{ status: 'completed', accepted: 0, duplicates: 1 },
    rejected: [{ recordId: 'b', code: 950001 }],
  });

  const utilizations = (granularity: string) =>
    say(
      as,
      `GET /v1/customers/${customerId}/subscriptions/${subscriptionId}/utilizations/azure?start_time=2026-01-10T00:00:00Z&end_time=2026-01-11T00:00:00Z&granularity=${granularity}`,
    );
  const quantities = ({ items }: { items: { quantity: number }[] }) => items.map(({ quantity }) => quantity);
  expect(quantities(await utilizations('daily'))).toEqual([3.75]);
  expect(quantities(await utilizations('hourly'))).toEqual([1.5, 2.25]);
  const analytics = await say(as, 'GET /v1/analytics/usage/azure');
  expect(quantities({ items: analytics.Value }), 'a row for each day').toEqual([3.75]);
});

test('PRG-10, USG-3, OPS-3: use that has no rate of exchange is left out and told of, and is on the next invoice', async () => {
  await putMeteredOnSale(world, { withRateCard: false });
  const british = await enrolPartner(world, { name: 'albion', country: 'GB' });
  const by = british.adminAgent;
  await publishRateCard(world, { currency: 'GBP', region: 'EU_EFTA' });
  const inDollars = { ...{ currency: 'USD', region: 'EU_EFTA' }, effectiveDate: world.program.now() };
  const meter = { id: 'other', name: 'Other', category: 'Storage', unit: '1 GB', rates: { 0: 2 } };
  await say(operator, 'POST /v1/operator/ratecards/azure/versions', { ...inDollars, meters: [meter] });
  const c = await createCustomer(world, british, { name: 'avon', country: 'GB' });
  const [subscriptionId] = (await placeOrder(world, by, c, [{ offerId: OFFERS.metered, quantity: 1 }])).subscriptionIds;
  const setRate = (month: string, pcToBCExchangeRate: number) =>
    say(operator, `PUT /v1/operator/fxrates/${month}`, {
      pricingCurrency: 'USD',
      rates: [{ currencyCode: 'GBP', pcToBCExchangeRate }],
    });
  await setRate('202602', 0.75);
  await passTo('2026-02-01T20:00:00Z');
  const used = (day: string, quantity: number) => ({
    ...{ recordId: day, subscriptionId, meterId: 'other', quantity, resourceUri: '/r/1', location: 'uksouth' },
    ...{ usageStartTime: `${day}T08:00:00Z`, usageEndTime: `${day}T09:00:00Z` },
  });
  const records = [used('2026-01-31', 3), used('2026-02-01', 1)];
  expect(await say(operator, 'POST /v1/operator/usagerecords', { records })).toMatchObject({ accepted: 2 });
  await passTo('2026-02-07T00:00:00Z');
  expect((await say(by, 'GET /v1/invoices')).items, 'nothing else was to be charged').toEqual([]);
  const { items: cases } = await say(operator, 'GET /v1/operator/billing/cases');
  expect(cases).toMatchObject([{ partnerId: british.partnerId, reason: 'usageUnrated' }]);
  const close = `DELETE /v1/operator/billing/cases/${encodeURIComponent(cases[0].id)}`;
  expect((await refused(operator, close))[0], 'what is still to be billed stays on the list').toBe(409);

  await setRate('202601', 0.8);
  await passTo('2026-03-07T00:00:00Z');
  expect((await say(by, 'GET /v1/invoices')).items).toMatchObject([{ totalCharges: 6.3, currencyCode: 'GBP' }]);
  expect((await say(operator, 'GET /v1/operator/billing/cases')).items).toEqual([]);
});
