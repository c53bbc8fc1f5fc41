import { beforeAll, describe, expect, test } from 'vitest';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, type World } from '../support/world.ts';

/** A school and an authority buy, once the program opens what is meant for them; over tenancy, commerce and billing. */
const SCHOOL = '0b000000-0000-4000-8000-00000000000a';
const AUTHORITY = '0b000000-0000-4000-8000-00000000000b';
const rows = [
  ['education', 'education', SCHOOL],
  ['governmentCommunity', 'government_community_cloud', AUTHORITY],
] as const;

let world: World;
let partner: EnrolledPartner;
let customers: Readonly<Record<string, string>>;
let stranger: string;
const operator = () => ({ as: world.operator });
const agent = () => ({ as: partner.adminAgent });

beforeAll(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  partner = await enrolPartner(world, { name: 'contoso' });
  const offer = { family: 'office365', markets: ['*'], maximumQuantity: 100 };
  const offers = [
    { ...offer, id: SCHOOL, name: 'A1', plan: { id: 'PLAN-A1', name: 'A1' }, segments: ['education'] },
    {
      ...offer,
      id: AUTHORITY,
      name: 'G1',
      plan: { id: 'PLAN-G1', name: 'G1' },
      segments: ['government'],
      nationalCloud: 'governmentCommunity',
    },
  ];
  for (const body of offers) await world.send({ method: 'POST', path: '/v1/operator/offers', ...operator(), body });
  const prices = offers.map(({ id }) => ({
    offerId: id,
    country: 'US',
    currency: 'USD',
    listPrice: '3.00',
    wholesalePrice: '2.00',
  }));
  const list = '/v1/operator/pricelists';
  await world.send({ method: 'POST', path: list, ...operator(), body: { month: '202601' } });
  const put = await world.send({ method: 'PUT', path: `${list}/202601/prices`, ...operator(), body: prices });
  expect(put.body.rows, put.text).toMatchObject({ failed: 0 });
  await world.send({ method: 'POST', path: `${list}/202601/publish`, ...operator() });
  for (const { id } of offers)
    await world.send({ method: 'POST', path: `/v1/operator/offers/${id}/publish`, ...operator() });
  stranger = await createCustomer(world, partner, { name: 'shop' });
  customers = {
    education: await createCustomer(world, partner, { name: 'school' }),
    governmentCommunity: await createCustomer(world, partner, { name: 'authority' }),
  };
  for (const [reserved, qualification] of rows)
    await world.send({
      method: 'PATCH',
      path: `/v1/operator/customers/${customers[reserved]}`,
      ...operator(),
      body: { qualification },
    });
});

const open = (reserved: string, isOpen: boolean) =>
  world.send({ method: 'PUT', path: `/v1/operator/segments/${reserved}`, ...operator(), body: { isOpen } });
const request = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
  world.program.request({ method, path, ...agent(), ...(body && { body }) });
const listed = async (customerId: string) =>
  (await request('GET', `/v1/customers/${customerId}/products?targetView=OnlineServices`)).body.items.map(
    ({ id }: { id: string }) => id,
  );
const buy = async (customerId: string, catalogItemId: string) => {
  const path = `/v1/customers/${customerId}/carts`;
  const cart = await request('POST', path, { lineItems: [{ catalogItemId, quantity: 4 }] });
  const done = await request('POST', `${path}/${cart.body.id}/checkout`);
  return { line: cart.body.lineItems[0], orders: done.body.orders, errors: done.body.orderErrors };
};

describe.each(rows)('CUS-5: %s', (reserved, _, offerId) => {
  const plan = offerId === SCHOOL ? 'PLAN-A1' : 'PLAN-G1';

  test('CUS-5: while it is closed nobody is shown it, and nobody buys it', async () => {
    for (const customerId of [customers[reserved]!, stranger]) {
      expect(await listed(customerId)).toEqual([]);
      const { orders, errors, line } = await buy(customerId, offerId);
      expect([orders, errors[0].code, line.error.additionalInformation.code]).toEqual([[], 2085, 2085]);
    }
  });

  test('CUS-5: opened, it is shown and sold to who qualifies, by each of its names, and to nobody else', async () => {
    await open(reserved, true);
    expect([await listed(customers[reserved]!), await listed(stranger)]).toEqual([[plan], []]);
    const skus = `/v1/customers/${customers[reserved]}/products/${plan}/skus/${offerId}`;
    const [availability] = (await request('GET', `${skus}/availabilities`)).body.items;
    expect(availability).toMatchObject({
      isPurchasable: true,
      segment: reserved === 'education' ? 'education' : 'government',
    });
    const names = [availability.catalogItemId, `${plan}:${offerId}:${availability.id}`];
    for (const name of names) {
      expect((await buy(customers[reserved]!, name)).orders).toHaveLength(1);
      expect((await buy(stranger, name)).errors[0].code).toBe(800086);
    }
  });

  test('CUS-5: closed again, what was sold runs on and takes no more seats, and its links lead where they led', async () => {
    await open(reserved, false);
    const path = `/v1/customers/${customers[reserved]}/subscriptions`;
    const [{ id, links }] = (await request('GET', path)).body.items;
    const { body } = await request('GET', `/v1${links.availability.uri}`);
    expect([body.skuId, body.isPurchasable]).toEqual([offerId.toUpperCase(), false]);
    expect((await request('PATCH', `${path}/${id}`, { quantity: 9 })).body.code).toBe(2085);
    expect((await request('PATCH', `${path}/${id}`, { quantity: 2 })).body.quantity).toBe(2);
    expect((await buy(customers[reserved]!, offerId)).errors[0].code).toBe(2085);
  });
});
