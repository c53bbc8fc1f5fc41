import { describe, expect, test } from 'vitest';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import {
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../../../support/world.ts';

/** A provider, a reseller that joined it, and a customer that the provider created for the reseller. */
async function indirectSale() {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
  const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
  await join(world, provider, reseller);
  const plan = { name: 'fabrikam', associatedPartnerId: reseller.partnerId };
  const customerId = await createCustomer(world, provider, plan);
  return { world, provider, reseller, customerId };
}

async function join({ send }: World, provider: EnrolledPartner, reseller: EnrolledPartner): Promise<void> {
  const { body } = await send({ path: '/v1/relationships/requests', as: provider.adminAgent });
  const token = new URL(body.url).pathname.split('/').at(-1);
  await send({ method: 'POST', path: `/v1/relationships/requests/${token}/acceptance`, as: reseller.globalAdmin });
}
const others = async ({ send }: World, { adminAgent: as }: EnrolledPartner) =>
  (await send({ path: '/v1/relationships', as })).body.items.map(({ id }: { id: string }) => id);
const via = (providerId: string) =>
  encodeURIComponent(
    JSON.stringify({ Field: 'IndirectCloudSolutionProvider', Value: providerId, Operator: 'starts_with' }),
  );

describe('REL-7: the end of a partnership', () => {
  test.each(['provider', 'reseller'] as const)(
    'REL-7: the %s ends it; neither sees the other any more',
    async (who) => {
      const { world, provider, reseller } = await indirectSale();
      const [own, other] = who === 'provider' ? [provider, reseller] : [reseller, provider];
      expect(await others(world, provider)).toEqual([reseller.partnerId]);
      const path = `/v1/relationships/${other.partnerId}`;
      expect((await world.send({ method: 'DELETE', path, as: own.globalAdmin })).status).toBe(204);
      expect([await others(world, provider), await others(world, reseller)]).toEqual([[], []]);
      const again = await world.program.request({ method: 'DELETE', path, as: own.globalAdmin });
      expect([again.status, again.body.code]).toEqual([404, 1000]);
    },
  );

  test('REL-7: a stranger ends nothing, and an agent has no right to', async () => {
    const { world, provider, reseller } = await indirectSale();
    const stranger = await enrolPartner(world, { name: 'litware' });
    const path = `/v1/relationships/${reseller.partnerId}`;
    const foreign = await world.program.request({ method: 'DELETE', path, as: stranger.globalAdmin });
    expect([foreign.status, foreign.body.code]).toEqual([404, 1000]);
    const agent = await world.program.request({ method: 'DELETE', path, as: provider.adminAgent });
    expect([agent.status, agent.body.code]).toEqual([403, 900150]);
    expect(await others(world, provider)).toEqual([reseller.partnerId]);
  });

  test('REL-7: what was sold goes on; new customers and orders for the reseller are refused, and it sees none of them', async () => {
    const { world, provider, reseller, customerId } = await indirectSale();
    await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
    const line = { offerId: OFFERS.base, quantity: 5, partnerIdOnRecord: reseller.mpnId };
    const as = provider.adminAgent;
    const { subscriptionIds } = await placeOrder(world, as, customerId, [line]);
    const seen = async () =>
      (await world.send({ path: `/v1/customers?filter=${via(provider.partnerId)}`, as: reseller.adminAgent })).body
        .items;
    expect(await seen()).toMatchObject([{ id: customerId }]);
    const path = `/v1/relationships/${reseller.partnerId}`;
    await world.send({ method: 'DELETE', path, as: provider.globalAdmin });
    await world.program.settle();
    const sold = `/v1/customers/${customerId}/subscriptions/${subscriptionIds[0]}`;
    const { body } = await world.send({ path: sold, as });
    expect(body).toMatchObject({ status: 'active', partnerId: reseller.mpnId });
    expect((await world.send({ method: 'PATCH', path: sold, as, body: { quantity: 6 } })).body.quantity).toBe(6);
    const order = { billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, ...line }] };
    const refused = await world.program.request({
      method: 'POST',
      path: `/v1/customers/${customerId}/orders`,
      as,
      body: order,
    });
    expect(refused.status).toBe(400);
    expect(await seen()).toEqual([]);
    expect(
      (await world.send({ path: '/v1/customers', as })).body.items,
      'the customer stays the provider’s',
    ).toHaveLength(1);
    await expect(
      createCustomer(world, provider, { name: 'wingtip', associatedPartnerId: reseller.partnerId }),
    ).rejects.toThrow('800016');
  });

  test('REL-7: a link that the reseller passed on brings no customer to it any more', async () => {
    const { world, provider, reseller } = await indirectSale();
    const other = await enrolPartner(world, { name: 'litware' });
    const customerId = await createCustomer(world, other, { name: 'lakeside' });
    const query = `?indirectResellerId=${reseller.partnerId}`;
    const { body } = await world.send({ path: `/v1/customers/relationshiprequests${query}`, as: provider.adminAgent });
    const path = `/v1/relationships/${reseller.partnerId}`;
    await world.send({ method: 'DELETE', path, as: provider.globalAdmin });
    const token = new URL(body.url).pathname.split('/').at(-1);
    const as = userClaims(world.program, 'admin@lakeside.onprogram.example');
    await world.send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as });
    const { body: tied } = await world.send({
      path: `/v1/customers/${customerId}/relationships`,
      as: provider.adminAgent,
    });
    expect(tied.items).toEqual([]);
  });

  test('REL-7: the same two may join again', async () => {
    const { world, provider, reseller } = await indirectSale();
    await world.send({ method: 'DELETE', path: `/v1/relationships/${reseller.partnerId}`, as: provider.globalAdmin });
    await join(world, provider, reseller);
    expect(await others(world, provider)).toEqual([reseller.partnerId]);
  });
});
