import { describe, expect, test } from 'vitest';
import { eraseSales } from '../../../../functions/commerce/subscriptions/operations/erase-sales.ts';
import { pairKey } from '../../../../functions/tenancy/relationships/store/keys.ts';
import { pairItem } from '../../../../functions/tenancy/relationships/store/pair-item.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { askForExport, heldBack } from '../../../support/exports/exporting.ts';
import type { Delivery } from '../../../support/program.ts';
import { storedText } from '../../../support/rights-in-clear.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, userClaims } from '../../../support/world.ts';

const DAY = 86_400_000;
const daysAfter = (at: string, days: number) => new Date(Date.parse(at) + days * DAY).toISOString();
const LEFT = '2026-02-01T09:00:00.000Z';

/** Runs that come late, twice, or are killed on the way find the customer by its state. */
async function stage({ isSuspended = true, rangeItems = 50 } = {}) {
  let stopsAt = Number.POSITIVE_INFINITY;
  let written = 0;
  const world = await createWorld({
    at: '2026-01-05T09:00:00Z',
    rangeItems,
    hooks: {
      beforeWrite() {
        written += 1;
        if (written > stopsAt) throw new Error('the machine stopped');
      },
    },
  });
  const { program, send } = world;
  const partner = await enrolPartner(world, { name: 'contoso' });
  const other = await enrolPartner(world, { name: 'litware' });
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.00', addOnTo: [OFFERS.base] },
  ]);
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const neighbour = await createCustomer(world, partner, { name: 'wingtip' });
  const c = `/v1/customers/${customerId}`;
  const [as, admin] = [partner.adminAgent, userClaims(program, 'admin@fabrikam.onprogram.example')];
  const { subscriptionIds } = await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 10 }]);
  await placeOrder(world, as, customerId, [
    { offerId: OFFERS.addOn, quantity: 2, parentSubscriptionId: subscriptionIds[0]! },
  ]);
  await placeOrder(world, as, neighbour, [{ offerId: OFFERS.base, quantity: 3 }]);
  program.setClock('2026-01-31T09:00:00.000Z');
  if (isSuspended)
    await send({
      method: 'PATCH',
      path: `${c}/subscriptions/${subscriptionIds[0]}`,
      as,
      body: { status: 'suspended' },
    });
  program.setClock(LEFT);
  const leave = (from: EnrolledPartner) =>
    send({ method: 'PATCH', path: c, as: from.adminAgent, body: { relationshipToPartner: 'none' } });
  const accept = async (of: EnrolledPartner) => {
    const { body } = await send({ path: '/v1/customers/relationshiprequests', as: of.adminAgent });
    const token = new URL(body.url).pathname.split('/').at(-1);
    return program.request({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as: admin });
  };
  const run = async (at: string, jobs = ['deprovisionSubscriptions', 'eraseCustomers']) => {
    let did: Readonly<Record<string, unknown>> = {};
    for (const job of jobs) {
      did = await program.runJob(job, at);
      await program.settle();
    }
    return did;
  };
  const events = (type: string) =>
    [...program.table.items.values()].flatMap((item) => [...eventsOf(item)]).filter((event) => event.type === type);
  const isThere = async () => (await accessRecords(program.table).account(customerId)) !== undefined;
  const traces = (word: string) =>
    [...program.table.items.values()]
      .filter((item) => storedText(item).toLowerCase().includes(word.toLowerCase()))
      .map(({ pk, sk }) => `${pk} / ${sk}`);
  const stop = (after: number) => {
    stopsAt = written + after;
  };
  const made = { world, program, send, partner, other, as, admin, customerId, neighbour, c, subscriptionIds };
  return { ...made, leave, accept, run, events, isThere, traces, stop };
}

/** The customer's administrator buys of the program itself. */
async function buyDirect({ send, program, admin }: Awaited<ReturnType<typeof stage>>) {
  const line = { lineItemNumber: 0, offerId: OFFERS.base, quantity: 2 };
  const body = { billingCycle: 'monthly', acknowledgeDirectPurchase: true, lineItems: [line] };
  const answer = await send({ method: 'POST', path: '/v1/my/orders', as: admin, body });
  await program.settle();
  return answer;
}

/** What stays of an erased customer: ids in logs and events, what is charged, counts, and that the id is taken for ever. */
const KEPT =
  /#AUDIT|#AUDITED|^BILLING#|^SALES#|^NOTIFICATIONS#|#SUBSCRIPTIONS \/|#SERVICES \/|#REQUESTS \/|OUTBOX#|#ERASED \/ ERASED$|#CHOICE$/;

describe('CUS-6: a customer that no partner has any more is erased', () => {
  test('CUS-6: told a month ahead, erased after ninety days, and nothing is left of it but what names no one', async () => {
    const on = await stage();
    const { program, customerId, send, as, neighbour, partner } = on;
    await on.leave(partner);
    await program.settle();
    expect(await on.run(daysAfter(LEFT, 59))).toMatchObject({ told: 0, erased: 0 });
    expect(await on.run(daysAfter(LEFT, 60))).toMatchObject({ told: 1, erased: 0 });
    expect(await on.run(daysAfter(LEFT, 60))).toMatchObject({ told: 0, erased: 0 });
    const [told] = on.events('CustomerErasureAnnounced');
    expect(told?.detail).toMatchObject({
      to: 'bob@fabrikam.example',
      partnerId: partner.partnerId,
      erasedFrom: '2026-05-02',
    });
    const mails = program.mailer.sent.filter(({ subject }) => subject.includes('will be deleted'));
    expect(mails.map(({ to }) => to).sort()).toEqual([
      `ada@${partner.domain}`,
      expect.stringMatching(/^adminagent-\d+@contoso\.example$/),
      'bob@fabrikam.example',
    ]);
    expect(await on.run(daysAfter(LEFT, 89))).toMatchObject({ erased: 0, waiting: 0 });
    expect(await on.isThere()).toBe(true);
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ erased: 1, waiting: 0 });
    expect(on.events('CustomerErased').map(({ detail, tenantId }) => [tenantId, detail.reason])).toEqual([]);
    expect(await on.isThere()).toBe(false);
    expect(on.traces('fabrikam').filter((place) => !/#REQUESTS \/|^NOTIFICATIONS#/.test(place))).toEqual([]);
    expect(on.traces('fabrikam').some((place) => place.startsWith(`NOTIFICATIONS#${customerId}`))).toBe(false);
    expect(on.traces(customerId).filter((place) => !KEPT.test(place))).toEqual([]);
    expect([...program.identity.users.keys()].filter((name) => name.includes('fabrikam'))).toEqual([]);
    const { body } = await send({ path: '/v1/customers', as });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([neighbour]);
    expect((await send({ path: `/v1/customers/${neighbour}/subscriptions`, as })).body.totalCount).toBe(1);
    expect(await on.run(daysAfter(LEFT, 120))).toEqual({ told: 0, erased: 0, kept: 0, waiting: 0 });
  });

  test.each([
    ['before its partner left', -2],
    ['after it was told that it would be erased', 61],
  ])('CUS-6, CUS-4: one that bought direct %s stays', async (_when, day) => {
    const on = await stage();
    const buy = () => buyDirect(on);
    if (day < 0) await buy();
    await on.leave(on.partner);
    await on.program.settle();
    const isTold = day > 0 ? 1 : 0;
    expect(await on.run(daysAfter(LEFT, 60))).toMatchObject({ told: isTold, kept: 1 - isTold });
    if (day > 0) {
      on.program.setClock(daysAfter(LEFT, day));
      await buy();
    }
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ erased: 0, waiting: 0, kept: isTold });
    expect((await on.send({ path: '/v1/my/subscriptions', as: on.admin })).body.items).toContainEqual(
      expect.objectContaining({ quantity: 2, status: 'active' }),
    );
  });

  test('CUS-6, PRG-2: nobody gets the id of what is still being deleted', async () => {
    const on = await stage();
    await on.leave(on.partner);
    await on.run(daysAfter(LEFT, 60));
    await on.run(daysAfter(LEFT, 90));
    const { program, world, customerId: id } = on;
    const primaryAdmin = { displayName: 'Eve', email: 'eve@new.example' };
    const partner = {
      id,
      companyName: 'New',
      domain: 'new.example',
      country: 'US',
      programRole: 'advisor',
      primaryAdmin,
    };
    const nominated = await program.request({
      method: 'POST',
      path: '/v1/operator/partners',
      as: world.operator,
      body: partner,
    });
    expect([nominated.status, nominated.body.code, nominated.body.description]).toEqual([
      400,
      expect.any(Number),
      expect.stringContaining('was erased'),
    ]);
    const adminUser = { userPrincipalName: 'eve@new.example', displayName: 'Eve', email: 'eve@new.example' };
    const customer = { id, companyName: 'New', domain: 'new.example', country: 'US', adminUser };
    const created = await program.request({
      method: 'POST',
      path: '/v1/operator/customers',
      as: world.operator,
      body: customer,
    });
    expect([created.status, created.body.description]).toEqual([400, expect.stringContaining('was erased')]);
  });

  test('CUS-6, OPS-3: however late the first run is, there is a month between word and deed', async () => {
    const on = await stage();
    await on.leave(on.partner);
    const late = daysAfter(LEFT, 400);
    expect(await on.run(late)).toMatchObject({ told: 1, erased: 0 });
    expect(await on.run(daysAfter(late, 29))).toMatchObject({ erased: 0 });
    expect(await on.run(daysAfter(late, 30))).toMatchObject({ erased: 1 });
  });

  test.each([
    ['before it is told', 30],
    ['after it was told', 75],
  ])('CUS-6, REL-3: a partner that comes back %s keeps it; its leaving begins all anew', async (_, days) => {
    const on = await stage();
    await on.leave(on.partner);
    if (days > 60) await on.run(daysAfter(LEFT, 60));
    on.program.setClock(daysAfter(LEFT, days));
    expect((await on.accept(on.other)).status).toBe(201);
    expect(await on.run(daysAfter(LEFT, 95))).toMatchObject({ told: 0, erased: 0 });
    const again = daysAfter(LEFT, 100);
    on.program.setClock(again);
    await on.leave(on.other);
    expect(await on.run(daysAfter(again, 59))).toMatchObject({ told: 0, erased: 0 });
    expect(await on.run(daysAfter(again, 60))).toMatchObject({ told: 1 });
    expect(on.events('CustomerErasureAnnounced').at(-1)?.detail.partnerId).toBe(on.other.partnerId);
    expect(await on.run(daysAfter(again, 90))).toMatchObject({ erased: 1 });
  });

  test('CUS-6: one of two partners that leaves is not the last', async () => {
    const on = await stage();
    expect((await on.accept(on.other)).status).toBe(201);
    await on.leave(on.partner);
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ told: 0, kept: 1 });
    expect(await on.run(daysAfter(LEFT, 91))).toMatchObject({ told: 0, kept: 0 });
    expect(await on.isThere()).toBe(true);
  });

  test('CUS-6: who buys elsewhere too stays; who no longer does goes as if left that day', async () => {
    const on = await stage();
    await on.leave(on.partner);
    const path = `/v1/operator/customers/${on.customerId}`;
    const channels = (body: readonly string[]) =>
      on.send({ method: 'PATCH', path, as: on.world.operator, body: { channels: body } });
    await channels(['csp', 'open']);
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ told: 0, kept: 1 });
    const since = daysAfter(LEFT, 100);
    on.program.setClock(since);
    await channels(['csp']);
    expect(await on.run(daysAfter(since, 60))).toMatchObject({ told: 1 });
    await channels(['csp', 'direct']);
    expect(await on.run(daysAfter(since, 90))).toMatchObject({ erased: 0, kept: 1 });
    await channels(['csp']);
    expect(await on.run(daysAfter(since, 160))).toMatchObject({ told: 1 });
  });

  test('PRG-5: one that became a partner keeps its people', async () => {
    const on = await stage();
    await on.leave(on.partner);
    await on.send({
      method: 'POST',
      path: '/v1/operator/partners',
      as: on.world.operator,
      body: {
        id: on.customerId,
        companyName: 'Fabrikam',
        domain: 'fabrikam.onprogram.example',
        country: 'US',
        programRole: 'directPartner',
        primaryAdmin: { displayName: 'Ada', email: 'ada@fabrikam.example' },
      },
    });
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ told: 0, erased: 0, kept: 1 });
  });

  test('SUB-4: what is not deprovisioned yet, and what no event has told of yet, is waited for', async () => {
    const on = await stage({ isSuspended: false });
    const { program, world, partner } = on;
    const operatorPath = `/v1/operator/partners/${partner.partnerId}`;
    await on.send({ method: 'PATCH', path: operatorPath, as: world.operator, body: { status: 'runOff' } });
    const over = '2027-02-01T00:07:00.000Z';
    expect(await on.run(over, ['endRunOffs'])).toMatchObject({ relationships: 2 });
    await on.run(daysAfter(over, 60), ['eraseCustomers']);
    expect(await on.run(daysAfter(over, 90), ['eraseCustomers'])).toMatchObject({ erased: 0, waiting: 2 });
    await on.run(daysAfter(over, 90), ['endSalesOfRunOffs']);
    // The add-on of the one is suspended yet.
    expect(await on.run(daysAfter(over, 90), ['eraseCustomers'])).toMatchObject({ erased: 1, waiting: 1 });
    await on.run(daysAfter(over, 91), ['deprovisionSubscriptions']);
    // As if the events of one of its subscriptions were still under way.
    const hidden = [...program.table.items.values()].find(
      ({ pk, sk }) => pk === `TENANCY#${partner.partnerId}#SUBSCRIPTIONS` && sk.includes(on.customerId),
    )!;
    const base = [...program.table.items.values()].filter(
      ({ pk, sk, activations }) => pk === hidden.pk && sk.includes(on.customerId) && Number(activations) > 0,
    );
    expect(base).toHaveLength(1);
    await program.table.write([{ delete: { pk: base[0]!.pk, sk: base[0]!.sk } }]);
    expect(await on.run(daysAfter(over, 92), ['eraseCustomers'])).toMatchObject({ erased: 0, waiting: 1 });
    expect(await on.isThere()).toBe(true);
    await program.table.write([{ put: base[0]! }]);
    expect(await on.run(daysAfter(over, 93), ['eraseCustomers'])).toMatchObject({ erased: 1, waiting: 0 });
  });

  test('CUS-6: an export under way is waited for, also one that begins at the same moment', async () => {
    const on = await stage();
    const { program } = on;
    await on.leave(on.partner);
    await on.run(daysAfter(LEFT, 60));
    const write = program.table.write.bind(program.table);
    program.setClock(daysAfter(LEFT, 90));
    let held: Delivery[] = [];
    program.table.write = async (writes) => {
      if (writes.some((each) => 'delete' in each && each.delete.sk === 'CUSTOMER')) {
        program.table.write = write;
        held = await heldBack(program, async () => {
          expect((await askForExport(on.world, on.admin)).status).toBe(202);
        });
      }
      return write(writes);
    };
    expect(await program.runJob('eraseCustomers', daysAfter(LEFT, 90))).toMatchObject({ erased: 0, waiting: 1 });
    program.waiting.push(...held);
    await program.settle();
    expect(await on.run(daysAfter(LEFT, 91))).toMatchObject({ erased: 1 });
  });

  test('CUS-6, CUS-4: of a direct purchase and an erasure at once exactly one goes through', async () => {
    const on = await stage();
    const { program } = on;
    await on.leave(on.partner);
    await on.run(daysAfter(LEFT, 60));
    program.setClock(daysAfter(LEFT, 90));
    const write = program.table.write.bind(program.table);
    let bought = 0;
    program.table.write = async (writes) => {
      if (writes.some((each) => 'delete' in each && each.delete.sk === 'CUSTOMER')) {
        program.table.write = write;
        bought = (await buyDirect(on)).status;
      }
      return write(writes);
    };
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ erased: 0 });
    expect([bought, await on.isThere(), on.events('CustomerErased')]).toEqual([201, true, []]);
  });

  test('REL-3: of an acceptance and an erasure at once exactly one goes through', async () => {
    const on = await stage();
    const { program } = on;
    await on.leave(on.partner);
    await on.run(daysAfter(LEFT, 60));
    program.setClock(daysAfter(LEFT, 90));
    const write = program.table.write.bind(program.table);
    program.table.write = async (writes) => {
      if (writes.some((each) => 'delete' in each && each.delete.sk === 'CUSTOMER')) {
        program.table.write = write;
        expect((await on.accept(on.other)).status).toBe(201);
      }
      return write(writes);
    };
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ erased: 0 });
    expect(await on.isThere()).toBe(true);
    expect(on.events('CustomerErased')).toEqual([]);
  });

  test('OPS-3: killed between any two writes, the run that comes again ends it', async () => {
    const on = await stage();
    await on.leave(on.partner);
    await on.run(daysAfter(LEFT, 60));
    const { waiting } = on.program;
    const shift = waiting.shift.bind(waiting);
    let last: Delivery | undefined;
    waiting.shift = () => {
      last = shift();
      return last;
    };
    let attempts = 0;
    for (let isDone = false; !isDone; attempts += 1) {
      on.stop(attempts % 7);
      isDone = await on.run(daysAfter(LEFT, 90)).then(
        async () => !(await on.isThere()) && waiting.length === 0,
        () => false,
      );
      // As a queue does, what was not worked comes again.
      if (!isDone && last) waiting.unshift(last);
      last = undefined;
      expect(attempts).toBeLessThan(500);
    }
    on.stop(Number.POSITIVE_INFINITY);
    await on.run(daysAfter(LEFT, 91));
    expect(attempts).toBeGreaterThan(3);
    expect(on.traces(on.customerId).filter((place) => !KEPT.test(place))).toEqual([]);
    expect([...on.program.identity.users.keys()].filter((name) => name.includes('fabrikam'))).toEqual([]);
  });
});

describe('CUS-6: however many partners and sales', () => {
  test('CUS-6: hundreds of partners are told of a hundred at a time; all that each sold goes', async () => {
    const on = await stage();
    const { program, customerId, partner } = on;
    const { table } = program;
    await on.leave(partner);
    const key = pairKey({ partnerId: partner.partnerId, customerId });
    const pair = pairItem.fromItem((await table.get(key))!);
    const formers = Array.from(
      { length: 320 },
      (_, at) => `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
    );
    for (const partnerId of formers) {
      const former = { ...pair, partnerId };
      await table.write([
        { put: pairItem.toItem(pairKey(former), former) },
        { put: { pk: `COMMERCE#${partnerId}#CUSTOMER#${customerId}`, sk: 'PURCHASES', kind: 'purchases', shape: 1 } },
        { put: { pk: `ACCESS#${partnerId}#RELATIONSHIPS`, sk: `CUSTOMER#${customerId}`, kind: 'x', shape: 1 } },
      ]);
    }
    await on.run(daysAfter(LEFT, 60));
    const pages: number[] = [];
    const seen = new Set<string>();
    const write = table.write.bind(table);
    table.write = async (writes) => {
      await write(writes);
      for (const each of writes)
        if ('put' in each)
          for (const event of eventsOf(each.put))
            if (event.type === 'CustomerErased') {
              const ids = event.detail.partnerIds as string[];
              pages.push(ids.length);
              for (const id of ids) seen.add(id);
            }
    };
    expect(await on.run(daysAfter(LEFT, 90))).toMatchObject({ erased: 1 });
    expect(pages).toEqual([100, 100, 100, 21]);
    expect(seen.size).toBe(321);
    expect(on.traces(customerId).filter((place) => place.startsWith('COMMERCE#') && !KEPT.test(place))).toEqual([]);
    program.setClock(daysAfter(LEFT, 91));
    const path = `/v1/operator/auditrecords?startDate=${daysAfter(LEFT, 89).slice(0, 10)}`;
    const { body: log } = await on.send({ path, as: on.world.operator });
    const types = log.items.map(({ operationType }: { operationType: string }) => operationType);
    expect(types.filter((type: string) => /customer$|erasure$/.test(type)).sort(), 'it is one deletion').toEqual([
      'advance_customer_erasure',
      'advance_customer_erasure',
      'advance_customer_erasure',
      'delete_customer',
    ]);
  });

  test('CUS-6: sales of a size are ended over several deliveries, each charged no further', async () => {
    const on = await stage({ isSuspended: false });
    const { program, world, as, customerId } = on;
    for (let count = 0; count < 6; count += 1)
      await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 1 }]);
    const detail = { customerId, partnerIds: [on.partner.partnerId], country: 'US', reason: 'sandboxDeletion' };
    const [sample] = on.events('OrderCreated');
    const erased = { ...sample!, type: 'CustomerErased', eventId: 'e1', source: 'tenancy', detail } as never;
    let deliveries = 0;
    for (let next = [erased]; next.length > 0; deliveries += 1) {
      const before = new Set(on.events('SalesErasureAdvanced').map(({ eventId }) => eventId));
      const [event] = next;
      await eraseSales(event as never, { table: program.table, eraseItemsMax: 5 });
      await eraseSales(event as never, { table: program.table, eraseItemsMax: 5 });
      next = on.events('SalesErasureAdvanced').filter(({ eventId }) => !before.has(eventId)) as never[];
      expect(next.length).toBeLessThan(2);
      expect(deliveries).toBeLessThan(100);
    }
    expect(deliveries).toBeGreaterThan(2);
    expect(on.traces(`COMMERCE#${on.partner.partnerId}#CUSTOMER#${customerId}`)).toEqual([]);
    await program.settle();
    const followed = [...program.table.items.values()].filter(
      ({ pk, sk }) => pk === `TENANCY#${on.partner.partnerId}#SUBSCRIPTIONS` && sk.includes(customerId),
    );
    expect(followed.map(({ status }) => status)).toEqual(followed.map(() => 'deleted'));
    expect(followed).toHaveLength(8);
  });
});
