import { expect, test } from 'vitest';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { addUser, createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** BIL-7: what a partner asks of its customers: its prices of the program's services, and its own work beside them. */
test('BIL-7: a partner sets its prices, agrees others with one customer, and sells a service and a project of its own', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program } = world;
  const { say } = speaking(world);
  const changed = async (as: Parameters<typeof say>[0], call: string, etag: string, body: object) => {
    const [method, path] = call.split(' ') as ['PUT' | 'PATCH', string];
    return (await world.send({ method, path, as, headers: { 'if-match': etag }, body })).body;
  };
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const { adminAgent, globalAdmin } = partner;
  const seller = await addUser(world, partner, ['SalesAgent']);
  const c = await createCustomer(world, partner, { name: 'fabrikam' });
  await placeOrder(world, adminAgent, c, [{ offerId: OFFERS.base, quantity: 2 }]);

  // Its global admin sets what everybody pays; nobody had said anything before.
  expect((await say(globalAdmin, 'GET /v1/partner/pricebook')).rules).toEqual([]);
  const minus8 = { target: 'all', method: 'msrpMinusPercent', value: 8 };
  const book = await say(globalAdmin, 'PUT /v1/partner/pricebook', { rules: [minus8] });
  expect(book).toMatchObject({ rules: [minus8], effectiveDate: '2026-01-05T00:00:00Z' });
  expect(await say(seller, 'GET /v1/partner/pricebook')).toEqual(book);

  // Fabrikam gets its seats at cost plus ten, and pays nine cents for a unit of a meter; a month later, no more.
  const theirs = `/v1/customers/${c}/pricebook`;
  const agreed = [
    { target: 'offer', targetId: OFFERS.base, method: 'costPlusPercent', value: 10 },
    { target: 'meterCategory', targetId: 'Storage', method: 'fixedUnitPrice', value: 0.09 },
  ];
  const first = await say(adminAgent, `PUT ${theirs}`, { rules: agreed });
  await program.moveTo('2026-01-20T09:00:00Z');
  const second = await changed(adminAgent, `PUT ${theirs}`, first.attributes.etag, { rules: agreed.slice(0, 1) });
  expect(await say(seller, `GET ${theirs}`)).toMatchObject({
    ...{ rules: agreed.slice(0, 1), effectiveDate: '2026-01-20T00:00:00Z', attributes: second.attributes },
  });
  await say(adminAgent, `DELETE ${theirs}`);
  expect((await say(adminAgent, `GET ${theirs}`)).rules).toEqual([]);

  // A service by the month, and a project in three parts.
  const desk = await say(globalAdmin, 'POST /v1/partner/products', {
    ...{ sku: 'DESK', name: 'Service desk', billingFrequency: 'monthly', unitPrice: '120.00' },
  });
  const project = await say(adminAgent, 'POST /v1/partner/products', {
    ...{ sku: 'MOVE', name: 'Move to the cloud', billingFrequency: 'oneTime', unitPrice: 1000, taxable: false },
  });
  await changed(adminAgent, `PATCH /v1/partner/products/${desk.id}`, desk.attributes.etag, { unitPrice: 130 });
  expect(await say(seller, `GET /v1/partner/products/${desk.id}`)).toMatchObject({
    unitPrice: 130,
    currencyCode: 'USD',
  });
  const names = (await say(seller, 'GET /v1/partner/products')).items.map(({ name }: { name: string }) => name);
  expect(names.sort()).toEqual(['Move to the cloud', 'Service desk']);

  const assignments = `/v1/customers/${c}/partnerproducts`;
  const had = await say(seller, `POST ${assignments}`, { productId: desk.id, quantity: 1, startDate: '2026-02-01' });
  expect(had).toMatchObject({ unitPrice: 130, billingFrequency: 'monthly' });
  const done = await say(seller, `POST ${assignments}`, {
    ...{ productId: project.id, quantity: 1, unitPriceOverride: 900, instalments: 3 },
  });
  expect(done).toMatchObject({ startDate: '2026-01-20T00:00:00Z', unitPrice: 900, instalments: 3 });

  // The desk is retired: nobody gets it any more, and Fabrikam keeps it, for two from today on, till the end of the year.
  await say(globalAdmin, `DELETE /v1/partner/products/${desk.id}`);
  await program.moveTo('2026-02-15T09:00:00Z');
  const refused = await world.program.request({
    ...{ method: 'POST', path: assignments, as: seller, body: { productId: desk.id, quantity: 1 } },
  });
  expect([refused.status, refused.body.code]).toEqual([400, 3000]);
  const more = { quantity: 2, endDate: '2026-12-31' };
  await changed(seller, `PATCH ${assignments}/${had.id}`, had.attributes.etag, more);
  await say(adminAgent, `DELETE ${assignments}/${done.id}`);
  const { items } = await say(adminAgent, `GET ${assignments}`);
  expect(items.find(({ id }: { id: string }) => id === had.id)).toMatchObject({
    ...{ quantity: 2, startDate: '2026-02-01T00:00:00Z', endDate: '2026-12-31T00:00:00Z' },
  });
  expect(items.find(({ id }: { id: string }) => id === done.id)).toMatchObject({ endDate: '2026-02-14T00:00:00Z' });
});
