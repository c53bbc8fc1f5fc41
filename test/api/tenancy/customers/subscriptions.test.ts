import { expect, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { dispatchEvent } from '../../../../shared/messaging/consumer.ts';
import { activePartner, createdCustomer, tenancyWorld, type World } from '../../../support/tenancy.ts';

const SUBSCRIPTION = {
  orderId: 'o1',
  lineNumber: 0,
  offerId: 'OFFER',
  offerName: 'Office 365 E3',
  family: 'office365',
  planId: 'PLAN',
  friendlyName: 'Seats',
  quantity: 5,
  billingType: 'license',
  billingCycle: 'monthly',
  autoRenewEnabled: true,
  createdAt: '2026-11-01T00:00:00Z',
  anchorOn: '2026-11-01',
  termStartOn: '2026-11-01',
};

/** An event of commerce about the partner's one subscription of the customer. */
async function told(world: World, about: { partnerId: string; customerId: string; version: number; status: string }) {
  const after = { ...SUBSCRIPTION, subscriptionId: 'S1', customerId: about.customerId, status: about.status };
  const isFirst = about.version === 1;
  const event = {
    eventId: `e${about.version}`,
    type: isFirst ? 'SubscriptionCreated' : 'SubscriptionSuspended',
    version: 1,
    source: 'commerce',
    occurredAt: '2026-11-02T00:00:00Z',
    tenantId: about.partnerId,
    aggregateId: 'S1',
    aggregateVersion: about.version,
    correlationId: 'c',
    causationId: 'c',
    actor: { tenantId: about.partnerId, kind: 'user' },
    detail: isFirst ? { after } : { before: after, after, changed: ['status'] },
  };
  await dispatchEvent(tenancyContext.consumers, tenancyContext.consumerFunctions, event, world.deps);
}

test('REL-9: the relationship ends only when no subscription of the partner is active, whatever order the news come in', async () => {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const { customerId } = await createdCustomer(world, partner);
  const ids = { partnerId: partner.partnerId, customerId };
  const end = async () => {
    const body = { relationshipToPartner: 'none' };
    const { status, json } = await world.ask('PATCH', `/v1/customers/${customerId}`, { token: partner.agent, body });
    return [status, json.code];
  };
  await told(world, { ...ids, version: 1, status: 'active' });
  expect(await end()).toEqual([409, 980005]);
  await told(world, { ...ids, version: 2, status: 'suspended' });
  await told(world, { ...ids, version: 1, status: 'active' });
  expect(await end()).toEqual([200, undefined]);
});
