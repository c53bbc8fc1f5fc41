import { describe, expect, test } from 'vitest';
import { partnerStore } from '../../../../functions/tenancy/program/index.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import {
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../../../support/world.ts';

const base = { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' };

/** A partner with customers, whose agreement ends on 1 May 2026; one of the customers has a subscription since January. */
async function leavingPartner(customers = 1) {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z', rangeItems: 2 });
  const partner = await enrolPartner(world, { name: 'contoso' });
  await putOnSale(world, '202601', [base]);
  const ids: string[] = [];
  for (let index = 0; index < customers; index += 1)
    ids.push(await createCustomer(world, partner, { name: `fabrikam${index}` }));
  const { subscriptionIds } = await placeOrder(world, partner.adminAgent, ids[0]!, [
    { offerId: OFFERS.base, quantity: 5 },
  ]);
  const body = { type: 'termination', effectiveDate: '2026-05-01' };
  await world.send({ method: 'POST', path: '/v1/partner/programagreement/notices', as: partner.globalAdmin, body });
  await world.program.settle();
  return { world, partner, customerIds: ids, subscriptionId: subscriptionIds[0]! };
}
const listed = async ({ send }: World, { adminAgent: as }: EnrolledPartner) =>
  (await send({ path: '/v1/customers', as })).body.totalCount;
const statusOf = async ({ program }: World, { partnerId }: EnrolledPartner) =>
  (await accessRecords(program.table).account(partnerId))?.partner?.status;
const published = ({ program }: World, type: string) =>
  [...program.table.items.values()].flatMap(eventsOf).filter((event) => event.type === type);

describe('PRG-8: run-off', () => {
  test('PRG-8: from the first instant of the end no new business; what runs goes on, and can be suspended', async () => {
    const {
      world,
      partner,
      customerIds: [customerId],
      subscriptionId,
    } = await leavingPartner();
    const { program } = world;
    const as = partner.adminAgent;
    const path = `/v1/customers/${customerId}/subscriptions/${subscriptionId}`;
    const grow = (quantity: number) => program.request({ method: 'PATCH', path, as, body: { quantity } });
    program.setClock('2026-04-30T23:59:59.000Z');
    expect((await grow(6)).status).toBe(200);
    program.setClock('2026-05-01T00:00:00.000Z');
    const refused = await grow(7);
    expect([refused.status, refused.body.code]).toEqual([403, 800039]);
    expect((await grow(4)).body.quantity).toBe(4);
    const suspended = await program.request({ method: 'PATCH', path, as, body: { status: 'suspended' } });
    expect(suspended.body.status).toBe('suspended');
    const back = await program.request({ method: 'PATCH', path, as, body: { status: 'active' } });
    expect(back.body.status).toBe('active');
  });

  test.each([
    ['at its time', '2027-05-01T00:07:00Z'],
    ['a week late', '2027-05-08T00:07:00Z'],
  ])('PRG-8, OPS-3: the end of a run-off is recorded %s with the same days, customers by twos', async (_, at) => {
    const { world, partner, customerIds } = await leavingPartner(5);
    const { program } = world;
    await program.runJob('keepAgreements', '2026-05-01T00:02:00Z');
    expect(await statusOf(world, partner)).toBe('runOff');
    expect(await program.runJob('endRunOffs', '2027-04-30T00:07:00Z')).toMatchObject({ relationships: 0, partners: 0 });
    program.setClock(at);
    const stranger = await program.request({ path: `/v1/customers/${customerIds[0]}`, as: partner.adminAgent });
    expect([stranger.status, stranger.body.code]).toEqual([403, 20002]);
    expect(await listed(world, partner), 'whether it is recorded or not').toBe(0);
    await program.runJob('endRunOffs', at);
    await program.settle();
    await program.runJob('endRunOffs', at);
    await program.settle();
    expect([await listed(world, partner), await statusOf(world, partner)]).toEqual([0, 'terminated']);
    const ends = published(world, 'CustomerRelationshipChanged').filter(({ detail }) => detail.source === 'operator');
    expect(ends).toHaveLength(5);
    expect(new Set(ends.map(({ occurredAt }) => occurredAt))).toEqual(new Set(['2027-05-01T00:00:00.000Z']));
    expect(await program.runJob('endRunOffs', '2027-06-01T00:07:00Z')).toMatchObject({ relationships: 0, partners: 0 });
    const mine = await world.send({
      path: '/v1/my/partners',
      as: userClaims(program, 'admin@fabrikam0.onprogram.example'),
    });
    expect(mine.body.items).toEqual([]);
  });

  test('PRG-8: a notice that stood when the operator ended the agreement keeps nobody in the program', async () => {
    const { world, partner } = await leavingPartner();
    const { program, send, operator } = world;
    const { body: agreement } = await send({ path: '/v1/partner/programagreement', as: partner.globalAdmin });
    const status = { status: 'runOff' };
    await send({ method: 'PATCH', path: `/v1/operator/partners/${partner.partnerId}`, as: operator, body: status });
    const path = `/v1/partner/programagreement/notices/${agreement.notices[0].id}`;
    const back = await program.request({ method: 'DELETE', path, as: partner.globalAdmin });
    expect([back.status, back.body.code]).toEqual([404, 1000]);
    await program.runJob('endRunOffs', '2027-01-05T00:07:00Z');
    expect(await statusOf(world, partner)).toBe('terminated');
  });

  test('PRG-8: whom the operator terminates before the run came, its relationships end with that run', async () => {
    const { world, partner } = await leavingPartner(3);
    const { program, operator } = world;
    await program.runJob('keepAgreements', '2026-05-01T00:02:00Z');
    program.setClock('2027-05-01T00:00:00Z');
    const path = `/v1/operator/partners/${partner.partnerId}`;
    await program.request({ method: 'PATCH', path, as: operator, body: { status: 'terminated' } });
    await program.settle();
    for (const at of ['2027-05-01T00:07:00Z', '2027-05-02T00:07:00Z']) {
      await program.runJob('endRunOffs', at);
      await program.settle();
    }
    const ends = published(world, 'CustomerRelationshipChanged').filter(({ detail }) => detail.source === 'operator');
    expect(ends.map(({ occurredAt }) => occurredAt)).toEqual(Array(3).fill('2027-05-01T00:00:00.000Z'));
    expect(await partnerStore(program.table).due('RUNOFF', day('2028-01-01')), 'nobody is left to look at').toEqual([]);
  });

  test('PRG-8, OPS-3: who ran off before there was an index of it is found, once, and terminated', async () => {
    const { world, partner } = await leavingPartner(2);
    const { program } = world;
    await program.runJob('keepAgreements', '2026-05-01T00:02:00Z');
    const [entered] = [...program.table.items.values()].filter(
      ({ sk, pk }) => sk === 'PARTNER' && pk.includes(partner.partnerId),
    );
    await program.table.write([{ update: { pk: entered!.pk, sk: entered!.sk }, remove: ['gsi2pk', 'gsi2sk'] }]);
    program.table.catchUp();
    expect(await program.runJob('endRunOffs', '2027-05-02T00:07:00Z')).toMatchObject({ relationships: 0, partners: 0 });
    await program.runJob('keepAgreements', '2027-05-03T00:02:00Z');
    await program.settle();
    await program.runJob('endRunOffs', '2027-05-03T00:07:00Z');
    await program.settle();
    await program.runJob('endRunOffs', '2027-05-03T00:07:00Z');
    await program.settle();
    expect([await listed(world, partner), await statusOf(world, partner)]).toEqual([0, 'terminated']);
    await program.runJob('keepAgreements', '2027-05-04T00:02:00Z');
    expect(await statusOf(world, partner)).toBe('terminated');
  });

  test('PRG-8: partnerships end with the run-off of either', async () => {
    const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
    const { program, send, operator } = world;
    const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
    const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
    const { body } = await send({ path: '/v1/relationships/requests', as: provider.adminAgent });
    const token = new URL(body.url).pathname.split('/').at(-1);
    await send({ method: 'POST', path: `/v1/relationships/requests/${token}/acceptance`, as: reseller.globalAdmin });
    const path = `/v1/operator/partners/${reseller.partnerId}`;
    await send({ method: 'PATCH', path, as: operator, body: { status: 'runOff' } });
    const attempt = createCustomer(world, provider, { name: 'wingtip', associatedPartnerId: reseller.partnerId });
    await expect(attempt, 'no new business for a reseller that has ended').rejects.toThrow('800016');
    await program.runJob('endRunOffs', '2027-01-05T00:07:00Z');
    expect((await send({ path: '/v1/relationships', as: provider.adminAgent })).body.items).toEqual([]);
    expect(await statusOf(world, reseller)).toBe('terminated');
  });

  test('PRG-8: a provider is terminated when the last of its partnerships has ended, resellers by twos', async () => {
    const world = await createWorld({ at: '2026-01-05T09:00:00Z', rangeItems: 2 });
    const { program, send, operator } = world;
    const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
    const { body } = await send({ path: '/v1/relationships/requests', as: provider.adminAgent });
    const token = new URL(body.url).pathname.split('/').at(-1);
    const path = `/v1/relationships/requests/${token}/acceptance`;
    for (const name of ['tailspin', 'wingtip', 'litware', 'proseware', 'adatum']) {
      const reseller = await enrolPartner(world, { name, programRole: 'indirectReseller' });
      await send({ method: 'POST', path, as: reseller.globalAdmin });
    }
    const status = { status: 'runOff' };
    await send({ method: 'PATCH', path: `/v1/operator/partners/${provider.partnerId}`, as: operator, body: status });
    for (const at of ['2027-01-05T00:07:00Z', '2027-01-06T00:07:00Z']) {
      await program.runJob('endRunOffs', at);
      await program.settle();
    }
    expect(await statusOf(world, provider)).toBe('terminated');
    const ends = published(world, 'PartnerRelationshipChanged').filter(({ detail }) => !detail.isActive);
    expect(ends).toHaveLength(5);
    expect(new Set(ends.map(({ occurredAt }) => occurredAt))).toEqual(new Set(['2027-01-05T00:00:00.000Z']));
  });
});
