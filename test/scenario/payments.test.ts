import { expect, test } from 'vitest';
import { booksFault } from '../support/billing/books.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** BIL-2, BIL-4: what a partner pays for two invoices of 32.00 and 32.00, in parts, too much, and with money that did not hold. */
test('BIL-2, BIL-4: an invoice is paid in two parts, the next one with what was too much, by hand', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say } = speaking(world);
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const c = await createCustomer(world, partner, { name: 'fabrikam' });
  await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 2 }]);
  await program.moveTo('2026-02-05T12:00:00Z', { daily: true });

  const payments = `/v1/operator/partners/${partner.partnerId}/payments`;
  const pay = (paymentReference: string, amount: string, receivedDate: string) =>
    say(operator, `POST ${payments}`, {
      ...{ paymentReference, amount, currencyCode: 'USD', receivedDate, autoAllocate: true },
    });
  const [first] = (await say(as, 'GET /v1/invoices')).items;
  expect(first).toMatchObject({ totalCharges: 32, paidAmount: 0, balance: 32 });

  await pay('TRF 1', '12.00', '2026-02-04');
  expect(await say(as, `GET /v1/invoices/${first.id}`)).toMatchObject({ paidAmount: 12, balance: 20 });
  const second = await pay('TRF 2', '50.00', '2026-02-05');
  expect(second).toMatchObject({ allocations: [{ invoiceId: first.id, amount: 20 }], unallocatedAmount: 30 });
  await program.settle();
  expect(await say(as, 'GET /v1/partner/billingaccount')).toMatchObject({ balanceAmount: 0, unallocatedAmount: 30 });

  await world.send({
    ...{ method: 'PATCH', path: `/v1/operator/partners/${partner.partnerId}/billingaccount`, as: operator },
    ...{ headers: { 'if-match': '*' }, body: { paymentTermDays: 30 } },
  });
  await program.moveTo('2026-03-05T12:00:00Z', { daily: true });
  const [next] = (await say(as, 'GET /v1/invoices')).items;
  expect(next).toMatchObject({ totalCharges: 32, previousBalance: 0, balance: 32, dueDate: '2026-04-04T00:00:00Z' });
  await say(operator, `POST ${payments}/${second.id}/allocations`, {
    allocations: [{ invoiceId: next.id, amount: 30 }],
  });
  expect(await say(as, `GET /v1/invoices/${next.id}`)).toMatchObject({ paidAmount: 30, balance: 2 });
  expect((await say(as, 'GET /v1/partner/payments')).items).toMatchObject([{ unallocatedAmount: 0 }, { amount: 12 }]);

  // The transfer bounces: both invoices are owed again for what they had of it.
  expect(await say(operator, `DELETE ${payments}/${second.id}`)).toMatchObject({ status: 'takenBack' });
  await program.settle();
  expect(await say(operator, `GET /v1/operator/partners/${partner.partnerId}/billingaccount`)).toMatchObject({
    ...{ balanceAmount: 52, unallocatedAmount: 0, collectionsStatus: 'none' },
  });
  const { items } = await say(operator, `GET /v1/operator/partners/${partner.partnerId}/invoices`);
  expect(items).toMatchObject([
    { balance: 32, paymentStatus: 'unpaid' },
    { balance: 20, paymentStatus: 'partiallyPaid' },
  ]);
  expect(await say(as, 'GET /v1/invoices/summary')).toMatchObject({ balanceAmount: 52, lastPaymentAmount: 12 });
  expect(await booksFault(program.table, partner.partnerId, { settled: true })).toBeUndefined();
});
