import { expect, test } from 'vitest';
import { csvRecords } from '../../shared/kernel/csv.ts';
import { OFFERS, placeOrder } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/**
 * CAT-1 to CAT-5, CUS-5: the operator makes a catalogue of nothing: categories, offers, prices, a list that it compares and
 * publishes; partners see what it sells, and no more; what it withdraws runs on where it was sold.
 */
test('CAT-1, CAT-3, CAT-4, CAT-5, CUS-5: a catalogue from its first category to an offer that is withdrawn', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { say, refused } = speaking(world);
  const { operator } = world;
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id.toLowerCase());

  // A place in the shop.
  await say(operator, 'POST /v1/operator/offercategories', { id: 'Selling_Key', name: 'Selling', rank: 5 });
  await say(operator, 'PUT /v1/operator/offercategories/Selling_Key', { name: 'Sales', rank: 5, translations: {} });
  const { items: categories } = await say(operator, 'GET /v1/operator/offercategories');
  expect(categories).toContainEqual(expect.objectContaining({ id: 'Selling_Key', name: 'Sales' }));

  // What stands there: a base, an add-on to it, and one for schools, which stay closed.
  const define = (id: string, name: string, more: object = {}) =>
    say(operator, 'POST /v1/operator/offers', {
      ...{ id, name, family: 'crm', categoryId: 'Selling_Key', markets: ['*'], plan: { id, name } },
      ...more,
    });
  await define(OFFERS.base, 'CRM Online');
  await define(OFFERS.addOn, 'Storage', { isAddOn: true, categoryId: '', prerequisiteOffers: [OFFERS.base] });
  await define(OFFERS.otherBase, 'CRM for schools', { segments: ['education'] });
  const drafts = await say(operator, 'GET /v1/operator/offers?state=draft');
  expect(drafts.items.map(({ name }: { name: string }) => name).sort()).toEqual([
    'CRM Online',
    'CRM for schools',
    'Storage',
  ]);
  const draft = await say(operator, `GET /v1/operator/offers/${OFFERS.base}`);
  await say(operator, `PUT /v1/operator/offers/${OFFERS.base}`, { ...draft, name: 'CRM Online Professional' });
  expect(idsOf(await say(as, 'GET /v1/offers?country=US')), 'nobody sees a draft').toEqual([]);

  // Prices: what a row does not say of wholesale follows from the margin of its family (CAT-3: 25 % of CRM).
  const row = (offerId: string, listPrice: string) => ({ offerId, country: 'US', currency: 'USD', listPrice });
  await say(operator, 'POST /v1/operator/pricelists', { month: '202601' });
  await say(operator, 'PUT /v1/operator/pricelists/202601/prices', {
    prices: [row(OFFERS.base, '65.00'), row(OFFERS.addOn, '9.99'), row(OFFERS.otherBase, '30.00')],
  });
  const changes = await say(operator, 'GET /v1/operator/pricelists/202601/diff');
  const wholesale = changes.items.map(({ wholesalePrice }: { wholesalePrice: string }) => wholesalePrice);
  expect(wholesale.sort(), '65.00, 9.99 and 30.00 less a quarter').toEqual(['22.50', '48.75', '7.49']);
  const { items: lists } = await say(operator, 'GET /v1/operator/pricelists');
  expect(lists).toMatchObject([{ state: 'draft' }]);
  expect((await say(as, 'GET /v1/pricelists')).items, 'nor a draft of prices').toEqual([]);
  await say(operator, 'POST /v1/operator/pricelists/202601/publish');
  for (const id of [OFFERS.base, OFFERS.addOn, OFFERS.otherBase])
    await say(operator, `POST /v1/operator/offers/${id}/publish`);

  // Partners see it: in its category, with its add-on, at its price, in pages and in files.
  expect(idsOf(await say(as, 'GET /v1/offercategories?country=US'))).toContain('selling_key');
  expect(idsOf(await say(as, 'GET /v1/offers?country=US')).sort()).toEqual([OFFERS.base, OFFERS.addOn].sort());
  expect(await say(as, `GET /v1/offers/${OFFERS.base}?country=US`)).toMatchObject({
    name: 'CRM Online Professional',
    hasAddOns: true,
  });
  expect(idsOf(await say(as, `GET /v1/offers/${OFFERS.base}/addons?country=US`))).toEqual([OFFERS.addOn]);
  expect(idsOf(await say(as, `GET /v1/customers/${customerId}/offers`)).sort()).toEqual(
    [OFFERS.base, OFFERS.addOn].sort(),
  );
  expect(idsOf(await say(as, `GET /v1/customers/${customerId}/offercategories`))).toContain('selling_key');
  expect((await say(as, 'GET /v1/pricelists')).items).toHaveLength(1);
  const list = await say(as, 'GET /v1/pricelists/202601');
  const priced = list.items.find(({ offerId }: { offerId: string }) => offerId.toLowerCase() === OFFERS.base);
  expect(priced).toMatchObject({ listPrice: '65.00', wholesalePrice: '48.75' });
  const file = async (path: string) => csvRecords((await world.program.request({ path, as })).text);
  const sheet = await file("/v1.0/sales/pricesheets(Market='US',PricesheetView='updatedlicensebased')/$value");
  expect(sheet.flat(), 'twelve months of it').toContain('585.00');
  const matrix = await file("/v1.0/sales/offermatrix(Month='202601')/$value");
  expect(matrix.flat().map((cell) => cell.toLowerCase())).toContain(OFFERS.base);

  // Schools are closed until the program opens them (CUS-5).
  const school = { lineItems: [{ offerId: OFFERS.otherBase, quantity: 1 }] };
  expect(await refused(as, `POST /v1/customers/${customerId}/orders`, school)).toEqual([403, 2085]);
  await say(operator, 'PUT /v1/operator/segments/education', { isOpen: true });
  const { items: openings } = await say(operator, 'GET /v1/operator/segments');
  expect(openings).toContainEqual(expect.objectContaining({ id: 'education', isOpen: true }));
  expect(idsOf(await say(as, 'GET /v1/offers?country=US'))).toContain(OFFERS.otherBase);

  // What is withdrawn is sold no more; what was sold of it runs on and is charged.
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 2 }]);
  await say(operator, `POST /v1/operator/offers/${OFFERS.base}/retire`, {});
  expect(idsOf(await say(as, 'GET /v1/offers?country=US'))).not.toContain(OFFERS.base);
  const more = { lineItems: [{ offerId: OFFERS.base, quantity: 1 }] };
  expect(await refused(as, `POST /v1/customers/${customerId}/orders`, more)).toEqual([403, 2091]);
  await world.program.moveTo('2026-02-05T12:00:00Z', { daily: true });
  const id = subscriptionIds[0]!;
  expect((await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}`)).status).toBe('active');
  const [invoice] = (await say(as, 'GET /v1/invoices')).items;
  const { items: lines } = await say(as, `GET /v1/invoices/${invoice.id}/lineitems/office/billinglineitems`);
  expect(lines.every(({ unitPrice }: { unitPrice: number }) => unitPrice === 48.75)).toBe(true);
});
