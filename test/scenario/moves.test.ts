import { beforeEach, expect, test } from 'vitest';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import {
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../support/world.ts';

/**
 * REL-9: a customer is never moved; it accepts a second partner, the second partner orders, the first one suspends. Each
 * way is lived from the first link to the last invoice of the partner that was left.
 */
const SEATS = 10;
const PRICE = 16;
/** The day on which the new seller sells and the former one stops. */
const MOVED_AT = '2026-02-16T10:00:00Z';

interface Moving {
  readonly from: EnrolledPartner;
  readonly to: EnrolledPartner;
  /** The reseller behind the new sale. */
  readonly reseller?: EnrolledPartner;
}
interface Line {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly subtotal: number;
}

let world: World;
let customerId: string;
let admin: TokenClaims;
beforeEach(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: String(PRICE) },
  ]);
});

async function sold(from: EnrolledPartner, reseller?: EnrolledPartner): Promise<string> {
  customerId = await createCustomer(world, from, {
    name: 'fabrikam',
    ...(reseller && { associatedPartnerId: reseller.partnerId }),
  });
  admin = userClaims(world.program, 'admin@fabrikam.onprogram.example');
  const line = { offerId: OFFERS.base, quantity: SEATS, ...(reseller && { partnerIdOnRecord: reseller.mpnId }) };
  return (await placeOrder(world, from.adminAgent, customerId, [line])).subscriptionIds[0]!;
}

const answer = async (as: TokenClaims, path: string) => {
  const { status, body } = await world.program.request({ path, as });
  return { status, code: body?.code, items: body?.items };
};
const subscriptionsOf = async ({ adminAgent }: EnrolledPartner): Promise<{ id: string; status: string }[]> =>
  (await answer(adminAgent, `/v1/customers/${customerId}/subscriptions`)).items;

/** Lines of all invoices of a partner, in their order. */
async function linesOf({ adminAgent: as }: EnrolledPartner): Promise<Line[]> {
  const { body: invoices } = await world.send({ path: '/v1/invoices', as });
  const lines: Line[] = [];
  for (const { id } of invoices.items) {
    const { body } = await world.send({ path: `/v1/invoices/${id}/lineitems/office/billinglineitems`, as });
    lines.push(...body.items);
  }
  return lines;
}
/** Files write `S-` before the id of a subscription. */
const soldIn = (lines: readonly Line[]): string[] => [
  ...new Set(lines.map(({ subscriptionId }) => subscriptionId.replace(/^S-/i, '').toUpperCase())),
];
const sumOf = (lines: readonly Line[]): number =>
  Math.round(lines.reduce((sum, { subtotal }) => sum + subtotal, 0) * 100) / 100;

/** The move itself, step by step as it is done: link, acceptance, order, suspension. */
async function moved({ from, to, reseller }: Moving, subscriptionId: string): Promise<string> {
  await world.program.moveTo(MOVED_AT, { daily: true });
  expect((await answer(to.adminAgent, `/v1/customers/${customerId}/subscriptions`)).code, 'a stranger').toBe(20002);
  const link = `/v1/customers/relationshiprequests${reseller ? `?indirectResellerId=${reseller.partnerId}` : ''}`;
  const { body: invitation } = await world.send({ path: link, as: to.adminAgent });
  const token = new URL(invitation.url).pathname.split('/').at(-1);
  await world.send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as: admin });
  expect(await subscriptionsOf(to), 'nothing comes over by itself').toEqual([]);
  expect(await subscriptionsOf(from), 'nothing is taken away').toMatchObject([
    { id: subscriptionId, status: 'active' },
  ]);
  const { body: templates } = await world.send({ path: '/v1/agreements', as: to.adminAgent });
  const [{ templateId, agreementType: type }] = templates.items;
  const primaryContact = { firstName: 'Bob', lastName: 'Fischer', email: 'bob@fabrikam.example' };
  await world.send({
    method: 'POST',
    path: `/v1/customers/${customerId}/agreements`,
    as: to.adminAgent,
    body: { primaryContact, templateId, type, dateAgreed: world.program.now() },
  });
  const line = { offerId: OFFERS.base, quantity: SEATS, ...(reseller && { partnerIdOnRecord: reseller.mpnId }) };
  const { subscriptionIds } = await placeOrder(world, to.adminAgent, customerId, [line]);
  await world.send({
    method: 'PATCH',
    path: `/v1/customers/${customerId}/subscriptions/${subscriptionId}`,
    as: from.adminAgent,
    body: { status: 'suspended' },
  });
  return subscriptionIds[0]!;
}

/** What holds of every way, when sixty days and the invoices behind them are over. */
async function settled({ from, to }: Moving, [before, after]: readonly [string, string]): Promise<void> {
  const { program, send } = world;
  await program.moveTo('2026-05-20T10:00:00Z', { daily: true });
  expect(await subscriptionsOf(from)).toMatchObject([{ id: before, status: 'deleted' }]);
  expect(await subscriptionsOf(to)).toMatchObject([{ id: after, status: 'active' }]);
  const [former, present] = [await linesOf(from), await linesOf(to)];
  expect(soldIn(former)).toEqual([before]);
  expect(soldIn(present)).toEqual([after]);
  // One month, then what was used of the second.
  const full = SEATS * PRICE;
  expect(sumOf(former)).toBeGreaterThan(full);
  expect(sumOf(former)).toBeLessThan(2 * full);
  expect(sumOf(present), 'three whole months since').toBe(3 * full);
  const last = former
    .map(({ chargeEndDate }) => chargeEndDate.slice(0, 10))
    .sort()
    .at(-1)!;
  expect(last < '2026-03-05', 'nothing is charged behind the month of the suspension').toBe(true);
  // The one who was left goes; the other one does not notice.
  await send({
    method: 'PATCH',
    path: `/v1/customers/${customerId}`,
    as: from.adminAgent,
    body: { relationshipToPartner: 'none' },
  });
  expect((await answer(from.adminAgent, `/v1/customers/${customerId}`)).code).toBe(20002);
  expect(await subscriptionsOf(to)).toMatchObject([{ id: after, status: 'active' }]);
  const { items } = await answer(admin, '/v1/my/partners');
  expect(items.map(({ partnerId }: { partnerId: string }) => partnerId)).toEqual([to.partnerId]);
}

const joined = async (provider: EnrolledPartner, reseller: EnrolledPartner): Promise<void> => {
  const { body } = await world.send({ path: '/v1/relationships/requests', as: provider.adminAgent });
  const token = new URL(body.url).pathname.split('/').at(-1);
  await world.send({
    method: 'POST',
    path: `/v1/relationships/requests/${token}/acceptance`,
    as: reseller.globalAdmin,
  });
};

test('REL-9: a customer goes from one partner to another', async () => {
  const moving = {
    from: await enrolPartner(world, { name: 'contoso' }),
    to: await enrolPartner(world, { name: 'litware' }),
  };
  const before = await sold(moving.from);
  const after = await moved(moving, before);
  expect((await answer(moving.to.adminAgent, `/v1/customers/${customerId}/subscriptions/${before}`)).status).toBe(404);
  expect((await answer(moving.from.adminAgent, `/v1/customers/${customerId}/subscriptions/${after}`)).status).toBe(404);
  await settled(moving, [before, after]);
});

test('REL-9: a reseller becomes a direct partner, under a tenant of its own, and takes its customer along', async () => {
  const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
  const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
  await joined(provider, reseller);
  const before = await sold(provider, reseller);
  const moving = { from: provider, to: await enrolPartner(world, { name: 'tailspin-direct' }) };
  const after = await moved(moving, before);
  await settled(moving, [before, after]);
});

test('REL-9: a reseller goes to another provider with its customer', async () => {
  const from = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
  const to = await enrolPartner(world, { name: 'eastwind', programRole: 'indirectProvider' });
  const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
  await joined(from, reseller);
  const before = await sold(from, reseller);
  await joined(to, reseller);
  const after = await moved({ from, to, reseller }, before);
  await world.send({ method: 'DELETE', path: `/v1/relationships/${from.partnerId}`, as: reseller.globalAdmin });
  await settled({ from, to }, [before, after]);
  const { items } = await answer(
    to.adminAgent,
    `/v1/customers?filter=${encodeURIComponent(JSON.stringify({ Field: 'IndirectReseller', Value: reseller.partnerId, Operator: 'starts_with' }))}`,
  );
  expect(items.map(({ id }: { id: string }) => id)).toEqual([customerId]);
});
