import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentTime, moveClock } from '../../infra/local/demo/control.ts';
import { downloadInvoice, listInvoices, sameAmount } from '../../infra/local/demo/invoices.ts';
import { addMonths, patchSubscription, placeOrder, readyCustomer, subscriptionsOf } from './actions.ts';
import { startWorld, type World } from './world.ts';

// Twelve months and a day of one partner, in steps of a day.
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test('OPS-2: a year makes twelve invoices, each the sum of its lines, and renews what is to renew', {
  timeout: 240_000,
}, async () => {
  const { controlRoot } = world.runtime;
  const partner = world.as('adminAgent');
  const firstDay = (await currentTime(controlRoot)).slice(0, 10);
  const customer = await readyCustomer(partner);
  const monthly = await placeOrder(partner, customer, [
    ['Office 365 Enterprise E3', 10],
    ['Intune', 5],
  ]);
  const yearly = await placeOrder(partner, customer, [['Power BI Pro', 4]], 'annual');
  const [kept, ending] = monthly.lineItems.map(({ subscriptionId }) => subscriptionId) as [string, string];
  await patchSubscription(partner, customer, ending, { autoRenewEnabled: false });

  const totals: number[] = [];
  for (let month = 1; month <= 12; month += 1) {
    await moveClock(controlRoot, `${addMonths(firstDay, month)}T06:00:00Z`);
    const [invoice] = await listInvoices(partner);
    expect(invoice?.invoiceDate.slice(0, 10), `invoice of month ${month}`).toBe(addMonths(firstDay, month));
    const { sum } = await downloadInvoice(partner, invoice!, world.folder);
    expect(sameAmount(sum, invoice!.totalCharges), `${sum} against ${invoice!.totalCharges}`).toBe(true);
    totals.push(invoice!.totalCharges);
    if (month === 4) await patchSubscription(partner, customer, kept, { quantity: 12 });
  }

  expect(await listInvoices(partner)).toHaveLength(12);
  // 10 seats at 17.00, 5 at 4.80, and 4 for a year at 8.49 a month, all in advance; then the two monthly ones alone.
  expect(totals[0]).toBe(170 + 24 + 4 * 12 * 8.49);
  expect(totals[1]).toBe(194);
  expect(totals.at(-1)).toBe(12 * 17 + 24);
  const after = new Map(
    (await subscriptionsOf(partner, customer)).map((subscription) => [subscription.id, subscription]),
  );
  expect(after.get(kept)).toMatchObject({
    status: 'active',
    commitmentEndDate: `${addMonths(firstDay, 24)}T00:00:00Z`,
  });
  expect(after.get(yearly.lineItems[0]!.subscriptionId)).toMatchObject({ status: 'active' });
  expect(after.get(ending)).toMatchObject({ status: 'suspended', suspensionReasons: ['Expiration'] });
});
