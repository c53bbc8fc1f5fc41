import { describe, expect, test } from 'vitest';
import { eraseTenant } from '../../../../functions/tenancy/erasure/operations/erase-tenant.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import type { ProgramOptions } from '../../../support/program.ts';
import { storedText } from '../../../support/rights-in-clear.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import { activePartner, aNomination, createdCustomer, eventsOfType, tenancyWorld } from '../../../support/tenancy.ts';
import { addApplication, createCustomer, createWorld, enrolPartner } from '../../../support/world.ts';

/** A sandbox with a customer that has something in every context. */
async function stage(options: Pick<ProgramOptions, 'hooks'> = {}) {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z', ...options });
  const { program, send } = world;
  const partner = await enrolPartner(world, { name: 'contoso', isSandbox: true });
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.00', addOnTo: [OFFERS.base] },
  ]);
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const neighbour = await createCustomer(world, partner, { name: 'wingtip' });
  const c = `/v1/customers/${customerId}`;
  await placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity: 10 }]);
  await placeOrder(world, as, neighbour, [{ offerId: OFFERS.base, quantity: 3 }]);
  await send({
    method: 'POST',
    path: `${c}/carts`,
    as,
    body: { lineItems: [{ catalogItemId: OFFERS.base, quantity: 1, billingCycle: 'monthly' }] },
  });
  const app = await addApplication(world, partner);
  await send({
    method: 'POST',
    path: `${c}/applicationconsents`,
    as,
    body: {
      applicationId: app.applicationId,
      applicationGrants: [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }],
    },
  });
  await program.settle();
  const erase = (id = customerId) => program.request({ method: 'DELETE', path: `/v1/customers/${id}`, as });
  /** Where the table speaks of the customer, but for the places that keep ids alone. */
  const traces = (word: string) =>
    [...program.table.items.values()]
      .filter((item) => storedText(item).toLowerCase().includes(word.toLowerCase()))
      .map(({ pk, sk }) => `${pk} / ${sk}`);
  return { world, program, send, partner, as, customerId, neighbour, c, erase, traces };
}

describe('CUS-6: a sandbox deletes a customer', () => {
  test('CUS-6: nothing of it is left in any context but ids and what was charged', async () => {
    const { program, send, as, customerId, neighbour, erase, traces } = await stage();
    expect(traces('fabrikam').length).toBeGreaterThan(10);
    expect((await erase()).status).toBe(204);
    await program.settle();
    const named = traces('fabrikam').filter((place) => !/#REQUESTS \//.test(place));
    expect(named).toEqual([]);
    expect([...program.identity.users.keys()].filter((name) => name.includes('fabrikam'))).toEqual([]);
    const kept =
      /#AUDIT|#AUDITED|^BILLING#|^SALES#|#SUBSCRIPTIONS \/|#SERVICES \/|#REQUESTS \/|OUTBOX#|#(ERASED|MAILS) \/ ERASED$/;
    expect(traces(customerId).filter((place) => !kept.test(place))).toEqual([]);
    const { body } = await send({ path: '/v1/customers', as });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([neighbour]);
    for (const path of ['', '/subscriptions', '/users'])
      expect((await program.request({ path: `/v1/customers/${customerId}${path}`, as })).body.code).toBe(20002);
    expect((await program.request({ path: `/v1/customers/${neighbour}/subscriptions`, as })).body.items).toHaveLength(
      1,
    );
    expect((await erase()).body.code).toBe(20002);
  });

  test('CUS-6: what it had is charged up to that moment and no further; the log says who deleted it', async () => {
    const { program, send, as, customerId, erase } = await stage();
    await program.moveTo('2026-01-10T09:00:00Z', { daily: true });
    await erase();
    await program.settle();
    await program.moveTo('2026-04-06T09:00:00Z', { daily: true });
    const { body: invoices } = await send({ path: '/v1/invoices', as });
    const lines: Record<string, unknown>[] = [];
    for (const { id } of invoices.items) {
      const { body } = await send({ path: `/v1/invoices/${id}/lineitems/office/billinglineitems`, as });
      lines.push(...body.items.filter((line: { customerId: string }) => line.customerId === customerId));
    }
    const days = lines.map((line) => String(line.chargeEndDate).slice(0, 10));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.reduce((sum, line) => sum + Number(line.totalForCustomer), 0)).toBeLessThan(160);
    expect(days.every((day) => day < '2026-02-06')).toBe(true);
    const { body: log } = await send({ path: '/v1/auditrecords?startDate=2026-01-06&endDate=2026-04-01', as });
    expect(log.items.map(({ operationType }: { operationType: string }) => operationType)).toContain('delete_customer');
  });

  test('CUS-6: of an order that is being carried out meanwhile nothing comes afterwards', async () => {
    let erasing: (() => Promise<unknown>) | undefined;
    const beforeWrite = async (writes: readonly Write[]) => {
      const isMade = writes.some((write) => 'put' in write && write.put.sk.startsWith('SUB#'));
      if (!isMade || !erasing) return;
      const erase = erasing;
      erasing = undefined;
      await erase();
    };
    const { program, as, partner, customerId, c, erase } = await stage({ hooks: { beforeWrite } });
    erasing = async () => {
      expect((await erase()).status).toBe(204);
      await program.settle();
    };
    const lineItems = Array.from({ length: 40 }, (_, lineItemNumber) => ({
      lineItemNumber,
      offerId: OFFERS.base,
      quantity: 1,
    }));
    const body = { referenceCustomerId: customerId, billingCycle: 'monthly', lineItems };
    await program.request({ method: 'POST', path: `${c}/orders`, as, body });
    await program.settle();
    expect(erasing, 'it was erased in between').toBeUndefined();
    const place = `COMMERCE#${partner.partnerId}#CUSTOMER#${customerId}`;
    expect([...program.table.items.values()].filter(({ pk }) => pk === place)).toEqual([]);
  });

  test('CUS-1: domain and room are free at once', async () => {
    const { world, program, partner, erase } = await stage();
    await erase();
    await program.settle();
    expect(await createCustomer(world, partner, { name: 'fabrikam' })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('CUS-6: refusals of a deletion', () => {
  const remove = (world: Awaited<ReturnType<typeof tenancyWorld>>, token: string, customerId: string) =>
    world.ask('DELETE', `/v1/customers/${customerId}`, { token });

  test('CUS-6: a partner that is no sandbox deletes nobody, and a sandbox nobody else’s', async () => {
    const world = await tenancyWorld();
    const [plain, sandbox] = [await activePartner(world), await activePartner(world, { isSandbox: true })];
    const { customerId } = await createdCustomer(world, plain);
    const own = await remove(world, plain.agent, customerId);
    const foreign = await remove(world, sandbox.agent, customerId);
    expect([own, foreign].map(({ status, json }) => [status, json.code])).toEqual([
      [400, 900127],
      [403, 20002],
    ]);
    expect(eventsOfType(world.table, 'CustomerErased')).toEqual([]);
  });

  test('REL-4: one that has another partner is not the sandbox’s to delete, also when that one comes at once', async () => {
    for (const isAtOnce of [false, true]) {
      const world = await tenancyWorld();
      const [sandbox, other] = [await activePartner(world, { isSandbox: true }), await activePartner(world)];
      const { customerId, admin } = await createdCustomer(world, sandbox);
      const { json } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: other.agent });
      const path = `/v1/my/invitations/${new URL(json.url).pathname.split('/')[2]}/acceptance`;
      const accept = () => world.ask('POST', path, { token: admin });
      const write = world.table.write.bind(world.table);
      let isDone = false;
      world.table.write = async (writes) => {
        if (isAtOnce && !isDone && writes.some((each) => 'delete' in each && each.delete.sk === 'CUSTOMER')) {
          isDone = true;
          expect((await accept()).status).toBe(201);
        }
        return write(writes);
      };
      if (!isAtOnce) expect((await accept()).status).toBe(201);
      const answer = await remove(world, sandbox.agent, customerId);
      expect([answer.status, answer.json.code]).toEqual([400, 900127]);
      expect(eventsOfType(world.table, 'CustomerErased')).toEqual([]);
    }
  });

  test.each([false, true])(
    'PRG-5: one that became a partner keeps its people, also when it does at once: %s',
    async (isAtOnce) => {
      const world = await tenancyWorld();
      const sandbox = await activePartner(world, { isSandbox: true });
      const { customerId, admin } = await createdCustomer(world, sandbox);
      const { domain } = (await world.deps.records.account(customerId))!;
      const nominate = async () => {
        const body = aNomination({ id: customerId, domain });
        const token = world.operatorToken;
        expect((await world.ask('POST', '/v1/operator/partners', { token, body })).status).toBe(201);
        await world.ask('PATCH', `/v1/operator/partners/${customerId}`, { token, body: { status: 'approved' } });
      };
      const write = world.table.write.bind(world.table);
      world.table.write = async (writes) => {
        if (isAtOnce && writes.some((each) => 'delete' in each && each.delete.sk === 'CUSTOMER')) {
          world.table.write = write;
          await nominate();
        }
        return write(writes);
      };
      if (!isAtOnce) await nominate();
      const answer = await remove(world, sandbox.agent, customerId);
      expect([answer.status, answer.json.code]).toEqual([400, 900127]);
      expect(eventsOfType(world.table, 'CustomerErased')).toEqual([]);
      expect(await world.deps.records.account(customerId)).toMatchObject({
        partner: { status: 'approved' },
        customer: {},
      });
      expect((await world.ask('GET', '/v1/my/organization', { token: admin })).status).toBe(200);
    },
  );

  test('CUS-6: of several at once one deletes it; its people are out within a minute', async () => {
    const world = await tenancyWorld();
    const sandbox = await activePartner(world, { isSandbox: true });
    const { customerId, admin } = await createdCustomer(world, sandbox);
    const answers = await Promise.all([1, 2, 3].map(() => remove(world, sandbox.agent, customerId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
    expect(eventsOfType(world.table, 'CustomerErased')).toHaveLength(1);
    world.clock.now = '2026-11-02T09:02:00.000Z' as never;
    expect((await world.ask('GET', '/v1/my/organization', { token: admin })).status).toBe(401);
  });

  test('CUS-6: a user whom its people add while it is deleted is not left behind', async () => {
    const world = await tenancyWorld();
    const sandbox = await activePartner(world, { isSandbox: true });
    const { customerId, admin } = await createdCustomer(world, sandbox);
    const { domain } = (await world.deps.records.account(customerId))!;
    const write = world.table.write.bind(world.table);
    world.table.write = async (writes) => {
      const isUser = writes.some((each) => 'put' in each && each.put.sk.startsWith('USER#'));
      if (isUser) {
        world.table.write = write;
        expect((await remove(world, sandbox.agent, customerId)).status).toBe(204);
        await eraseTenant(eventsOfType(world.table, 'CustomerErased')[0] as never, world.deps);
      }
      return write(writes);
    };
    const body = {
      userPrincipalName: `late@${domain}`,
      displayName: 'Late',
      passwordProfile: { password: 'Given-Passw0rd' },
    };
    expect((await world.ask('POST', '/v1/my/users', { token: admin, body })).status).toBe(400);
    expect([...world.table.items.keys()].filter((key) => key.includes('#USERS'))).not.toContainEqual(
      expect.stringContaining(customerId),
    );
    expect([...world.identity.users.keys()]).not.toContain(`late@${domain}`);
  });

  test.each([
    ['before the issuer hears of it', false],
    ['while the issuer is told', true],
  ])('CUS-6: a user that is stored is left with no issuer, erased %s', async (_, isWithin) => {
    const world = await tenancyWorld();
    const sandbox = await activePartner(world, { isSandbox: true });
    const { customerId, admin } = await createdCustomer(world, sandbox);
    const { domain } = (await world.deps.records.account(customerId))!;
    const { createUser, deleteUser } = world.identity;
    const identity = world.identity as { createUser: typeof createUser; deleteUser: typeof deleteUser };
    let creating: (() => Promise<void>) | undefined;
    const erase = async () => {
      expect((await remove(world, sandbox.agent, customerId)).status).toBe(204);
      await eraseTenant(eventsOfType(world.table, 'CustomerErased')[0] as never, world.deps);
    };
    identity.createUser = async (user) => {
      identity.createUser = createUser;
      if (!isWithin) await erase();
      else {
        // The purge asks the issuer first; the user comes there behind that, and before it goes here.
        creating = () => createUser(user);
        identity.deleteUser = async (of) => {
          await deleteUser(of);
          if (of.userPrincipalName === user.userPrincipalName) {
            await creating?.();
            creating = undefined;
          }
        };
        await erase();
        return;
      }
      await createUser(user);
    };
    const body = {
      userPrincipalName: `late@${domain}`,
      displayName: 'Late',
      passwordProfile: { password: 'Given-Passw0rd' },
    };
    expect((await world.ask('POST', '/v1/my/users', { token: admin, body })).status).toBe(400);
    expect([...world.identity.users.keys()].filter((name) => name.endsWith(domain))).toEqual([]);
  });

  test('CUS-6: stopped anywhere, the event that comes again deletes the rest; a third time it does nothing', async () => {
    const world = await tenancyWorld();
    const sandbox = await activePartner(world, { isSandbox: true });
    const { customerId } = await createdCustomer(world, sandbox);
    const { domain } = (await world.deps.records.account(customerId))!;
    for (const name of ['ann', 'ben', 'cleo'])
      await world.ask('POST', `/v1/customers/${customerId}/users`, {
        token: sandbox.agent,
        body: {
          userPrincipalName: `${name}@${domain}`,
          displayName: name,
          passwordProfile: { password: 'Given-Passw0rd' },
        },
      });
    await remove(world, sandbox.agent, customerId);
    const [event] = eventsOfType(world.table, 'CustomerErased');
    const write = world.table.write.bind(world.table);
    let writes = 0;
    let attempts = 0;
    for (let isDone = false; !isDone; attempts += 1) {
      const stopsAt = writes + 4;
      world.table.write = async (of) => {
        if (writes >= stopsAt) throw new Error('the machine stopped');
        writes += 1;
        return write(of);
      };
      isDone = await eraseTenant(event as never, world.deps).then(
        () => true,
        () => false,
      );
      if (attempts > 50) throw new Error('it never ends');
    }
    expect(attempts).toBeGreaterThan(3);
    const before = writes;
    await eraseTenant(event as never, world.deps);
    expect(writes).toBe(before);
    const left = [...world.table.items.keys()].filter((key) => key.includes(customerId) && !/AUDIT|#ERASED/.test(key));
    expect(left).toEqual([]);
    expect([...world.identity.users.keys()].filter((name) => name.endsWith(domain))).toEqual([]);
  });
});
