import { beforeEach, describe, expect, test } from 'vitest';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { OFFERS, placeOrder, putMeteredOnSale, putOnSale } from '../support/sales.ts';
import {
  acceptPartner,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../support/world.ts';
import { speaking } from './speech.ts';

/** What partners sell: from the product that somebody looks at to the money that somebody owes for it. */
let world: World;
let partner: EnrolledPartner;
let customerId: string;
let as: TokenClaims;
let say: ReturnType<typeof speaking>['say'];
let refused: ReturnType<typeof speaking>['refused'];

beforeEach(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  ({ say, refused } = speaking(world));
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
    { id: OFFERS.addOn, name: 'Calling', listPrice: '2.00', wholesalePrice: '1.60', addOnTo: [OFFERS.base] },
    {
      id: OFFERS.withFee,
      name: 'Bound',
      listPrice: '10.00',
      wholesalePrice: '8.00',
      earlyTerminationFee: { amount: '50.00', currency: 'USD' },
    },
  ]);
  await putMeteredOnSale(world);
  partner = await enrolPartner(world, { name: 'contoso' });
  as = partner.adminAgent;
  customerId = await createCustomer(world, partner, { name: 'fabrikam' });
});

interface Line {
  readonly subscriptionId: string;
  readonly chargeType: string;
  readonly subtotal: number;
}
/** What a partner is invoiced on the fifth of a month, in cents by subscription and kind of charge. */
async function invoicedOn(date: string, by: TokenClaims = as): Promise<Record<string, number>> {
  await world.program.moveTo(`${date}T12:00:00Z`, { daily: true });
  const { items } = await say(by, 'GET /v1/invoices');
  const invoice = items.find(({ invoiceDate }: { invoiceDate: string }) => invoiceDate.startsWith(date));
  if (!invoice) return {};
  const lines: Line[] = (await say(by, `GET /v1/invoices/${invoice.id}/lineitems/office/billinglineitems`)).items;
  const sums: Record<string, number> = {};
  for (const { subscriptionId, chargeType, subtotal } of lines) {
    const key = `${subscriptionId.replace(/^S-/i, '').toUpperCase()} ${chargeType}`;
    sums[key] = (sums[key] ?? 0) + Math.round(subtotal * 100);
  }
  expect(Math.round(invoice.totalCharges * 100), 'the lines are the invoice').toBe(totalOf(sums));
  return sums;
}

const totalOf = (charges: Readonly<Record<string, number>>): number =>
  Object.values(charges).reduce((sum, cents) => sum + cents, 0);

test('CAT-1, ORD-1, SUB-2, BIL-3: from a product through a cart to an order, its subscriptions and its invoice', async () => {
  // The customer looks for something; the partner finds it as a product, and what of it can be bought.
  const { items: products } = await say(as, 'GET /v1/products?country=US&targetView=OnlineServices');
  const product = products.find(({ title }: { title: string }) => title === 'Base');
  expect((await say(as, `GET /v1/products/${product.id}?country=US`)).title).toBe('Base');
  const { items: skus } = await say(as, `GET /v1/products/${product.id}/skus?country=US`);
  const sku = skus[0];
  expect((await say(as, `GET /v1/products/${product.id}/skus/${sku.id}?country=US`)).id).toBe(sku.id);
  const availabilities = `GET /v1/products/${product.id}/skus/${sku.id}/availabilities?country=US`;
  const [availability] = (await say(as, availabilities)).items;
  const one = `GET /v1/products/${product.id}/skus/${sku.id}/availabilities/${availability.id}?country=US`;
  expect(await say(as, one)).toMatchObject({ isPurchasable: true, catalogItemId: availability.catalogItemId });
  const forCustomer = (await say(as, `GET /v1/customers/${customerId}/products?targetView=OnlineServices`)).items;
  expect(forCustomer.map(({ id }: { id: string }) => id)).toContain(product.id);
  expect((await say(as, `GET /v1/customers/${customerId}/products/${product.id}`)).title).toBe('Base');
  expect((await say(as, `GET /v1/customers/${customerId}/products/${product.id}/skus`)).items).toHaveLength(1);
  expect((await say(as, `GET /v1/customers/${customerId}/products/${product.id}/skus/${sku.id}`)).id).toBe(sku.id);
  const there = `GET /v1/customers/${customerId}/products/${product.id}/skus/${sku.id}/availabilities`;
  expect((await say(as, there)).items.map(({ catalogItemId }: { catalogItemId: string }) => catalogItemId)).toEqual([
    availability.catalogItemId,
  ]);
  const thereOne = `GET /v1/customers/${customerId}/products/${product.id}/skus/${sku.id}/availabilities/${availability.id}`;
  expect((await say(as, thereOne)).isPurchasable).toBe(true);
  const inventory = await say(as, 'POST /v1/extensions/product/checkInventory?country=US', {
    targetItems: [{ productId: product.id }],
  });
  expect(inventory).toMatchObject([{ productId: product.id, isRestricted: false }]);

  // It fills a cart, thinks again, has it checked, and orders once.
  const line = (quantity: number) => ({ catalogItemId: availability.catalogItemId, quantity, billingCycle: 'monthly' });
  const cart = await say(as, `POST /v1/customers/${customerId}/carts`, { lineItems: [line(5)] });
  const calling = { catalogItemId: OFFERS.addOn, quantity: 4, billingCycle: 'monthly' };
  await say(as, `PUT /v1/customers/${customerId}/carts/${cart.id}`, {
    lineItems: [{ ...line(10), friendlyName: 'Staff', addonItems: [calling] }],
  });
  const checked = await say(as, `POST /v1/customers/${customerId}/carts/${cart.id}/validate`);
  expect(checked.lineItems[0]).toMatchObject({ quantity: 10, addonItems: [{ quantity: 4 }] });
  expect(checked.lineItems[0].error).toBeUndefined();
  const bought = await say(as, `POST /v1/customers/${customerId}/carts/${cart.id}/checkout`);
  expect(bought).toMatchObject({ orders: [{ status: 'completed' }], orderErrors: [] });
  expect((await say(as, `GET /v1/customers/${customerId}/carts/${cart.id}`)).status).toBe('Ordered');
  const again = await say(as, `POST /v1/customers/${customerId}/carts/${cart.id}/checkout`);
  expect(again.orders[0].id, 'a second checkout buys nothing').toBe(bought.orders[0].id);

  const order = `/v1/customers/${customerId}/orders/${bought.orders[0].id}`;
  expect((await say(as, `GET ${order}`)).lineItems).toHaveLength(2);
  const orderId = bought.orders[0].id;
  const { items: provisioned } = await say(as, `GET /v1/customers/${customerId}/orders/${orderId}/provisioningstatus`);
  expect(provisioned).toHaveLength(2);
  const links = (path: string) => say(as, `GET ${path}`);
  expect((await say(as, `GET /v1/customers/${customerId}/orders/${orderId}/activationlinks`)).items).toEqual([]);
  const ofLine = `GET /v1/customers/${customerId}/orders/${orderId}/lineitems/0/activationlinks`;
  expect((await say(as, ofLine)).items).toEqual([]);
  expect((await links(order)).id).toBe(orderId);

  // What it bought runs: the partner finds it, changes it, and knows what happened to it.
  const sold = (await say(as, `GET /v1/customers/${customerId}/subscriptions`)).items;
  const base = sold.find(({ offerId }: { offerId: string }) => offerId === OFFERS.base.toUpperCase());
  const addOn = sold.find(({ id }: { id: string }) => id !== base.id);
  expect((await say(as, 'GET /v1/subscriptions?status=active')).totalCount).toBe(2);
  const addOns = await say(as, `GET /v1/customers/${customerId}/subscriptions/${base.id}/addons`);
  expect(addOns.items.map(({ id }: { id: string }) => id)).toEqual([addOn.id]);
  const quantity = { quantity: 12 };
  const quote = await say(as, `POST /v1/customers/${customerId}/subscriptions/${base.id}/quote`, quantity);
  await say(as, `PATCH /v1/customers/${customerId}/subscriptions/${base.id}`, quantity);
  const history = await say(as, `GET /v1/customers/${customerId}/subscriptions/${base.id}/history`);
  expect(history.items.at(-1).changes.quantity).toEqual({ before: 10, after: 12 });
  const status = await say(as, `GET /v1/customers/${customerId}/subscriptions/${base.id}/provisioningstatus`);
  expect(status).toMatchObject({ quantity: 12, status: 'success' });
  expect((await say(as, `GET /v1/customers/${customerId}/subscriptions/${base.id}/activationlinks`)).items).toEqual([]);

  // A whole month of 12 seats at 16.00, two of them as they were quoted, and of 4 at 1.60.
  expect(quote.total).toBe(32);
  expect(totalOf(await invoicedOn('2026-02-05'))).toBe(12 * 1600 + 4 * 160);
});

test('CAT-7, REL-9: who asks for what the program does not do gets a clear no, and nothing changes', async () => {
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 3 }]);
  const id = subscriptionIds[0]!;
  const before = await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}`);
  for (const list of [
    `GET /v1/customers/${customerId}/subscriptions/${id}/conversions`,
    `GET /v1/customers/${customerId}/subscriptions/${id}/upgrades`,
    `GET /v1/customers/${customerId}/subscriptions/${id}/transitioneligibilities`,
    `GET /v1/customers/${customerId}/subscriptions/${id}/transitions`,
  ])
    expect((await say(as, list)).items).toEqual([]);
  const wanted = { targetOfferId: OFFERS.otherBase, quantity: 3 };
  const at = `/v1/customers/${customerId}/subscriptions/${id}`;
  expect(await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/conversions`, wanted)).toMatchObject({
    error: { code: 'conversions_not_found' },
  });
  expect(await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/upgrades`, wanted)).toMatchObject({
    upgradeType: 'none',
    upgradeErrors: [{ description: expect.stringContaining('buy') }],
  });
  const transition = { toCatalogItemId: OFFERS.otherBase };
  const moved = await refused(as, `POST /v1/customers/${customerId}/subscriptions/${id}/transitions`, transition);
  expect(moved).toEqual([400, 900141]);
  const activated = await refused(as, `POST /v1/customers/${customerId}/subscriptions/${id}/activate`);
  expect(activated, 'it runs from the start').toEqual([400, 800041]);

  // Nor does it hand subscriptions to another partner: the customer accepts an invitation there and is sold to anew.
  expect(await say(as, `GET /v1/customers/${customerId}/transfers`)).toEqual([]);
  const [eligibility] = await say(as, `GET /v1/customers/${customerId}/transferseligibility?transferType=1`);
  expect(eligibility).toMatchObject({ id, isEligible: false, reason: expect.stringContaining('invitation') });
  const lineItems = [{ id: 1, subscriptionId: id, quantity: 3 }];
  const transfer = { sourcePartnerTenantId: partner.partnerId, targetPartnerTenantId: partner.partnerId, lineItems };
  const none = '99999999-9999-4999-8999-999999999999';
  expect(await refused(as, `POST /v1/customers/${customerId}/transfers`, transfer)).toEqual([403, 900137]);
  expect(await refused(as, `GET /v1/customers/${customerId}/transfers/${none}`)).toEqual([404, 900100]);
  expect(await refused(as, `PATCH /v1/customers/${customerId}/transfers/${none}`, { status: 'reject' })).toEqual([
    404, 900100,
  ]);
  expect(await refused(as, `POST /v1/customers/${customerId}/transfers/${none}/accept`)).toEqual([404, 900100]);
  expect(await refused(as, `DELETE /v1/customers/${customerId}/transfers/${none}`)).toEqual([404, 900100]);

  // Nor are Azure products exchanged, nor is anything sold once and for all.
  const upgrade = { customerId, productFamily: 'Azure' };
  expect((await say(as, 'POST /v1/productUpgrades/eligibility', upgrade)).isEligible).toBe(false);
  expect(await refused(as, 'POST /v1/productUpgrades', upgrade)).toEqual([400, 900141]);
  expect(await refused(as, `POST /v1/productUpgrades/${none}/status`, upgrade)).toEqual([404, 900106]);
  expect((await say(as, `GET /v1/customers/${customerId}/entitlements`)).items).toEqual([]);
  expect(await refused(as, `GET /v1/customers/${customerId}/artifacts/reservation`)).toEqual([404, 1000]);
  expect(await say(as, `GET ${at}`)).toEqual(before);
  const invoice = await invoicedOn('2026-02-05');
  expect(Object.keys(invoice).every((key) => key.startsWith(id))).toBe(true);
});

test('USG-1, DAP-4: metered use: registered, given into hands, stopped after a compromise and brought back', async () => {
  const order = await placeOrder(world, as, customerId, [{ offerId: OFFERS.metered, quantity: 1 }]);
  const id = order.subscriptionIds[0]!;
  const at = `/v1/customers/${customerId}/subscriptions/${id}`;
  await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/registrations`);
  const registered = await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}/registrationstatus`);
  expect(registered.status).toBe('Registered');
  const [entitlement] = (await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements`)).items;
  const e = entitlement.id as string;
  const admin = userClaims(world.program, 'admin@fabrikam.onprogram.example');

  // The customer has no rights until the partner gives them (DAP-4).
  const roles = async () => {
    const path = `GET /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}/roleassignments`;
    const { items } = await say(as, path);
    return items.filter(({ isFixed }: { isFixed?: boolean }) => !isFixed);
  };
  expect(await roles()).toEqual([]);
  await say(
    as,
    `PUT /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}/roleassignments/${admin.userId}`,
    { role: 'contributor' },
  );
  expect(await roles()).toMatchObject([{ principalId: admin.userId, role: 'contributor' }]);

  await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}/cancel`, {
    cancellationReason: 'compromise',
  });
  const state = async () =>
    (await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}`)).status;
  expect(await state()).toBe('inactive');
  await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}/reactivate`);
  expect(await state()).toBe('active');
  await say(
    as,
    `DELETE /v1/customers/${customerId}/subscriptions/${id}/azureEntitlements/${e}/roleassignments/${admin.userId}`,
  );
  expect(await roles()).toEqual([]);
  expect((await say(as, `GET ${at}`)).status).toBe('active');
  await world.program.moveTo('2026-02-05T12:00:00Z', { daily: true });
  const { items: invoices } = await say(as, 'GET /v1/invoices');
  expect(
    invoices.every(({ totalCharges }: { totalCharges: number }) => totalCharges === 0),
    'creation costs nothing',
  ).toBe(true);
});

describe('SUB-6: the fee of who ends early', () => {
  test('SUB-6: is on the invoice of a partner that suspends, once, and on no other', async () => {
    const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.withFee, quantity: 2 }]);
    const id = subscriptionIds[0]!;
    expect(await invoicedOn('2026-02-05')).toEqual({ [`${id} Prorate fees when purchase`]: 1600 });
    await world.program.moveTo('2026-02-10T09:00:00Z', { daily: true });
    const quote = await say(as, `POST /v1/customers/${customerId}/subscriptions/${id}/quote`, { status: 'suspended' });
    await say(as, `PATCH /v1/customers/${customerId}/subscriptions/${id}`, { status: 'suspended' });
    // The month that had begun, what is left of it from 10 February on (23 of 28 days), and the fee.
    const owed = await invoicedOn('2026-03-05');
    expect(owed).toEqual({
      [`${id} Cycle fee`]: 1600,
      [`${id} Cancel fee`]: 5000 - 1314,
    });
    expect(await invoicedOn('2026-04-05')).toEqual({});
    expect(Math.round(quote.total * 100), 'the quote said so').toBe(5000 - 1314);
  });

  test('SUB-4, SUB-6: is not due where the program suspends; the partner reads why, and has it back', async () => {
    const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.withFee, quantity: 2 }]);
    const id = subscriptionIds[0]!;
    await world.program.moveTo('2026-02-10T09:00:00Z', { daily: true });
    const reason = { reason: 'It sends spam.' };
    await say(world.operator, `POST /v1/operator/subscriptions/${id}/suspend`, reason);
    expect(await refused(as, `PATCH /v1/customers/${customerId}/subscriptions/${id}`, { status: 'active' })).toEqual([
      400, 800096,
    ]);
    await world.program.moveTo('2026-02-20T09:00:00Z', { daily: true });
    await say(world.operator, `POST /v1/operator/subscriptions/${id}/reactivate`, reason);
    expect((await say(as, `GET /v1/customers/${customerId}/subscriptions/${id}`)).status).toBe('active');
    // Ten of 28 days without it, each paid back; no fee.
    expect(await invoicedOn('2026-03-05')).toEqual({
      [`${id} Cycle fee`]: 1600,
      [`${id} Cancel fee`]: -1314,
      [`${id} Prorate fees when activate`]: 743,
    });
  });
});

test('PRG-9: a partner out of business: its customer goes on with the one that it chose, and nobody pays twice', async () => {
  const next = await enrolPartner(world, { name: 'litware' });
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 10 }]);
  const id = subscriptionIds[0]!;
  await world.program.moveTo('2026-02-15T09:00:00Z', { daily: true });
  await acceptPartner(world, next, { customerId, admin: 'admin@fabrikam.onprogram.example' });
  await say(world.operator, `PATCH /v1/operator/partners/${partner.partnerId}`, { status: 'outOfBusiness' });
  await world.program.settle();
  await say(world.operator, `POST /v1/operator/partners/${partner.partnerId}/succession`, {
    reason: 'Contoso is out of business.',
    customerId,
    successorId: next.partnerId,
  });
  await world.program.settle();
  const { items } = await say(world.operator, `GET /v1/operator/partners/${partner.partnerId}/succession`);
  expect(items).toMatchObject([{ customerId, state: 'done', successorId: next.partnerId }]);
  const goesOn = await say(next.adminAgent, `GET /v1/customers/${customerId}/subscriptions/${id}`);
  expect(goesOn).toMatchObject({ status: 'active', quantity: 10 });
  // From 15 February to 4 March are 18 of the 28 days of the month: they are the new partner's, the others the old one's.
  const theirs = await invoicedOn('2026-03-05', next.adminAgent);
  expect(totalOf(theirs)).toBe(10286);
  expect(totalOf(await invoicedOn('2026-03-05'))).toBe(16000 - 10286);
});

test('SUP-5, PRG-12, ORD-3: an indirect sale: the reseller answers for it, and a year is paid in place of months', async () => {
  const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
  const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
  const by = provider.adminAgent;
  const { url } = await say(by, 'GET /v1/relationships/requests');
  const token = new URL(url).pathname.split('/').at(-1);
  await say(reseller.globalAdmin, `POST /v1/relationships/requests/${token}/acceptance`);
  await world.program.settle();
  const theirs = await createCustomer(world, provider, { name: 'adatum', associatedPartnerId: reseller.partnerId });
  const line = { offerId: OFFERS.base, quantity: 10, partnerIdOnRecord: reseller.mpnId };
  const { orderId, subscriptionIds } = await placeOrder(world, by, theirs, [line]);
  const id = subscriptionIds[0]!;
  await world.program.settle();

  const contact = () => say(by, `GET /v1/customers/${theirs}/subscriptions/${id}/supportcontact`);
  expect(await contact(), 'who sold it, until it says otherwise').toMatchObject({
    supportTenantId: provider.partnerId,
  });
  const named = { supportTenantId: reseller.partnerId, supportMpnId: reseller.mpnId, name: 'Tailspin' };
  await say(by, `PUT /v1/customers/${theirs}/subscriptions/${id}/supportcontact`, named);
  expect(await contact()).toMatchObject(named);
  const [row] = (await say(by, 'GET /v1/analytics/subscriptions')).Value;
  expect(row).toMatchObject({ partnerId: reseller.mpnId, partnerName: 'tailspin', providerName: 'northwind' });

  await world.program.moveTo('2026-01-20T09:00:00Z', { daily: true });
  await say(by, `PATCH /v1/customers/${theirs}/orders/${orderId}`, { billingCycle: 'annual' });
  expect(await say(by, `GET /v1/customers/${theirs}/subscriptions/${id}`)).toMatchObject({
    billingCycle: 'annual',
    commitmentEndDate: '2027-01-20T00:00:00Z',
  });
  // A month of 160.00, 16 of its 31 days back, and a year of 1,920.00 from the day of the change on.
  expect(totalOf(await invoicedOn('2026-02-05', by))).toBe(16000 - 8258 + 192000);
});

test('SUB-7, SUB-8: what was sold, as rows and sums, is what the lists and the customers say', async () => {
  const other = await createCustomer(world, partner, { name: 'woodgrove' });
  await placeOrder(world, as, customerId, [
    { offerId: OFFERS.base, quantity: 10 },
    { offerId: OFFERS.withFee, quantity: 4 },
  ]);
  await placeOrder(world, as, other, [{ offerId: OFFERS.base, quantity: 7 }], 'annual');
  const rows = (await say(as, 'GET /v1/analytics/subscriptions')).Value;
  const listed = (await say(as, 'GET /v1/subscriptions')).items;
  const idOf = ({ id }: { id: string }) => id;
  expect(rows.map(idOf)).toEqual(listed.map(idOf));
  const byProduct = await say(as, 'GET /partner/v1/analytics/subscriptions?groupBy=productName');
  expect(byProduct).toEqual({
    Value: [
      { productName: 'Base', subscriptionCount: 2, licenseCount: 17 },
      { productName: 'Bound', subscriptionCount: 1, licenseCount: 4 },
    ],
    TotalCount: 2,
  });
  const deployed = (await say(as, 'GET /v1/analytics/commercial/deployment/license')).Value;
  const soldTo = (of: readonly { customerTenantId?: string; licensesSold: number }[]) =>
    of.reduce((sum, { licensesSold }) => sum + licensesSold, 0);
  expect(soldTo(deployed)).toBe(21);
  const mine = (await say(as, `GET /v1/customers/${customerId}/analytics/licenses/deployment`)).items;
  expect(soldTo(mine)).toBe(14);
  const partners = (await say(as, 'GET /v1/analytics/licenses/deployment')).items;
  expect(soldTo(partners)).toBe(21);
  for (const usage of [
    (await say(as, 'GET /v1/analytics/commercial/usage/license')).Value,
    (await say(as, `GET /v1/customers/${customerId}/analytics/licenses/usage`)).items,
    (await say(as, 'GET /v1/analytics/licenses/usage')).items,
  ])
    expect(usage.length, 'a row for each workload, though nobody has a licence yet').toBeGreaterThan(0);
});
