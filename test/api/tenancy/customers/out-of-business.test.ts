import { describe, expect, test } from 'vitest';
import { choiceStore } from '../../../../functions/tenancy/program/index.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import {
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../../../support/world.ts';

const SUBJECT = 'contoso is out of business: choose another partner';

async function partnerWithCustomers(count: number, options: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z', rangeItems: 2, ...options });
  const partner = await enrolPartner(world, { name: 'contoso' });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(await createCustomer(world, partner, { name: `fabrikam${index}` }));
  await world.program.settle();
  return { world, partner, customerIds: ids };
}
async function closeDown({ send, operator, program }: World, { partnerId }: EnrolledPartner): Promise<void> {
  const path = `/v1/operator/partners/${partnerId}`;
  await send({ method: 'PATCH', path, as: operator, body: { status: 'outOfBusiness' } });
  await program.settle();
}
const told = ({ program }: World): string[] =>
  program.mailer.sent
    .filter(({ subject }) => subject === SUBJECT)
    .map(({ to }) => to)
    .sort();
async function offer({ program }: World, at: string): Promise<void> {
  await program.runJob('offerChoices', at);
  await program.settle();
}

describe('PRG-9: a partner out of business', () => {
  test('PRG-9, NOT-1: each of its customers is mailed the choice once, in ranges, twice, a week late', async () => {
    const { world, partner } = await partnerWithCustomers(7);
    await closeDown(world, partner);
    expect(told(world)).toEqual([]);
    await offer(world, '2026-01-05T09:45:00Z');
    const all = Array.from({ length: 7 }, (_, index) => `bob@fabrikam${index}.example`);
    expect(told(world)).toEqual(all);
    await offer(world, '2026-01-05T09:45:00Z');
    await offer(world, '2026-01-13T09:45:00Z');
    await offer(world, '2026-01-14T09:45:00Z');
    expect(told(world)).toEqual(all);
    const { text } = world.program.mailer.sent.find(({ subject }) => subject === SUBJECT)!;
    expect(text).toContain('until January 4, 2027 at the latest');
  });

  test('PRG-9: what a stopped run left over is found by the next, and nobody is told twice', async () => {
    let writes = 0;
    const stopped = new Error('the machine stopped');
    let isStopping = false;
    const hooks = {
      beforeWrite: () => {
        writes += 1;
        if (isStopping && writes % 2 === 0) throw stopped;
      },
    };
    const { world, partner } = await partnerWithCustomers(3, { hooks });
    await closeDown(world, partner);
    isStopping = true;
    await world.program.runJob('offerChoices', '2026-01-05T09:45:00Z').catch(() => {});
    isStopping = false;
    world.program.waiting.splice(0);
    await offer(world, '2026-01-06T09:45:00Z');
    const events = [...world.program.table.items.values()].flatMap(eventsOf);
    const offered = events.filter(({ type }) => type === 'PartnerChoiceOffered').map(({ detail }) => detail.customerId);
    expect(offered).toHaveLength(3);
    expect(new Set(offered).size).toBe(3);
  });

  test('PRG-9: of more partners than a run walks, the customers of those behind are told by the next runs', async () => {
    const { world, partner } = await partnerWithCustomers(1);
    const { table } = world.program;
    for (let count = 0; count < 100; count += 1) {
      const partnerId = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
      await table.write([choiceStore(table).begin({ partnerId, since: instant('2026-01-04T09:00:00Z') })]);
    }
    await closeDown(world, partner);
    for (const on of ['05', '06', '07']) await offer(world, `2026-01-${on}T09:45:00Z`);
    expect(told(world)).toEqual(['bob@fabrikam0.example']);
    expect((await choiceStore(table).due()).choices.map(({ partnerId }) => partnerId)).toEqual([partner.partnerId]);
    await offer(world, '2026-01-08T09:45:00Z');
    expect((await choiceStore(table).due()).choices).toEqual([]);
  });

  test('PRG-9: who has left already, and whom it only advised, is told nothing', async () => {
    const { world, partner, customerIds } = await partnerWithCustomers(2);
    const body = { relationshipToPartner: 'none' };
    await world.send({ method: 'PATCH', path: `/v1/customers/${customerIds[0]}`, as: partner.adminAgent, body });
    await closeDown(world, partner);
    await offer(world, '2026-01-05T09:45:00Z');
    expect(told(world)).toEqual(['bob@fabrikam1.example']);
  });

  test('PRG-9: its customer sees it, accepts another partner, and keeps what it has until it is replaced', async () => {
    const {
      world,
      partner,
      customerIds: [customerId = ''],
    } = await partnerWithCustomers(1);
    const { program, send } = world;
    await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
    const line = { offerId: OFFERS.base, quantity: 5 };
    const { subscriptionIds } = await placeOrder(world, partner.adminAgent, customerId, [line]);
    await program.settle();
    await closeDown(world, partner);
    const as = userClaims(program, 'admin@fabrikam0.onprogram.example');
    const mine = async () => (await send({ path: '/v1/my/partners', as })).body.items;
    expect(await mine()).toMatchObject([{ partnerId: partner.partnerId, isOutOfBusiness: true }]);
    const other = await enrolPartner(world, { name: 'litware' });
    const { body } = await send({ path: '/v1/customers/relationshiprequests', as: other.adminAgent });
    const token = new URL(body.url).pathname.split('/').at(-1);
    await send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as });
    expect((await mine()).map(({ partnerId }: { partnerId: string }) => partnerId).sort()).toEqual(
      [partner.partnerId, other.partnerId].sort(),
    );
    const path = `/v1/customers/${customerId}/subscriptions/${subscriptionIds[0]}`;
    expect((await send({ path, as: partner.adminAgent })).body.status).toBe('active');
    program.setClock('2026-01-05T10:30:00Z');
    const refused = await program.request({ method: 'PATCH', path, as: partner.adminAgent, body: { quantity: 9 } });
    expect([refused.status, refused.body.code]).toEqual([403, 800039]);
    await program.runJob('endRunOffs', '2027-01-05T00:07:00Z');
    expect((await accessRecords(program.table).account(partner.partnerId))?.partner?.status).toBe('terminated');
  });
});
