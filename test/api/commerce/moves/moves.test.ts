import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolKey } from '../../../../functions/commerce/licences/store/keys.ts';
import { customerPath, ids, offers, storeBuyer, storeSeller } from '../../../support/commerce.ts';
import { type DirectShop, directPath, loadDirect, myPath, openDirectShop } from '../direct/shop.ts';

const plansPath = `${customerPath}/transitionplans`;
const plan = (shop: DirectShop, directSubscriptionIds: readonly string[], more: object = {}, as = shop.seller) =>
  shop.send({ as, method: 'POST', path: plansPath, body: { directSubscriptionIds, ...more } });
const act = (shop: DirectShop, id: string, what: 'order' | 'canceldirect', as = shop.seller) =>
  shop.send({ as, method: 'POST', path: `${plansPath}/${id}/${what}` });
const view = async (shop: DirectShop, id: string, as = shop.seller) =>
  (await shop.send({ as, path: `${plansPath}/${id}` })).body;
const sold = async (shop: DirectShop, as = shop.seller) =>
  (await shop.send({ as, path: `${customerPath}/subscriptions` })).body.items as { status: string; quantity: number }[];
const direct = async (shop: DirectShop) =>
  (await shop.send({ as: shop.admin, path: myPath })).body.items.filter(
    ({ channel }: { channel?: string }) => channel === 'direct',
  ) as { status: string; quantity: number }[];
const codeOf = ({ status, body }: { status: number; body: { code: number } }) => [status, body.code];
const stepsOf = (body: { steps: { name: string; pool?: { activeUnits: number }[] }[] }) =>
  Object.fromEntries(body.steps.map(({ name, pool }) => [name, pool?.map(({ activeUnits }) => activeUnits)]));
/** Users who hold a licence, as assignments count them. */
const assign = async (shop: DirectShop, consumed: number) => {
  const key = poolKey({ customerId: ids.customer, planId: planOf(shop) });
  const item = shop.table.items.get(`${key.pk}\u0000${key.sk}`) ?? (await shop.table.get(key))!;
  await shop.fill([{ ...item, consumed }]);
};
const planOf = ({ table }: DirectShop): string =>
  [...table.items.values()].find(({ pk, sk }) => pk.endsWith('#POOL') && sk.startsWith('PLAN#'))!.sk.slice(5);

describe('transition plans', () => {
  test('ORD-7: 20, 10 and 5 seats are ordered here, stand twice in the pool, and are then cancelled there', async () => {
    const shop = await openDirectShop();
    const term = { effectiveStartDate: '2025-03-01' };
    const named = await loadDirect(
      shop,
      [20, 10, 5].map((quantity) => ({ quantity, ...term })),
    );
    const made = await plan(shop, named);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      status: 'draft',
      window: { from: '2026-01-30T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      lines: [20, 10, 5].map((quantity, index) => ({
        quantity,
        directSubscriptionId: named[index],
        offerId: offers.e3,
        directTermEndDate: '2026-03-01T00:00:00Z',
      })),
    });
    expect(made.body.lines[0].price.firstCharge).toBeCloseTo(made.body.lines[0].price.unitPrice * 20, 2);
    expect(JSON.stringify(made.body.lines)).not.toContain('"subscriptionId"');
    expect(await sold(shop)).toEqual([]);
    const { id } = made.body;
    const ordered = await act(shop, id, 'order');
    expect(ordered.body).toMatchObject({ status: 'verified' });
    expect((await sold(shop)).map(({ quantity }) => quantity).sort()).toEqual([10, 20, 5]);
    await assign(shop, 35);
    const done = await act(shop, id, 'canceldirect');
    expect(done.body).toMatchObject({ status: 'cancelled' });
    expect(stepsOf(done.body)).toEqual({ ordered: [35], poolDoubled: [70], directCancelled: [35], done: [35] });
    expect(done.body.steps.map(({ date }: { date: string }) => date)).toEqual(Array(4).fill('2026-02-10T09:00:00Z'));
    expect((await direct(shop)).map(({ status }) => status)).toEqual(Array(3).fill('suspended'));
    expect(await view(shop, id)).toEqual(done.body);
    expect((await shop.send({ path: plansPath })).body.items).toEqual([done.body]);
    expect((await act(shop, id, 'canceldirect')).body, 'asked again it is as it is').toEqual(done.body);
    expect((await act(shop, id, 'order')).body).toEqual(done.body);
    expect(await sold(shop)).toHaveLength(3);
  });

  test('ORD-7: monthly and annual lines are an order each, an add-on goes with its base', async () => {
    const shop = await openDirectShop();
    const [monthly, annual] = await loadDirect(shop, [{ quantity: 4 }, { quantity: 6, billingCycle: 'annual' }]);
    const [addOn] = await loadDirect(shop, [
      { quantity: 3, offerId: offers.audioConferencing, parentSubscriptionId: monthly! },
    ]);
    expect(codeOf(await plan(shop, [monthly!, annual!])), 'the add-on would end with its base').toEqual([400, 3000]);
    expect(codeOf(await plan(shop, [addOn!])), 'a base bought direct is none here').toEqual([400, 800021]);
    const { body } = await plan(shop, [addOn!, annual!, monthly!]);
    await act(shop, body.id, 'order');
    const orders = (await shop.send({ path: `${customerPath}/orders` })).body.items;
    expect(orders.map(({ lineItems }: { lineItems: unknown[] }) => lineItems.length).sort()).toEqual([1, 2]);
    expect((await act(shop, body.id, 'canceldirect')).body.status).toBe('cancelled');
    expect((await sold(shop)).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  });

  test('ORD-7: from 25 licences on support cancels; the plan is done when it has', async () => {
    const shop = await openDirectShop();
    const [small, large] = await loadDirect(shop, [{ quantity: 5 }, { quantity: 25 }]);
    const { body: made } = await plan(shop, [small!, large!]);
    expect(made.warnings.join(' ')).toContain('support');
    await act(shop, made.id, 'order');
    const asked = await act(shop, made.id, 'canceldirect');
    expect(codeOf(asked)).toEqual([400, 800096]);
    expect(asked.body.data).toMatchObject([{ subscriptionId: large, links: { self: { method: 'GET' } } }]);
    expect((await act(shop, made.id, 'canceldirect')).body.data).toEqual(asked.body.data);
    expect(shop.events.filter(({ type }) => type === 'DirectCancellationRequested')).toHaveLength(1);
    expect((await view(shop, made.id)).status).toBe('verified');
    expect((await direct(shop)).map(({ status }) => status).sort()).toEqual(['active', 'suspended']);
    await shop.deliver();
    shop.setClock('2026-02-11T10:00:00Z');
    const path = `/v1/operator/subscriptions/${large}/suspend`;
    await shop.send({ as: shop.operator, method: 'POST', path, body: { reason: 'asked for' } });
    const done = await view(shop, made.id);
    expect(done).toMatchObject({ status: 'cancelled' });
    expect(done.steps.at(-1)).toMatchObject({ name: 'done', date: '2026-02-11T10:00:00Z' });
    expect((await act(shop, made.id, 'canceldirect')).status).toBe(200);
  });

  test('SUB-8: nothing is cancelled while users would be left out, or what was ordered does not run', async () => {
    const shop = await openDirectShop();
    const named = await loadDirect(shop, [{ quantity: 10 }]);
    const { body } = await plan(shop, named);
    expect(codeOf(await act(shop, body.id, 'canceldirect')), 'not ordered yet').toEqual([400, 3000]);
    await act(shop, body.id, 'order');
    await assign(shop, 11);
    expect(codeOf(await act(shop, body.id, 'canceldirect'))).toEqual([400, 3000]);
    await assign(shop, 10);
    const { subscriptionId } = (await view(shop, body.id)).lines[0];
    const path = `${customerPath}/subscriptions/${subscriptionId}`;
    await shop.send({ method: 'PATCH', path, body: { quantity: 9 } });
    expect(codeOf(await act(shop, body.id, 'canceldirect')), 'fewer seats than there').toEqual([400, 3000]);
    await shop.send({ method: 'PATCH', path, body: { status: 'suspended' } });
    expect(codeOf(await act(shop, body.id, 'canceldirect')), 'suspended here').toEqual([400, 3000]);
    expect((await direct(shop)).map(({ status }) => status)).toEqual(['active']);
    await shop.send({ method: 'PATCH', path, body: { status: 'active' } });
    await shop.send({ method: 'PATCH', path, body: { quantity: 10 } });
    expect((await act(shop, body.id, 'canceldirect')).body.status).toBe('cancelled');
  });

  test('ORD-7: the same plans and quantities, and nothing else', async () => {
    const shop = await openDirectShop();
    const [id, other] = await loadDirect(shop, [{ quantity: 10 }, { quantity: 3 }]);
    await shop.send({ as: shop.admin, method: 'POST', path: `${myPath}/${other}/cancel` });
    const line = { directSubscriptionId: id };
    const wrong = [
      await plan(shop, [id!], { lines: [{ ...line, quantity: 11 }] }),
      await plan(shop, [id!], { lines: [{ ...line, offerId: offers.ems }] }),
      await plan(shop, [id!], { lines: [{ directSubscriptionId: other }] }),
      await plan(shop, [id!, id!]),
      await plan(shop, [other!]),
      await plan(shop, ['99999999-9999-4999-8999-999999999999']),
    ];
    for (const answer of wrong) expect(codeOf(answer)).toEqual([400, 3000]);
    expect((await plan(shop, [id!], { lines: [{ ...line, quantity: 10, offerId: offers.e3 }] })).status).toBe(201);
    expect((await shop.send({ path: plansPath })).body.totalCount).toBe(1);
  });

  test('ORD-7: what changed since it was planned is not ordered, nor twice by two plans', async () => {
    const shop = await openDirectShop();
    const [one, two] = await loadDirect(shop, [{ quantity: 10 }, { quantity: 4 }]);
    const [stale, first, second] = [await plan(shop, [one!]), await plan(shop, [two!]), await plan(shop, [two!])];
    await shop.send({ as: shop.admin, method: 'PATCH', path: `${myPath}/${one}`, body: { quantity: 9 } });
    expect(codeOf(await act(shop, stale.body.id, 'order'))).toEqual([400, 3000]);
    const both = await Promise.all([act(shop, first.body.id, 'order'), act(shop, second.body.id, 'order')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(codeOf(await plan(shop, [two!]))).toEqual([400, 3000]);
    expect(await sold(shop)).toHaveLength(1);
  });

  test('ORD-2: the checks of a purchase hold for plan and order', async () => {
    const shop = await openDirectShop();
    const named = await loadDirect(shop, [{ quantity: 10 }]);
    const { body } = await plan(shop, named);
    const both = async () => [codeOf(await plan(shop, named)), codeOf(await act(shop, body.id, 'order'))];
    await storeBuyer(shop.table, {
      customer: { validation: 'underReview' },
      relationship: { delegatedAdmin: true, version: 2 },
    });
    expect(await both()).toEqual([
      [403, 800073],
      [403, 800073],
    ]);
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: true, version: 3, agreements: [] } });
    expect(await both()).toEqual([
      [403, 13605],
      [403, 13605],
    ]);
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: true, version: 4 } });
    await storeSeller(shop.table, { status: 'suspended' });
    shop.setClock('2026-02-10T09:05:00Z');
    expect(await both()).toEqual([
      [403, 800039],
      [403, 800039],
    ]);
    expect(await sold(shop)).toEqual([]);
  });

  test('ROL-2, DAP-2, SUB-7: who may do what, and whose a plan is', async () => {
    const shop = await openDirectShop();
    const named = await loadDirect(shop, [{ quantity: 10 }]);
    const { body } = await plan(shop, named);
    const sales = await shop.user(['SalesAgent']);
    expect(codeOf(await plan(shop, named, {}, sales))).toEqual([403, 900150]);
    expect((await view(shop, body.id, sales)).id).toBe(body.id);
    const others = { as: shop.otherSeller };
    expect((await shop.send({ ...others, path: plansPath })).body.items).toEqual([]);
    expect(codeOf(await shop.send({ ...others, path: `${plansPath}/${body.id}` }))).toEqual([404, 1000]);
    expect(codeOf(await act(shop, body.id, 'order', shop.otherSeller))).toEqual([404, 1000]);
    expect(codeOf(await act(shop, body.id, 'canceldirect', shop.otherSeller))).toEqual([404, 1000]);
    expect((await act(shop, body.id, 'order', sales)).status).toBe(200);
    expect(codeOf(await act(shop, body.id, 'canceldirect', sales))).toEqual([403, 900150]);
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: false, version: 5 } });
    expect(codeOf(await plan(shop, named))).toEqual([403, 980001]);
    expect(codeOf(await act(shop, body.id, 'canceldirect'))).toEqual([403, 980001]);
    expect((await view(shop, body.id)).status).toBe('verified');
    expect(codeOf(await shop.send({ as: shop.admin, path: plansPath }))).toEqual([403, 2032]);
  });

  test('ORD-7, ORD-6: killed at any write, or twice at once, it orders and cancels each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        fc.boolean(),
        async (killedAt, isLost, isTwice) => {
          let writes = -1;
          const die = () => {
            throw new Error('killed');
          };
          const count = () => writes >= 0 && ++writes === killedAt;
          const shop = await openDirectShop({
            hooks: {
              beforeWrite: () => (!isLost && count() ? die() : undefined),
              afterWrite: () => (isLost && count() ? die() : undefined),
            },
          });
          const named = await loadDirect(shop, [{ quantity: 20 }, { quantity: 10, billingCycle: 'annual' }]);
          const { body } = await plan(shop, named);
          writes = 0;
          const run = async () => {
            await act(shop, body.id, 'order');
            return act(shop, body.id, 'canceldirect');
          };
          const tried = await Promise.allSettled(isTwice ? [run(), run()] : [run()]);
          writes = -1;
          const again = await run();
          expect(again.body.status, JSON.stringify([tried, again.body])).toBe('cancelled');
          expect((await sold(shop)).map(({ quantity, status }) => [quantity, status]).sort()).toEqual([
            [10, 'active'],
            [20, 'active'],
          ]);
          expect((await shop.send({ path: `${customerPath}/orders` })).body.totalCount).toBe(2);
          expect((await direct(shop)).map(({ status }) => status)).toEqual(['suspended', 'suspended']);
          expect(stepsOf(await view(shop, body.id))).toEqual({
            ordered: [30],
            poolDoubled: [60],
            directCancelled: [30],
            done: [30],
          });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('moves between partners', () => {
  const checklist = (shop: DirectShop, body?: object, as = shop.seller) =>
    shop.send({ as, method: 'POST', path: `${customerPath}/moveplans`, ...(body && { body }) });
  const sell = async (shop: DirectShop, as: DirectShop['seller'], quantity: number) =>
    (
      await shop.send({
        as,
        method: 'POST',
        path: `${customerPath}/orders`,
        body: { lineItems: [{ offerId: offers.e3, quantity }] },
      })
    ).body.lineItems[0].subscriptionId as string;
  const done = ({ body }: { body: { steps: { name: string; done: boolean }[] } }) =>
    Object.fromEntries(body.steps.map((step) => [step.name, step.done]));

  test('REL-9: accepted, ordered here, suspended there; from own facts and the pool, and nothing changes there', async () => {
    const shop = await openDirectShop();
    const theirs = await sell(shop, shop.otherSeller, 8);
    const first = await checklist(shop, { fromPartnerId: ids.otherPartner });
    expect(first.status).toBe(201);
    expect(done(first)).toEqual({ invitationAccepted: true, orderedHere: false, otherSuspended: false });
    expect(first.body.pool).toMatchObject([{ activeUnits: 8, ownUnits: 0, otherUnits: 8 }]);
    await sell(shop, shop.seller, 8);
    expect(done(await checklist(shop))).toEqual({ invitationAccepted: true, orderedHere: true, otherSuspended: false });
    expect(await sold(shop, shop.otherSeller)).toMatchObject([{ status: 'active', quantity: 8 }]);
    const path = `${customerPath}/subscriptions/${theirs}`;
    await shop.send({ as: shop.otherSeller, method: 'PATCH', path, body: { status: 'suspended' } });
    const last = await checklist(shop, { fromPartnerId: ids.otherPartner });
    expect(done(last)).toEqual({ invitationAccepted: true, orderedHere: true, otherSuspended: true });
    expect(JSON.stringify(last.body)).not.toContain('Litware');
  });

  test('REL-9: the answer to one who is no partner of the customer is that to one who is', async () => {
    const shop = await openDirectShop();
    await sell(shop, shop.otherSeller, 8);
    const [real, made] = [ids.otherPartner, '99999999-9999-4999-8999-999999999999'];
    const answers = [await checklist(shop, { fromPartnerId: real }), await checklist(shop, { fromPartnerId: made })];
    expect({ ...answers[0]!.body, fromPartnerId: made }).toEqual(answers[1]!.body);
    expect(codeOf(await checklist(shop, { fromPartnerId: ids.partner }))).toEqual([400, 3000]);
    await storeBuyer(shop.table, { relationship: { relationship: 'none', version: 9 } });
    expect(codeOf(await checklist(shop))).toEqual([403, 20002]);
  });

  test('ORD-7: direct subscriptions are nobody’s here: another partner’s plan leaves them to who has the right', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 3 }]);
    const path = `${directPath}/${id}/cancel`;
    expect((await shop.send({ as: shop.otherSeller, method: 'POST', path })).status).toBe(200);
  });
});
