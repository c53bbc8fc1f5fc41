import { beforeEach, expect, test } from 'vitest';
import { CustomerErased } from '../../../../events/tenancy.ts';
import { billingFiles } from '../../../../functions/billing/customer-data/operations/contribute-billing.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { OTHER_AGENT, relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  OTHER_PARTNER,
  PARTNER,
  send,
} from '../../../support/billing-world.ts';
import { anEvent } from '../../../support/events.ts';

const AT = '2018-02-20T12:00:00.000Z';
const REQUEST = { exportId: 'export', customerId: CUSTOMER, partnerIds: [PARTNER, OTHER_PARTNER], requestedAt: AT };
const ofCustomer = (rest: string) => `/v1/customers/${CUSTOMER}/${rest}`;

/** Two partners of a customer: one with a product and prices for it, the other with prices alone. */
let world: BillingWorld;
beforeEach(async () => {
  world = billingWorld();
  await relate(world);
  await relate(world, OTHER_PARTNER);
  const ask = (method: 'POST' | 'PUT' | 'PATCH', path: string, body: object, as = ADMIN_AGENT) =>
    send(world, { method, path, as, body, headers: method === 'PATCH' ? { 'If-Match': '*' } : {} }, AT);
  const product = { sku: 'DESK', name: 'Service desk', billingFrequency: 'monthly', unitPrice: '120.00' };
  const { body: desk } = await ask('POST', '/v1/partner/products', product);
  const assignment = { productId: desk.id, quantity: 2, startDate: '2018-02-01', endDate: '2018-12-31' };
  const { body: assigned } = await ask('POST', ofCustomer('partnerproducts'), assignment);
  await ask('PATCH', ofCustomer(`partnerproducts/${assigned.id}`), { quantity: 3 });
  const own = { target: 'all', method: 'costPlusPercent', value: 17 };
  await ask('PUT', '/v1/partner/pricebook', { rules: [own] });
  const minus = { target: 'productFamily', targetId: 'ems', method: 'msrpMinusPercent', value: 8 };
  await ask('PUT', ofCustomer('pricebook'), { rules: [own, minus] });
  await ask('PUT', ofCustomer('pricebook'), { rules: [{ ...minus, value: 5 }] }, OTHER_AGENT);
});

async function exported(): Promise<Record<string, unknown>> {
  const files: Record<string, unknown> = {};
  for (const { name, places, rows } of billingFiles) {
    const found: object[] = [];
    for (const place of places(REQUEST, 1)) {
      const items: readonly Item[] = (await world.table.query(place)).items;
      found.push(...(await rows(items, REQUEST, { table: world.table, files: world.files })));
    }
    files[name] = JSON.parse(JSON.stringify(found));
  }
  return files;
}

const kept = () =>
  [...world.table.items.values()]
    .filter(({ pk, sk }) => /#(ASSIGNMENTS|PRICEBOOKS|PRODUCTS)$/.test(pk) && !sk.startsWith('OUTBOX#'))
    .map(({ pk, sk }) => `${pk.split('#')[2]} ${sk.split('#')[0]}`);

test('CUS-6: an export has what partners sell of their own and agreed prices, and no word of what a partner adds to its cost', async () => {
  const files = await exported();
  expect(files['billing/partner-products.jsonl']).toMatchObject([
    {
      ...{ partnerId: PARTNER, sku: 'DESK', name: 'Service desk', unitPrice: '120', currency: 'USD' },
      ...{ startOn: '2018-02-01', endOn: '2018-12-31' },
      quantities: [
        { on: '2018-02-01', quantity: 2 },
        { on: '2018-02-20', quantity: 3 },
      ],
    },
  ]);
  const ems = { target: 'productFamily', targetId: 'ems', method: 'msrpMinusPercent' };
  expect(files['billing/agreed-prices.jsonl']).toEqual([
    {
      ...{ partnerId: PARTNER, from: '2018-02-20' },
      rules: [
        { target: 'all', method: 'costPlusPercent' },
        { ...ems, value: '8' },
      ],
    },
    { partnerId: OTHER_PARTNER, from: '2018-02-20', rules: [{ ...ems, value: '5' }] },
  ]);
  expect(JSON.stringify(files)).not.toContain('17');
});

test('CUS-6: with an erased customer both go, of the partners of each page, however often it is told', async () => {
  const erased = (partnerIds: string[], page: number) =>
    anEvent(CustomerErased, { customerId: CUSTOMER, partnerIds, page, country: 'US', reason: 'deprovisioned' });
  await deliver(world, erased([OTHER_PARTNER], 2));
  expect(kept().sort()).toEqual([
    `ASSIGNMENTS ${CUSTOMER}`,
    'PRICEBOOKS CUSTOMER',
    'PRICEBOOKS OWN',
    'PRODUCTS PRODUCT',
  ]);
  for (const _ of [1, 2]) await deliver(world, erased([PARTNER], 1));
  expect(kept().sort(), 'what is the partner’s own stays').toEqual(['PRICEBOOKS OWN', 'PRODUCTS PRODUCT']);
  expect(Object.values(await exported())).toEqual([[], []]);
});
