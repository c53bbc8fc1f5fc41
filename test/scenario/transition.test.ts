import { expect, test } from 'vitest';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { OFFERS, orderBody, putOnSale } from '../support/sales.ts';
import { attestAgreement, createWorld, enrolPartner, userClaims, type World } from '../support/world.ts';

/**
 * ORD-7: a customer that bought direct comes to a partner at the end of its direct term, as the program tells it: subscriptions of
 * 20, 10 and 5 seats are ordered there, stand twice in the pool, and are cancelled; with a large one, support does. Everything that
 * happens is seen by who should see it, and the partner is charged for its own seats from the first day on, and for nothing else.
 */
const DIRECT = [20, 10, 5];
const WHOLESALE = 16;

interface Line {
  readonly chargeStartDate: string;
  readonly quantity: number;
  readonly subtotal: number;
}

test('ORD-7, CUS-3, CUS-4, SUB-8, SUP-5: a transition from direct of 20, 10 and 5 seats, doubled in the middle', async () => {
  const world = await createWorld({ at: '2025-02-20T09:00:00Z' });
  const { program, send } = world;
  await putOnSale(world, '202502', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: String(WHOLESALE) },
  ]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const other = await enrolPartner(world, { name: 'litware' });
  const admin = await lakeside(world);

  // It buys direct for a year: nobody has to be asked first, for it has no partner.
  const bought = await send({
    method: 'POST',
    path: '/v1/my/orders',
    as: admin,
    body: orderBody(
      DIRECT.map((quantity) => ({ offerId: OFFERS.base, quantity })),
      'monthly',
    ),
  });
  expect(bought.body).toMatchObject({ currencyCode: 'USD', totalPrice: 700 });
  await program.settle();

  // A year later it wants a partner: it accepts its invitation, and reads whom it could ask before it buys direct again.
  await program.moveTo('2026-02-10T09:00:00Z', { daily: true });
  const { body: invitation } = await send({ path: '/v1/customers/relationshiprequests', as: partner.adminAgent });
  const token = new URL(invitation.url).pathname.split('/').at(-1);
  await send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as: admin });
  await program.settle();
  await attestAgreement(world, partner, admin.tenantId);
  const notice = await send({ path: '/v1/my/purchasenotice', as: admin });
  expect(notice.body.partners).toMatchObject([{ partnerName: 'contoso' }]);

  // The partner sees what was bought direct, because it administers the customer, and plans to take it over.
  const customer = `/v1/customers/${admin.tenantId}`;
  const as = partner.adminAgent;
  const direct = await send({ path: `${customer}/directsubscriptions`, as });
  expect(direct.body.items.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([10, 20, 5]);
  expect((await send({ path: `${customer}/subscriptions`, as })).body.items).toEqual([]);
  expect((await program.request({ path: `${customer}/directsubscriptions`, as: other.adminAgent })).body.code).toBe(
    20002,
  );
  const before = await send({ method: 'POST', path: `${customer}/moveplans`, as });
  expect(before.body.pool).toMatchObject([{ activeUnits: 35, ownUnits: 0, otherUnits: 35 }]);
  const plan = await send({
    method: 'POST',
    path: `${customer}/transitionplans`,
    as,
    body: { directSubscriptionIds: direct.body.items.map(({ id }: { id: string }) => id) },
  });
  expect(plan.body).toMatchObject({
    status: 'draft',
    window: { from: '2026-01-21T00:00:00Z', to: '2026-02-20T00:00:00Z' },
  });

  // It is ordered on the tenth of February, and the pool has every seat twice.
  expect((await send({ path: `${customer}/transitionplans`, as })).body.items).toMatchObject([{ id: plan.body.id }]);
  const path = `${customer}/transitionplans/${plan.body.id}`;
  const ordered = await send({ method: 'POST', path: `${customer}/transitionplans/${plan.body.id}/order`, as });
  expect(ordered.body.status).toBe('verified');
  expect(figures(ordered.body)).toEqual({ ordered: 35, poolDoubled: 70 });
  const mine = await send({ path: '/v1/my/subscriptions', as: admin });
  expect(mine.body.items.map((of: { soldBy: { channel: string } }) => of.soldBy.channel).sort()).toEqual([
    ...Array(3).fill('direct'),
    ...Array(3).fill('partner'),
  ]);
  const partners = mine.body.items.find((of: { soldBy: { channel: string } }) => of.soldBy.channel === 'partner');
  const refused = await program.request({
    method: 'PATCH',
    path: `/v1/my/subscriptions/${partners.id}`,
    as: admin,
    body: { quantity: 1 },
  });
  expect([refused.status, refused.body.code, refused.body.data[0].partnerName]).toEqual([403, 980009, 'contoso']);

  // What was bought direct is cancelled, and is gone for good after sixty days.
  const done = await send({ method: 'POST', path: `${customer}/transitionplans/${plan.body.id}/canceldirect`, as });
  expect(done.body.status).toBe('cancelled');
  expect(figures(done.body)).toEqual({ ordered: 35, poolDoubled: 70, directCancelled: 35, done: 35 });
  await program.moveTo('2026-04-20T09:00:00Z', { daily: true });
  expect((await send({ path, as })).body).toMatchObject({ status: 'cancelled' });
  const left = await send({ path: `${customer}/directsubscriptions`, as });
  expect(left.body.items.map(({ status }: { status: string }) => status)).toEqual(Array(3).fill('deleted'));

  // Seats that it buys direct once more, although it was warned, its partner cancels on its behalf.
  const again = { ...orderBody([{ offerId: OFFERS.base, quantity: 3 }], 'monthly'), acknowledgeDirectPurchase: true };
  const { body: order } = await send({ method: 'POST', path: '/v1/my/orders', as: admin, body: again });
  const { subscriptionId } = order.lineItems[0];
  await send({ method: 'POST', path: `${customer}/directsubscriptions/${subscriptionId}/cancel`, as });
  const [pool] = (await send({ path: '/v1/my/licensepool', as: admin })).body.items;
  expect(pool).toMatchObject({ activeUnits: 35, suspendedUnits: 3 });

  // The partner's invoices have its own seats from the day of its order, and nothing that was bought direct.
  const lines: Line[] = [];
  const { body: invoices } = await send({ path: '/v1/invoices', as });
  for (const { id } of invoices.items)
    lines.push(...(await send({ path: `/v1/invoices/${id}/lineitems/office/billinglineitems`, as })).body.items);
  const first = lines.filter(({ chargeStartDate }) => chargeStartDate.startsWith('2026-02-10'));
  expect(first.map(({ quantity }) => quantity).sort((a, b) => a - b)).toEqual([5, 10, 20]);
  expect(first.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBe(35 * WHOLESALE);
  expect(lines.every(({ chargeStartDate }) => chargeStartDate >= '2026-02-10')).toBe(true);
});

test('ORD-7: a large one is ended by support, whom the program tells once; what was loaded is as good as bought', async () => {
  const world = await createWorld({ at: '2026-02-01T09:00:00Z' });
  const { program, operator, send } = world;
  await putOnSale(world, '202602', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const admin = await lakeside(world);
  const loaded = await send({
    method: 'POST',
    path: `/v1/operator/customers/${admin.tenantId}/directsubscriptions`,
    as: operator,
    body: [{ offerId: OFFERS.base, quantity: 40, effectiveStartDate: '2025-06-01', listPrice: '19.00' }],
  });
  await program.settle();
  const { id } = loaded.body.items[0];
  const path = `/v1/my/subscriptions/${id}`;
  const asked = await program.request({ method: 'POST', path: `${path}/cancel`, as: admin });
  expect([asked.status, asked.body.code]).toEqual([400, 800096]);
  await send({ method: 'PATCH', path, as: admin, body: { friendlyName: 'To be ended', autoRenewEnabled: false } });
  await send({
    method: 'POST',
    path: `/v1/operator/subscriptions/${id}/suspend`,
    as: operator,
    body: { reason: `Service request ${asked.body.data[0].serviceRequestId}` },
  });
  const { body: mine } = await send({ path: '/v1/my/subscriptions', as: admin });
  expect(mine.items).toMatchObject([{ status: 'suspended', price: { unitPrice: 19, cyclePrice: 760 } }]);
  const small = await send({
    method: 'POST',
    path: '/v1/my/orders',
    as: admin,
    body: orderBody([{ offerId: OFFERS.base, quantity: 3 }], 'monthly'),
  });
  const own = `/v1/my/subscriptions/${small.body.lineItems[0].subscriptionId}`;
  expect((await send({ method: 'POST', path: `${own}/cancel`, as: admin })).body.status).toBe('suspended');
  expect((await send({ method: 'PATCH', path: own, as: admin, body: { status: 'active' } })).body.status).toBe(
    'active',
  );
});

const figures = ({ steps }: { steps: { name: string; pool?: { activeUnits: number }[] }[] }) =>
  Object.fromEntries(steps.flatMap(({ name, pool }) => (pool ? [[name, pool[0]!.activeUnits]] : [])));

/** A customer that the program itself signed up, and its administrator. */
async function lakeside({ program, operator, send }: World): Promise<TokenClaims> {
  const body = {
    companyName: 'Lakeside',
    domain: 'lakeside.onprogram.example',
    country: 'US',
    adminUser: {
      userPrincipalName: 'lena@lakeside.onprogram.example',
      displayName: 'Lena Park',
      email: 'lena@lakeside.example',
    },
  };
  await send({ method: 'POST', path: '/v1/operator/customers', as: operator, body });
  await program.settle();
  return userClaims(program, 'lena@lakeside.onprogram.example');
}
