import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import type { MemoryTableHooks } from '../../../support/memory-table.ts';
import { OFFERS, placeOrder, putMeteredOnSale, putOnSale } from '../../../support/sales.ts';
import {
  acceptPartner,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../../../support/world.ts';

const START = '2026-01-05T09:00:00Z';
const MOVE = '2026-02-20T10:00:00Z';

interface Stage {
  readonly world: World;
  readonly old: EnrolledPartner;
  readonly next: EnrolledPartner;
  readonly customerId: string;
  readonly ids: { readonly base: string; readonly addOn: string; readonly metered: string };
}

/** A customer with a base, an add-on to it and metered use, whose partner goes out of business on 20 February. */
async function stage(
  options: { hooks?: MemoryTableHooks; accepts?: boolean; addOns?: number; settles?: false } = {},
): Promise<Stage> {
  const { hooks, accepts = true, addOns = 1, settles } = options;
  const world = await createWorld({ at: START, ...(hooks && { hooks }), ...(settles === false && { settles }) });
  const old = await enrolPartner(world, { name: 'contoso' });
  const next = await enrolPartner(world, { name: 'litware' });
  await world.program.settle();
  const customerId = await createCustomer(world, old, { name: 'fabrikam' });
  await world.program.settle();
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.01' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.03', addOnTo: [OFFERS.base] },
  ]);
  await putMeteredOnSale(world);
  await world.program.settle();
  const bought = await placeOrder(world, old.adminAgent, customerId, [
    { offerId: OFFERS.base, quantity: 7, friendlyName: 'Contoso’s own name for it' },
    { offerId: OFFERS.metered, quantity: 1 },
  ]);
  await world.program.settle();
  const [base = '', metered = ''] = bought.subscriptionIds;
  const lines = Array.from({ length: addOns }, () => ({
    offerId: OFFERS.addOn,
    quantity: 3,
    parentSubscriptionId: base,
  }));
  const { subscriptionIds } = await placeOrder(world, old.adminAgent, customerId, lines);
  await world.program.settle();
  await world.program.moveTo('2026-02-20T08:00:00Z', { daily: true });
  await world.program.settle();
  if (accepts) await accept(world, next, customerId);
  await close(world, old);
  world.program.setClock(MOVE);
  return { world, old, next, customerId, ids: { base, addOn: subscriptionIds[0]!, metered } };
}

const accept = (world: World, partner: EnrolledPartner, customerId: string): Promise<void> =>
  acceptPartner(world, partner, { customerId, admin: 'admin@fabrikam.onprogram.example' });

async function close(world: World, { partnerId }: EnrolledPartner): Promise<void> {
  const path = `/v1/operator/partners/${partnerId}`;
  await world.send({ method: 'PATCH', path, as: world.operator, body: { status: 'outOfBusiness' } });
  await world.program.settle();
}

const succeed = ({ world, old }: Pick<Stage, 'world' | 'old'>, body: object, partnerId = old.partnerId) =>
  world.program.request({
    method: 'POST',
    path: `/v1/operator/partners/${partnerId}/succession`,
    as: world.operator,
    body: { reason: 'Contoso is out of business.', ...body },
  });
const choose = (of: Stage, successor = of.next) =>
  succeed(of, { customerId: of.customerId, successorId: successor.partnerId });
const soldBy = async ({ world, customerId }: Stage, partner: EnrolledPartner) =>
  (await world.program.request({ path: `/v1/customers/${customerId}/subscriptions`, as: partner.adminAgent })).body
    .items as Record<string, unknown>[];
const states = async (of: Stage, partner: EnrolledPartner) =>
  Object.fromEntries((await soldBy(of, partner)).map(({ id, status }) => [id, status]));
const decisions = async ({ world, old }: Stage) =>
  (await world.send({ path: `/v1/operator/partners/${old.partnerId}/succession`, as: world.operator })).body.items;
const linesOf = async ({ world }: Stage, { adminAgent: as }: EnrolledPartner) => {
  const path =
    '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=USD&period=current';
  return (await world.program.request({ path, as })).body.items as {
    subtotal: number;
    chargeType: string;
    subscriptionId: string;
  }[];
};

describe('PRG-9: a customer of a partner out of business goes on with another', () => {
  test('PRG-9: with seats, price, anchor, end and add-ons; each partner sees what is its own', async () => {
    const of = await stage();
    const { world, old, next, customerId, ids } = of;
    const before = new Map((await soldBy(of, old)).map((each) => [each.id, each]));
    const answer = await choose(of);
    expect([answer.status, answer.body.customers[0].state]).toEqual([202, 'moving']);
    await world.program.settle();
    expect(await states(of, old)).toEqual({ [ids.base]: 'deleted', [ids.addOn]: 'deleted', [ids.metered]: 'deleted' });
    const after = new Map((await soldBy(of, next)).map((each) => [each.id, each]));
    for (const id of Object.values(ids)) {
      const { quantity, commitmentEndDate, offerId, billingCycle, autoRenewEnabled } = before.get(id)!;
      const kept = { quantity, commitmentEndDate, offerId, billingCycle, autoRenewEnabled, status: 'active' };
      expect(after.get(id)).toMatchObject(kept);
    }
    expect(after.get(ids.addOn)).toMatchObject({ parentSubscriptionId: ids.base });
    expect(after.get(ids.base)).toMatchObject({
      friendlyName: 'Base',
      creationDate: expect.stringContaining('2026-02-20'),
    });
    const at = `/v1/customers/${customerId}`;
    const history = await world.send({ path: `${at}/subscriptions/${ids.base}/history`, as: next.adminAgent });
    expect(
      history.body.items.map(({ sequence, type }: { sequence: number; type: string }) => [sequence, type]),
    ).toEqual([[1, 'SubscriptionCreated']]);
    expect(JSON.stringify(history.body)).not.toContain(old.partnerId);
    const { body: orders } = await world.send({ path: `${at}/orders`, as: next.adminAgent });
    expect(orders.items.map(({ lineItems }: { lineItems: unknown[] }) => lineItems.length).sort()).toEqual([1, 2]);
    const oldOrder = `${at}/orders/${before.get(ids.base)!.orderId}`;
    expect((await world.program.request({ path: oldOrder, as: next.adminAgent })).body.code).toBe(20000);
    expect((await world.program.request({ path: oldOrder, as: old.adminAgent })).status).toBe(200);
    expect(await decisions(of)).toMatchObject([{ customerId, state: 'done', moved: 3, successorId: next.partnerId }]);
  });

  test('PRG-9, R12: the old partner is credited from the day on what the new one is charged, to the cent', async () => {
    const of = await stage();
    await choose(of);
    await of.world.program.settle();
    const credits = (await linesOf(of, of.old)).filter(({ chargeType }) => chargeType === 'CancelImmediate');
    const charges = await linesOf(of, of.next);
    const sums = (lines: typeof credits) =>
      lines.map(({ subtotal }) => Math.round(subtotal * 100)).sort((a, b) => a - b);
    expect(credits).toHaveLength(2);
    expect(sums(charges)).toEqual(
      sums(credits)
        .map((cents) => -cents)
        .sort((a, b) => a - b),
    );
    // 20 February to 4 March are 13 of the 28 days of the cycle: 7 x 16.01 x 13/28, and 3 x 4.03 x 13/28.
    expect(sums(charges)).toEqual([561, 5203]);
  });

  test('PRG-9: the new partner goes on with it: seats, cycle, suspension, renewal', async () => {
    const of = await stage();
    const { world, next, customerId, ids } = of;
    await choose(of);
    await world.program.settle();
    const as = next.adminAgent;
    const path = `/v1/customers/${customerId}/subscriptions/${ids.base}`;
    await world.send({ method: 'PATCH', path, as, body: { quantity: 9 } });
    await world.program.runJob('renewSubscriptions', '2027-01-05T00:05:00Z');
    world.program.setClock('2027-01-05T09:00:00Z');
    expect((await world.send({ path, as })).body).toMatchObject({
      quantity: 9,
      commitmentEndDate: '2028-01-05T00:00:00Z',
    });
    const { orderId } = (await world.send({ path, as })).body;
    const order = `/v1/customers/${customerId}/orders/${orderId}`;
    await world.send({ method: 'PATCH', path: order, as, body: { billingCycle: 'annual' } });
    expect(await soldBy(of, next)).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: ids.addOn, billingCycle: 'annual' })]),
    );
    await world.send({ method: 'PATCH', path, as, body: { status: 'suspended' } });
    expect(await states(of, next)).toMatchObject({
      [ids.base]: 'suspended',
      [ids.addOn]: 'suspended',
      [ids.metered]: 'active',
    });
  });

  test('PRG-9: what is suspended comes suspended, is charged nothing, and is brought back by the new partner', async () => {
    const of = await stage();
    const { world, old, next, customerId, ids } = of;
    const path = `/v1/customers/${customerId}/subscriptions/${ids.base}`;
    await world.send({ method: 'PATCH', path, as: old.adminAgent, body: { status: 'suspended' } });
    await choose(of);
    await world.program.settle();
    expect(await states(of, next)).toMatchObject({ [ids.base]: 'suspended', [ids.addOn]: 'suspended' });
    expect(await linesOf(of, next)).toEqual([]);
    world.program.setClock('2026-02-25T10:00:00Z');
    await world.send({ method: 'PATCH', path, as: next.adminAgent, body: { status: 'active' } });
    await world.program.settle();
    expect(await states(of, next)).toMatchObject({ [ids.base]: 'active', [ids.addOn]: 'active' });
    const cents = (await linesOf(of, next)).map(({ subtotal }) => Math.round(subtotal * 100)).sort((a, b) => a - b);
    // 25 February to 4 March are 8 of 28 days.
    expect(cents).toEqual([345, 3202]);
  });

  test('PRG-9: more add-ons than one transaction holds follow their base', async () => {
    const of = await stage({ addOns: 33 });
    await choose(of);
    await of.world.program.settle();
    const moved = await soldBy(of, of.next);
    expect(moved.map(({ status }) => status)).toEqual(Array(35).fill('active'));
    const path = `/v1/customers/${of.customerId}/subscriptions/${of.ids.base}`;
    const { body } = await of.world.send({ path: `${path}/addons`, as: of.next.adminAgent });
    expect(body.items).toHaveLength(33);
    expect(await decisions(of)).toMatchObject([{ state: 'done', moved: 35 }]);
  });

  test('REL-9, SUB-7: who was not chosen has nothing of it', async () => {
    const of = await stage();
    const stranger = await enrolPartner(of.world, { name: 'tailspin' });
    await choose(of);
    await of.world.program.settle();
    const path = `/v1/customers/${of.customerId}/subscriptions/${of.ids.base}`;
    expect((await of.world.program.request({ path, as: stranger.adminAgent })).body.code).toBe(20002);
  });
});

describe('PRG-9: once', () => {
  test('PRG-9: of two partners the first that is decided has it all; the same again changes nothing', async () => {
    const of = await stage();
    const other = await enrolPartner(of.world, { name: 'tailspin' });
    await accept(of.world, other, of.customerId);
    const answers = await Promise.all([choose(of), choose(of, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 400]);
    expect(answers.find(({ status }) => status === 400)!.body.code).toBe(980047);
    await of.world.program.settle();
    const [mine, theirs] = [await soldBy(of, of.next), await soldBy(of, other)];
    expect([mine.length, theirs.length].sort()).toEqual([0, 3]);
    const count = () =>
      [...of.world.program.table.items.values()].flatMap(eventsOf).filter(({ type }) => type === 'SubscriptionCreated')
        .length;
    const created = count();
    const winner = mine.length > 0 ? of.next : other;
    expect((await choose(of, winner)).status).toBe(202);
    await of.world.program.settle();
    expect(count()).toBe(created);
  });

  test('PRG-9: killed at every step it ends the same', async () => {
    let writes = 0;
    let stopAt = Number.POSITIVE_INFINITY;
    const hooks: MemoryTableHooks = {
      beforeWrite: () => {
        writes += 1;
        if (writes === stopAt) throw new Error('the machine stopped');
      },
    };
    const of = await stage({ hooks, addOns: 16, settles: false });
    const start = of.world.program.table.mark();
    let steps = 0;
    for (let step = 1; step < 40; step += 1) {
      start.undo();
      of.world.program.waiting.splice(0);
      [writes, stopAt] = [0, step];
      let isStopped = false;
      const call = () => choose(of).catch(() => undefined);
      if ((await call())?.status !== 202) {
        isStopped = true;
        await call();
      }
      for (let tries = 0; of.world.program.waiting.length > 0 && tries < 500; tries += 1) {
        const [delivery] = of.world.program.waiting.splice(0, 1);
        await of.world.program.deliver(delivery!).catch(() => {
          isStopped = true;
          of.world.program.waiting.unshift(delivery!);
        });
      }
      const moved = await soldBy(of, of.next);
      expect([step, moved.length, new Set(moved.map(({ status }) => status))]).toEqual([step, 18, new Set(['active'])]);
      expect([step, Object.values(await states(of, of.old)).every((status) => status === 'deleted')]).toEqual([
        step,
        true,
      ]);
      expect(await decisions(of)).toMatchObject([{ state: 'done', moved: 18 }]);
      if (!isStopped) break;
      steps = step;
    }
    expect(steps, 'it was stopped at many steps').toBeGreaterThan(6);
  });

  test('PRG-9: where customer and successor part before it has moved, nothing moves, and it may choose again', async () => {
    const of = await stage({ settles: false });
    const { world, customerId, next, old, ids } = of;
    const other = await enrolPartner(world, { name: 'tailspin' });
    await world.program.settle();
    await accept(world, other, customerId);
    await world.program.settle();
    expect((await choose(of)).status).toBe(202);
    const body = { relationshipToPartner: 'none' };
    await world.send({ method: 'PATCH', path: `/v1/customers/${customerId}`, as: next.adminAgent, body });
    await world.program.settle();
    expect(await decisions(of)).toMatchObject([{ state: 'stopped', moved: 0 }]);
    expect(await states(of, old)).toMatchObject({ [ids.base]: 'active' });
    expect((await choose(of, other)).status).toBe(202);
    await world.program.settle();
    expect(await soldBy(of, other)).toHaveLength(3);
    expect(await decisions(of)).toMatchObject([{ state: 'done', moved: 3, successorId: other.partnerId }]);
  });
});

describe('PRG-9: what is refused changes nothing', () => {
  test('PRG-9: asked without a customer it says who they are', async () => {
    const of = await stage({ accepts: false });
    const answer = await succeed(of, {});
    expect([answer.status, answer.body.customers]).toMatchObject([
      202,
      [{ customerId: of.customerId, state: 'open', moved: 0 }],
    ]);
    expect(await decisions(of)).toMatchObject([{ customerName: 'fabrikam', state: 'open' }]);
  });

  test('PRG-9: each reason by its name', async () => {
    const of = await stage({ accepts: false });
    const { world, old, next, customerId } = of;
    const send = async (body: object, partnerId?: string) => {
      const { status, body: said } = await succeed(of, body, partnerId);
      return [status, said.code, said.parameters?.field];
    };
    const both = { customerId, successorId: next.partnerId };
    expect(await send(both, '99999999-9999-4999-8999-999999999999')).toEqual([404, 1000, undefined]);
    expect(await send(both, next.partnerId)).toEqual([400, 3000, 'partnerId']);
    expect(await send({ customerId })).toEqual([400, 3000, 'successorId']);
    expect(await send({ successorId: next.partnerId })).toEqual([400, 3000, 'customerId']);
    expect(await send({ customerId, successorId: old.partnerId })).toEqual([400, 3000, 'successorId']);
    expect(await send({ customerId, successorId: customerId })).toEqual([400, 3000, 'successorId']);
    expect(await send(both), 'not accepted').toEqual([400, 3000, 'successorId']);
    const { body } = await world.send({ path: '/v1/customers/relationshiprequests', as: next.adminAgent });
    const token = new URL(body.url).pathname.split('/').at(-1);
    const as = userClaims(world.program, 'admin@fabrikam.onprogram.example');
    await world.send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as });
    await world.program.settle();
    const unattested = await succeed(of, both);
    expect([unattested.status, unattested.body.description]).toEqual([400, expect.stringContaining('agreement')]);
    expect((await succeed(of, { ...both, reason: '' })).body.code).toBe(3000);
    expect(await states(of, old)).toMatchObject({ [of.ids.base]: 'active' });
    expect(await soldBy(of, next)).toEqual([]);
  });
});
