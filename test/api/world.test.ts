import { expect, test } from 'vitest';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { addApplication, addUser, createCustomer, createWorld, enrolPartner } from '../support/world.ts';

test('PRG-2, CUS-1, AGR-1: the builders enrol a partner and its customer through the API', async () => {
  const world = await createWorld();
  const partner = await enrolPartner(world, { name: 'contoso' });
  const helpdesk = await addUser(world, partner, ['HelpdeskAgent']);
  const application = await addApplication(world, partner);
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  for (const as of [partner.adminAgent, helpdesk, application]) {
    const { body } = await world.send({ path: `/v1/customers/${customerId}`, as });
    expect(body.companyProfile.domain).toBe('fabrikam.onprogram.example');
  }
});

test('ORD-1, BIL-1, NOT-2: an order becomes an invoice, and its partner is told', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const partner = await enrolPartner(world, { name: 'contoso' });
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'E3', listPrice: '20.00', wholesalePrice: '16.00' }]);
  await placeOrder(world, partner.adminAgent, customerId, [{ offerId: OFFERS.base, quantity: 10 }]);
  await world.program.moveTo('2026-02-06T00:00:00Z', { daily: true });
  const { body: invoices } = await world.send({ path: '/v1/invoices', as: partner.adminAgent });
  expect(invoices.items.map(({ totalCharges }: { totalCharges: number }) => totalCharges)).toEqual([160]);
  const mails = world.program.mailer.sent.filter(({ subject }) => subject.startsWith('Invoice'));
  expect(mails.map(({ to }) => to).sort()).toEqual(['ada@contoso.example', expect.stringMatching(/^adminagent-/)]);
});
