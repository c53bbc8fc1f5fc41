import { expect, test } from 'vitest';
import { booksFault } from '../support/billing/books.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** PRG-11, BIL-12: P11. What a partner earns on 22 seats of CRM, from the invoice to the payout, and what the program sees of it. */
test('PRG-11, BIL-12: 1072.50 of CRM earn 64.35, which are paid out once the invoice is paid', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say } = speaking(world);
  await putOnSale(world, '202601', [
    { id: OFFERS.crm, name: 'CRM', family: 'crm', listPrice: '65.00', wholesalePrice: '48.75' },
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
  ]);
  const partner = await enrolPartner(world, { name: 'contoso', mpnId: '4390001' });
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  await placeOrder(world, as, customerId, [
    { offerId: OFFERS.crm, quantity: 22 },
    { offerId: OFFERS.base, quantity: 2 },
  ]);
  await program.moveTo('2026-02-05T12:00:00Z', { daily: true });

  const [invoice] = (await say(as, 'GET /v1/invoices')).items;
  const [earning, ...others] = (await say(as, 'GET /v1/partner/incentives/earnings?period=2026-02')).items;
  expect(others).toEqual([]);
  expect(earning).toMatchObject({
    ...{ mpnId: '4390001', invoiceId: invoice.id, ruleId: 'crm', status: 'accrued', earningRate: 6 },
    ...{ transactionAmount: 1072.5, earningAmount: 64.35, currencyCode: 'USD', earningDate: '2026-02-05T00:00:00Z' },
  });

  // The program raises the rate: the cycle that runs keeps the old one, the next has the new one.
  const rule = await say(operator, 'GET /v1/operator/incentives/rules/crm');
  expect(rule).toMatchObject({ productFamily: 'crm', ratePercent: 6 });
  expect(
    await say(operator, 'PUT /v1/operator/incentives/rules/crm', {
      ...{ name: 'CRM, spring', productFamily: 'crm', ratePercent: '7.5', effectiveFrom: '2026-03-01' },
    }),
  ).toMatchObject({ ratePercent: 7.5, effectiveFrom: '2026-03-01T00:00:00Z' });

  await say(operator, `POST /v1/operator/partners/${partner.partnerId}/payments`, {
    ...{ paymentReference: 'TRF 1', amount: '1104.50', currencyCode: 'USD', receivedDate: '2026-02-05' },
    autoAllocate: true,
  });
  await program.settle();
  const owed = await say(operator, `GET /v1/operator/partners/${partner.partnerId}/incentives/earnings?status=payable`);
  expect(owed.items).toMatchObject([{ id: earning.id, earningAmount: 64.35 }]);
  const payout = await say(operator, 'POST /v1/operator/incentives/payouts', {
    ...{ mpnId: '4390001', currencyCode: 'USD', earningIds: [earning.id], reference: 'RB 0226' },
  });
  expect(payout).toMatchObject({ amount: 64.35, earningCount: 1, partnerId: partner.partnerId });
  expect((await say(as, 'GET /v1/partner/incentives/earnings?status=paid')).items).toMatchObject([
    { id: earning.id, payoutId: payout.id },
  ]);

  await program.moveTo('2026-04-05T12:00:00Z', { daily: true });
  const rates = (await say(as, 'GET /v1/partner/incentives/earnings')).items.map(
    ({ earningDate, earningAmount }: { earningDate: string; earningAmount: number }) => [
      earningDate.slice(0, 10),
      earningAmount,
    ],
  );
  expect(rates).toEqual([
    ['2026-04-05', 80.44],
    ['2026-03-05', 64.35],
    ['2026-02-05', 64.35],
  ]);
  const revenue = await say(operator, 'GET /v1/operator/revenue?from=2026-02-01&to=2026-02-28');
  expect(revenue.items).toMatchObject([
    { month: '2026-02', customerCountry: 'US', productFamily: 'crm', currencyCode: 'USD', subtotal: 1072.5, tax: 0 },
    { month: '2026-02', customerCountry: 'US', productFamily: 'office365', subtotal: 32 },
  ]);
  expect(await booksFault(program.table, partner.partnerId, { settled: true })).toBeUndefined();
});
