import { expect, test } from 'vitest';
import { METER, OFFERS, placeOrder, putMeteredOnSale, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/**
 * USG-2, PRG-10: what metered use costs, from the operator's first version to the partner who reads it; and the rates by which it is
 * exchanged, until a period is closed by them.
 */
test('USG-2: published, sold once it is in force, read, replaced in the middle of a month', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { operator } = world;
  const { say, refused } = speaking(world);
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const as = partner.adminAgent;
  const meter = { id: METER, name: 'D2 v3', category: 'Virtual Machines', unit: '1 Hour', includedQuantity: 100 };
  const version = (effectiveDate: string, rates: object, more: object = {}) => ({
    currency: 'USD',
    region: 'US',
    effectiveDate,
    meters: [{ ...meter, rates }],
    ...more,
  });
  const publish = 'POST /v1/operator/ratecards/azure/versions';
  const rates = async () => (await say(as, 'GET /v1/ratecards/azure')).meters[0].rates;

  expect(await refused(as, 'GET /v1/ratecards/azure')).toEqual([404, 1000]);
  const offerTerms = [{ name: 'Wholesale', discount: 0.15 }];
  await say(operator, publish, version('2026-01-06', { 0: 0.12, 1000: 0.105 }, { offerTerms }));
  expect(await refused(as, 'GET /v1/ratecards/azure'), 'it begins tomorrow').toEqual([404, 1000]);
  await world.program.moveTo('2026-01-06T00:00:00Z', { daily: true });
  expect(await rates()).toEqual({ 0: 0.12, 1000: 0.105 });

  await putMeteredOnSale(world, { withRateCard: false });
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.metered, quantity: 1 }]);
  expect(subscriptionIds).toHaveLength(1);

  await say(operator, publish, version('2026-01-20', { 0: 0.1 }));
  expect(await refused(operator, publish, version('2026-01-20', { 0: 0.2 }))).toEqual([409, 950008]);
  expect(await refused(operator, publish, version('2026-01-05', { 0: 0.2 }))).toEqual([400, 3000]);
  expect(await rates()).toEqual({ 0: 0.12, 1000: 0.105 });
  await world.program.moveTo('2026-01-20T00:00:00Z', { daily: true });
  expect(await rates()).toEqual({ 0: 0.1 });
  expect((await say(as, 'GET /v1/ratecards/azure')).offerTerms).toMatchObject([{ name: 'Wholesale', discount: 0.15 }]);
  const { items } = await say(operator, 'GET /v1/operator/ratecards/azure/versions');
  expect(items.map(({ effectiveDate }: { effectiveDate: string }) => effectiveDate.slice(0, 10))).toEqual([
    '2026-01-06',
    '2026-01-20',
  ]);

  await say(operator, 'POST /v1/operator/ratecards/azure-shared/versions', version('2026-01-20', { 0: 0.3 }));
  expect((await say(as, 'GET /v1/ratecards/azure-shared')).meters[0].rates).toEqual({ 0: 0.3 });
});

test('PRG-10: rates of exchange are set, read by partners, and stay once a period is closed by them', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { operator } = world;
  const { say, refused } = speaking(world);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const put = 'PUT /v1/operator/fxrates/202601';
  const rates = (pcToBCExchangeRate: number, currencyCode = 'USD') => ({
    pricingCurrency: 'EUR',
    rates: [{ currencyCode, pcToBCExchangeRate }],
  });
  await say(operator, put, rates(1.1));
  await say(operator, put, rates(1.18));
  const { rates: read } = await say(partner.adminAgent, 'GET /v1/partner/fxrates/202601');
  expect(read).toEqual([{ currencyCode: 'USD', pcToBCExchangeRate: 1.18 }]);
  await world.program.moveTo('2026-02-06T00:00:00Z', { daily: true });
  expect(await refused(operator, put, rates(1.2))).toEqual([409, 950002]);
  await say(operator, 'PUT /v1/operator/fxrates/202603', rates(1.2));
});
