import { beforeEach, describe, expect, test } from 'vitest';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  customerPath,
  offers,
  openStockedShop,
  type Shop,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';

let shop: Shop;
let base: { id: string };
let addOn: { id: string };

beforeEach(async () => {
  shop = await openStockedShop();
  const lineItems = [
    { offerId: offers.e3, quantity: 10 },
    { offerId: offers.audioConferencing, quantity: 4 },
  ];
  await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
  [base, addOn] = (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
  await shop.deliver();
});

const at = (of: { id: string }) => `${customerPath}/subscriptions/${of.id}`;
const read = async (of: { id: string }) => (await shop.send({ path: at(of) })).body;
const patch = (of: { id: string }, body: object) => shop.send({ method: 'PATCH', path: at(of), body });
const act = (act: 'suspend' | 'reactivate', of: { id: string }, headers = {}) =>
  shop.send({
    as: shop.operator,
    method: 'POST',
    path: `/v1/operator/subscriptions/${of.id}/${act}`,
    body: { reason: 'It sends spam.' },
    headers,
  });
const states = async () => [base, addOn].map(async (of) => (await read(of)).suspensionReasons?.[0] ?? 'active');
const isByProgram = (after: unknown) => (after as { isSuspendedByProgram?: true }).isSuspendedByProgram;
const both = async () => Promise.all(await states());

describe('SUB-4: the program suspends a subscription', () => {
  test('SUB-4: with its add-ons; the partner reads why and cannot bring it back, the program can', async () => {
    const held = await act('suspend', base);
    expect([held.status, held.body.status, held.body.suspensionReasons]).toEqual([200, 'suspended', ['ProgramAction']]);
    expect(await both()).toEqual(['ProgramAction', 'ParentSuspended']);
    const refused = await patch(base, { status: 'active' });
    expect([refused.status, refused.body.code]).toEqual([400, 800096]);
    expect(refused.body.description).toContain('It sends spam.');
    expect((await patch(addOn, { status: 'active' })).body.code).toBe(27009);
    const again = await act('reactivate', base);
    expect([again.status, again.body.status]).toEqual([200, 'active']);
    expect(await both()).toEqual(['active', 'active']);
  });

  test('SUB-6: says that the program did it, of the base and of what follows it; a partner’s own suspension does not', async () => {
    const told = () =>
      shop.events.filter(({ type }) => type === 'SubscriptionSuspended').map(({ detail }) => detail.after);
    await act('suspend', base);
    expect(told().map(isByProgram)).toEqual([true, true]);
    await act('reactivate', base);
    const reactivated = shop.events.filter(({ type }) => type === 'SubscriptionReactivated');
    for (const { detail } of reactivated) expect(detail.after).not.toHaveProperty('isSuspendedByProgram');
    await patch(base, { status: 'suspended' });
    expect(told().slice(2).map(isByProgram)).toEqual([undefined, undefined]);
  });

  test('SUB-4: what the partner had suspended it holds; let go of, it is as the partner left it', async () => {
    await patch(base, { status: 'suspended' });
    const suspended = shop.events.length;
    shop.setClock('2026-02-20T09:00:00Z');
    expect((await act('suspend', base)).body.suspensionReasons).toEqual(['ProgramAction']);
    expect(shop.events.slice(suspended).map(({ type }) => type)).toEqual(['SubscriptionUpdated']);
    expect((await patch(base, { status: 'active' })).body.code).toBe(800096);
    expect((await act('reactivate', base)).body.suspensionReasons).toEqual(['CustomerCancellation']);
    expect((await patch(base, { status: 'active' })).status).toBe(200);
    expect(await both()).toEqual(['active', 'active']);
  });

  test('SUB-4: its 60 days run on while the program holds it', async () => {
    await patch(base, { status: 'suspended' });
    shop.setClock('2026-03-01T09:00:00Z');
    await act('suspend', base);
    shop.setClock('2026-04-11T09:00:00Z');
    expect((await read(base)).status).toBe('deleted');
    for (const which of ['suspend', 'reactivate'] as const) {
      const answer = await act(which, base);
      expect([answer.status, answer.body.code]).toEqual([400, 2011]);
    }
  });

  test('SUB-5: an add-on alone is held, whatever its base does meanwhile', async () => {
    await act('suspend', addOn);
    expect(await both()).toEqual(['active', 'ProgramAction']);
    await patch(base, { status: 'suspended' });
    await patch(base, { status: 'active' });
    expect(await both()).toEqual(['active', 'ProgramAction']);
    expect((await act('reactivate', addOn)).body.status).toBe('active');
  });

  test('SUB-5: an add-on without an active base stays suspended for its base, and comes back with it', async () => {
    await act('suspend', addOn);
    await patch(base, { status: 'suspended' });
    expect((await act('reactivate', addOn)).body.suspensionReasons).toEqual(['ParentSuspended']);
    await patch(base, { status: 'active' });
    expect(await both()).toEqual(['active', 'active']);
  });

  test('SUB-5: an add-on that was suspended with its base, and then held, is back when both are let go', async () => {
    await patch(base, { status: 'suspended' });
    await act('suspend', addOn);
    await patch(base, { status: 'active' });
    expect(await both()).toEqual(['active', 'ProgramAction']);
    await act('reactivate', addOn);
    expect(await both()).toEqual(['active', 'active']);
  });

  test('SUB-1: letting go buys no term: what is over is expired, and the partner may buy anew', async () => {
    shop.setClock('2027-01-20T09:00:00Z');
    await act('suspend', base);
    shop.setClock('2027-02-15T09:00:00Z');
    expect((await act('reactivate', base)).body.suspensionReasons).toEqual(['Expiration']);
    expect((await patch(base, { status: 'active' })).body.commitmentEndDate).toBe('2028-02-15T00:00:00Z');
  });

  test('PRG-8: what the run-off is over of does not run again', async () => {
    await shop.send({
      method: 'POST',
      path: `${customerPath}/orders`,
      body: { lineItems: [{ offerId: offers.azure, quantity: 1 }] },
    });
    await shop.deliver();
    const { items } = (await shop.send({ path: `${customerPath}/subscriptions` })).body;
    const metered = items.find(({ billingType }: { billingType: string }) => billingType === 'usage');
    await act('suspend', metered);
    await storeSeller(shop.table, { status: 'runOff', agreementEndedOn: day('2025-03-01') });
    shop.setClock('2026-03-05T09:00:00Z');
    expect((await act('reactivate', metered)).body.suspensionReasons).toEqual(['Expiration']);
  });

  test('SUB-4: nothing changes twice: held is held, active is active, and a repeat answers the same', async () => {
    const headers = { 'MS-RequestId': '11111111-0000-4000-8000-000000000001' };
    const first = await act('suspend', base, headers);
    const count = shop.events.length;
    expect((await act('suspend', base, headers)).body).toEqual(first.body);
    expect((await act('suspend', base)).status).toBe(200);
    expect(shop.events).toHaveLength(count);
    await act('reactivate', base);
    const active = shop.events.length;
    expect((await act('reactivate', base)).body.status).toBe('active');
    expect(shop.events).toHaveLength(active);
  });

  test('SUB-4: it lets go only of what it holds, and of customers that are still the partner’s', async () => {
    await patch(base, { status: 'suspended' });
    const partners = await act('reactivate', base);
    expect([partners.status, partners.body.code]).toEqual([400, 800096]);
    await patch(base, { status: 'active' });
    await act('suspend', base);
    await storeBuyer(shop.table, { relationship: { relationship: 'none' } });
    const gone = await act('reactivate', base);
    expect([gone.status, gone.body.code]).toEqual([400, 800096]);
    expect(gone.body.description).toContain('no longer');
  });

  test('SUB-4: what was bought a moment ago is found, before any event of it has come', async () => {
    for (const lines of [1, 40]) {
      const lineItems = Array(lines).fill({ offerId: offers.e3, quantity: 1 });
      const { body } = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
      const held = await act('suspend', { id: body.lineItems.at(-1).subscriptionId });
      expect([held.status, held.body.suspensionReasons]).toEqual([200, ['ProgramAction']]);
    }
    const made = shop.events.filter(({ type }) => type === 'SubscriptionCreated');
    expect(made.every(({ detail }) => 'isDone' in detail)).toBe(true);
  });

  test.each(['suspend', 'reactivate'] as const)('SUB-4: %s of what nobody has, or without a reason', async (which) => {
    const unknown = await act(which, { id: '99999999-9999-4999-8999-999999999999' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 20003]);
    const path = `/v1/operator/subscriptions/${base.id}/${which}`;
    const silent = await shop.send({ as: shop.operator, method: 'POST', path, body: { reason: ' ' } });
    expect([silent.status, silent.body.code]).toEqual([400, 3000]);
    expect((await shop.send({ method: 'POST', path, body: { reason: 'x' } })).status).toBe(403);
    expect(await both()).toEqual(['active', 'active']);
  });

  test('SUB-4: suspended by the partner and the program at once, one of them counts first and both in the end', async () => {
    const [own, programs] = await Promise.all([patch(base, { status: 'suspended' }), act('suspend', base)]);
    expect([own.status, programs.status]).toEqual([200, 200]);
    expect((await read(base)).suspensionReasons).toEqual(['ProgramAction']);
    const events = [...shop.table.items.values()]
      .flatMap(eventsOf)
      .filter(({ aggregateId }) => aggregateId === base.id.toLowerCase());
    expect(events.map(({ aggregateVersion }) => aggregateVersion).sort()).toEqual(events.map((_, index) => index + 1));
  });
});
