import { expect, test } from 'vitest';
import { csvRecords } from '../../shared/kernel/csv.ts';
import { OFFERS, placeOrder, publishPrices, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';

/**
 * CAT-3, CAT-4, ORD-4, ORD-5: a price from its draft to the invoice. The operator publishes a month ahead, partners see it 30 days
 * before, it holds, an error in it is corrected, and what was bought at which price is invoiced at that price.
 */
const SEATS = 10;

test('CAT-4, ORD-4, ORD-5: drafted, published, seen, in force, corrected, invoiced', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, send, operator } = world;
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const as = partner.adminAgent;
  const buy = async (): Promise<string> =>
    (await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: SEATS }])).subscriptionIds[0]!;
  const priceIn = async (timeline: string): Promise<string | number> => {
    const path = `/v1.0/sales/pricesheets(Market='US',PricesheetView='updatedlicensebased')/$value?timeline=${timeline}`;
    const { status, text } = await program.request({ path, as });
    if (status !== 200) return status;
    const [names = [], row = []] = csvRecords(text);
    return row[names.indexOf('UnitPrice')]!;
  };
  const moveTo = (at: string) => program.moveTo(at, { daily: true });

  const january = await buy();
  await publishPrices(world, '202603', [{ id: OFFERS.base, listPrice: '25.00', wholesalePrice: '20.00' }]);
  await moveTo('2026-01-29T23:59:59Z');
  expect([await priceIn('current'), await priceIn('future')]).toEqual(['192.00', 404]);
  await moveTo('2026-01-30T00:00:00Z');
  expect([await priceIn('current'), await priceIn('future')]).toEqual(['192.00', '240.00']);

  await moveTo('2026-03-01T08:00:00Z');
  expect([await priceIn('current'), await priceIn('future')]).toEqual(['240.00', 404]);
  const march = await buy();
  await send({
    method: 'POST',
    path: '/v1/operator/pricelists/202603/corrections',
    as: operator,
    body: {
      reason: 'The price of February was taken.',
      effectiveFrom: '2026-03-10T00:00:00Z',
      prices: [{ offerId: OFFERS.base, country: 'US', currency: 'USD', listPrice: '27.50', wholesalePrice: '22.00' }],
    },
  });
  await moveTo('2026-03-10T00:00:00Z');
  expect(await priceIn('current')).toBe('264.00');
  const corrected = await buy();
  const told = program.mailer.sent.filter(({ subject }) => subject === 'Prices of March 2026 were corrected');
  expect(new Set(told.map(({ to }) => to)).size).toBe(told.length);
  expect(told.length).toBeGreaterThan(0);

  await moveTo('2026-05-20T09:00:00Z');
  const { body: invoices } = await send({ path: '/v1/invoices', as });
  const prices = new Map<string, Set<number>>();
  for (const { id } of invoices.items) {
    const { body } = await send({ path: `/v1/invoices/${id}/lineitems/office/billinglineitems`, as });
    for (const { subscriptionId, unitPrice, subtotal } of body.items) {
      const sold = subscriptionId.replace(/^S-/i, '').toUpperCase();
      prices.set(sold, (prices.get(sold) ?? new Set()).add(unitPrice));
      expect(subtotal).toBe(SEATS * unitPrice);
    }
  }
  expect(Object.fromEntries([...prices].map(([sold, found]) => [sold, [...found]]))).toEqual({
    [january]: [16],
    [march]: [20],
    [corrected]: [22],
  });
});
