import { expect, test } from 'vitest';
import { booksFault } from '../support/billing/books.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** BIL-6: seats at a list price of 65.00 of which the partner pays 48.75, and an incident of the first month. */
test('BIL-6: a credit of a quarter of the list price is on the next invoice, one that was withdrawn on none', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say } = speaking(world);
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '65.00', wholesalePrice: '48.75' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 22 }]);
  await program.moveTo('2026-02-10T12:00:00Z', { daily: true });
  const [january] = (await say(as, 'GET /v1/invoices')).items;
  expect(january).toMatchObject({ totalCharges: 1072.5 });

  const credits = `/v1/operator/partners/${partner.partnerId}/credits`;
  const about = { customerId, subscriptionId: subscriptionIds[0] };
  const sla = await say(operator, `POST ${credits}`, {
    ...{ creditReference: 'SLA 1', reason: 'sla', serviceRequestId: 'SR-1', incidentId: 'INC-1', ...about },
    ...{ incidentDate: '2026-01-20', affectedQuantity: 22, creditPercent: 25 },
  });
  expect(sla).toMatchObject({ amount: 357.5, status: 'granted', formula: '-(65.00 x 22 x 0.25 x 1)' });
  const wrong = await say(operator, `POST ${credits}`, {
    ...{ creditReference: 'GW 1', reason: 'goodwill', amount: '10.00', ...about },
  });
  await world.send({ method: 'DELETE', path: `${credits}/${wrong.id}`, as: operator });
  expect((await say(operator, `GET ${credits}`)).items).toHaveLength(2);
  const { totalCharges: estimate } = await say(as, 'GET /v1/invoices/unbilled?asOf=2026-03-05');
  expect(estimate).toBe(715);

  await program.moveTo('2026-03-05T12:00:00Z', { daily: true });
  const [february] = (await say(as, 'GET /v1/invoices')).items;
  expect(february).toMatchObject({ totalCharges: 715, balance: 715 });
  const lines = `/v1/invoices/${february.id}/lineitems?provider=office&invoicelineitemtype=billinglineitems`;
  const { items } = await say(as, `GET ${lines}`);
  expect(items).toMatchObject([
    { chargeType: 'Cycle fee', totalForCustomer: 1072.5 },
    { chargeType: 'Offset a line item', quantity: 22, unitPrice: -16.25, totalForCustomer: -357.5, lineId: sla.lineId },
  ]);
  const own = (await say(as, 'GET /v1/partner/credits')).items;
  expect(own).toContainEqual({ ...sla, status: 'invoiced', invoiceId: february.id });
  expect(own).toContainEqual({ ...wrong, status: 'withdrawn' });
  expect(await booksFault(program.table, partner.partnerId, { settled: false })).toBeUndefined();
});
