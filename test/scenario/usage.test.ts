import { expect, test } from 'vitest';
import { METER, OFFERS, placeOrder, publishRateCard, putMeteredOnSale, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/**
 * USG-2, USG-4: metered use from its report to the invoice, with a budget. Units of a period: 100 are included, then 0.12 each, from
 * the 1,000th billable one on 0.105, all less 15 percent.
 */
test('USG-2, USG-4: reported, watched against a budget, told of by mail, and invoiced to the cent', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say } = speaking(world);
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  await putMeteredOnSale(world);
  await publishRateCard(world);
  await program.settle();
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.metered, quantity: 1 }]);
  const s = subscriptionIds[0]!;
  const customer = `/v1/customers/${customerId}`;
  const subscription = `/v1/customers/${customerId}/subscriptions/${s}`;
  const mails = () =>
    program.mailer.sent
      .filter(({ subject }) => subject.includes('budget'))
      .map(({ to, subject }) => `${to}: ${subject}`);

  let made = 0;
  const use = async (day: string, quantity: number): Promise<void> => {
    await program.moveTo(`${day}T20:00:00Z`, { daily: true });
    made += 1;
    const usage = { usageStartTime: `${day}T10:00:00Z`, usageEndTime: `${day}T11:00:00Z`, location: 'westus' };
    const resourceUri = '/subscriptions/1/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm1';
    const record = { recordId: `record-${made}`, subscriptionId: s, meterId: METER, quantity, resourceUri, ...usage };
    await say(operator, 'POST /v1/operator/usagerecords', { records: [record] });
    await program.settle();
  };
  const cost = async (path: string): Promise<number> => (await say(as, `GET ${path}`)).totalCost;

  expect(await say(as, `PATCH /v1/customers/${customerId}/usagebudget`, { amount: 200 })).toMatchObject({
    amount: 200,
  });
  await use('2026-01-10', 1100);
  expect(await cost(`${customer}/usagesummary`)).toBe(102);
  expect(await cost(`${subscription}/usagesummary`)).toBe(102);
  expect(await say(as, `GET /v1/customers/${customerId}/usageforecast`)).toMatchObject({
    totalCost: 102,
    forecast: 632.4,
  });
  expect(mails()).toEqual([]);

  await use('2026-01-15', 700);
  expect(await say(as, 'GET /v1/customers/usagerecords')).toMatchObject({
    items: [{ id: customerId, totalCost: 164.475, percentUsed: 82.24, budget: { amount: 200 } }],
  });
  expect(mails()).toEqual([expect.stringContaining('has used 82.24 percent of its budget for metered use')]);

  await use('2026-01-20', 500);
  expect(mails()).toEqual([
    expect.stringContaining('82.24 percent'),
    expect.stringContaining('has passed its budget for metered use'),
  ]);
  expect(await say(as, 'GET /v1/usagesummary')).toMatchObject({
    ...{ totalCost: 209.1, customersOverBudget: 1, customersTrendingOver: 0, customersWithUsageBasedSubscription: 1 },
  });
  expect(await say(as, `GET /v1/customers/${customerId}/subscriptions/usagerecords`)).toMatchObject({
    items: [{ id: s.toUpperCase(), totalCost: 209.1, status: 'active' }],
  });
  const sumOf = (items: readonly { totalCost: number }[]) => items.reduce((sum, item) => sum + item.totalCost, 0);
  const parts = [
    await say(as, `GET /v1/customers/${customerId}/subscriptions/${s}/usagerecords/resources`),
    await say(as, `GET /v1/customers/${customerId}/subscriptions/${s}/usagerecords/daily`),
    await say(as, `GET /v1/customers/${customerId}/subscriptions/${s}/meterusagerecords`),
    await say(as, `GET /v1/customers/${customerId}/subscriptions/${s}/resourceusagerecords`),
  ];
  for (const { items } of parts) expect(sumOf(items)).toBeCloseTo(209.1, 10);
  expect(parts.map(({ totalCount }) => totalCount)).toEqual([1, 3, 1, 1]);
  expect(await say(as, `GET /v1/customers/${customerId}/servicecosts/current`)).toMatchObject({ pretaxTotal: 209.1 });

  await program.moveTo('2026-02-05T12:00:00Z', { daily: true });
  const { items: invoices } = await say(as, 'GET /v1/invoices');
  expect(invoices).toMatchObject([{ totalCharges: 209.1 }]);
  expect(await say(as, `GET /v1/customers/${customerId}/servicecosts/mostrecent`)).toMatchObject({
    pretaxTotal: 209.1,
  });
  const { items: lines } = await say(as, `GET /v1/customers/${customerId}/servicecosts/mostrecent/lineitems`);
  expect(
    lines.map(({ quantity, unitPrice, pretaxTotal, offerId }: Record<string, unknown>) => [
      ...[quantity, unitPrice, pretaxTotal, offerId],
    ]),
  ).toEqual([
    [1000, 0.12, 102, OFFERS.metered.toUpperCase()],
    [1200, 0.105, 107.1, OFFERS.metered.toUpperCase()],
  ]);
  expect(await cost(`${customer}/usagesummary`), 'a period later').toBe(0);
  expect(await say(as, `GET /v1/customers/${customerId}/usagebudget`)).toMatchObject({ amount: 200 });
  expect(mails()).toHaveLength(2);
});
