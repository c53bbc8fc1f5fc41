import { beforeEach, describe, expect, test } from 'vitest';
import { poolKey } from '../../../../functions/commerce/licences/store/keys.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  soldIn,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';

let shop: Shop;
let base: { id: string; attributes: { etag: string }; commitmentEndDate: string };
let addOn: { id: string };

beforeEach(async () => {
  shop = await openStockedShop();
  const lineItems = [
    { offerId: offers.e3, quantity: 10, friendlyName: 'Staff' },
    { offerId: offers.audioConferencing, quantity: 4 },
  ];
  await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
  [base, addOn] = await list();
});

const list = async (query = '') => (await shop.send({ path: `${customerPath}/subscriptions${query}` })).body.items;
const at = (of: { id: string }, path = '') => `${customerPath}/subscriptions/${of.id}${path}`;
const read = async (of: { id: string }) => (await shop.send({ path: at(of) })).body;
const patch = (of: { id: string }, body: object, headers = {}) =>
  shop.send({ method: 'PATCH', path: at(of), body, headers });
const lastEvent = () => shop.events.at(-1)!;
/** So many users hold a licence of what an offer gives. */
const assignedTo = async (users: number, customerId: string, offerId: string) => {
  const { planId } = soldIn(shop).find((sold) => sold.offerId === offerId)!;
  await shop.table.write([{ update: poolKey({ customerId, planId }), add: { consumed: users } }]);
};

/** Every subscription's events, in order of their versions. */
const versions = () => {
  const found = new Map<string, number[]>();
  for (const { type, aggregateId, aggregateVersion } of shop.events)
    if (type.startsWith('Subscription')) found.set(aggregateId, [...(found.get(aggregateId) ?? []), aggregateVersion]);
  return found;
};

describe('seats', () => {
  test('SUB-2: seats are added at the locked price and end with the term', async () => {
    shop.setClock('2026-05-01T12:00:00Z');
    const grown = await patch(base, { quantity: 12 });
    expect(grown.body).toMatchObject({ quantity: 12, commitmentEndDate: base.commitmentEndDate });
    expect(lastEvent()).toMatchObject({
      type: 'SubscriptionUpdated',
      aggregateVersion: 2,
      occurredAt: '2026-05-01T12:00:00.000Z',
    });
    expect(lastEvent().detail).toMatchObject({
      before: { quantity: 10 },
      after: { quantity: 12, priceLock: { wholesale: '17.00' } },
      changed: ['quantity'],
    });
  });

  test('SUB-3: seats are removed at any time; nobody needs to be unassigned while no licence is assigned', async () => {
    const shrunk = await patch(base, { quantity: 3 });
    expect(shrunk.body).toMatchObject({ quantity: 3, attentionNeeded: false });
    expect(shrunk.body.licensesToUnassign).toBeUndefined();
  });

  test('SUB-3: it says how many users must be unassigned when more hold a licence than seats are left', async () => {
    await assignedTo(7, ids.customer, offers.e3);
    const shrunk = await patch(base, { quantity: 3 });
    expect([
      shrunk.status,
      shrunk.body.attentionNeeded,
      shrunk.body.licensesToUnassign,
      shrunk.body.actionTaken,
    ]).toEqual([200, true, 4, false]);
  });

  test.each([
    ['zero', 0, 2002],
    ['more than the offer allows', 10_000_001, 2002],
    ['half a seat', 2.5, 3000],
  ])('SUB-2: %s: refused', async (_, quantity, code) => {
    const answer = await patch(base, { quantity });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('SUB-2: adding seats is a purchase, removing is not (PRG-8)', async () => {
    await storeSeller(shop.table, { agreementEndedOn: day('2026-02-01') });
    expect((await patch(base, { quantity: 11 })).body.code).toBe(800039);
    expect((await patch(base, { quantity: 9 })).status).toBe(200);
    expect((await patch(base, { status: 'suspended' })).status).toBe(200);
    expect((await patch(base, { status: 'active' })).status).toBe(200);
  });

  test('SUB-2: adding seats needs the customer’s agreement and approval, removing does not', async () => {
    await storeBuyer(shop.table, { customer: { validation: 'notAllowed' } });
    expect((await patch(base, { quantity: 11 })).body.code).toBe(800075);
    expect((await patch(base, { quantity: 9 })).status).toBe(200);
  });
});

describe('one request, all or nothing', () => {
  test('ORD-5: name and seats change together in one event', async () => {
    const changed = await patch(base, { quantity: 11, friendlyName: 'All staff' });
    expect(changed.body).toMatchObject({ quantity: 11, friendlyName: 'All staff' });
    expect(lastEvent().detail.changed).toEqual(['friendlyName', 'quantity']);
    const refused = await patch(base, { quantity: 99_999_999, friendlyName: 'Nobody' });
    expect([refused.status, (await read(base)).friendlyName as string]).toEqual([400, 'All staff']);
  });

  test('SUB-1: what was read may be sent back whole; nothing changes and no event is raised', async () => {
    const count = shop.events.length;
    const same = await patch(base, await read(base));
    expect([same.status, same.body, shop.events.length]).toEqual([200, await read(base), count]);
  });

  test.each([
    ['deleted', { status: 'deleted' }, 800040],
    ['an unknown status', { status: 'pending' }, 3000],
    ['another cycle', { billingCycle: 'annual' }, 2054],
    ['an empty name', { friendlyName: '' }, 3000],
    ['a name of 257 characters', { friendlyName: 'x'.repeat(257) }, 3000],
    ['a reseller, for a direct partner', { partnerId: '2000' }, 800098],
    ['suspension and seats at once', { status: 'suspended', quantity: 11 }, 2001],
  ])('SUB-4: %s: refused', async (_, body, code) => {
    const answer = await patch(base, body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('SUB-2: the renewal flag of a base sets that of its add-ons, and theirs cannot be set', async () => {
    await patch(base, { autoRenewEnabled: false });
    expect([(await read(base)).autoRenewEnabled, (await read(addOn)).autoRenewEnabled]).toEqual([false, false]);
    expect((await patch(addOn, { autoRenewEnabled: true })).body.code).toBe(800093);
  });

  test('REL-10: what a direct partner sold has no partner of record, and nobody sets one', async () => {
    const named = ['partnerId', 'partnerIdOnRecord'];
    const [order] = (await shop.send({ path: `${customerPath}/orders` })).body.items;
    for (const thing of [await read(base), await read(addOn), order, ...order.lineItems])
      expect(Object.keys(thing).filter((name) => named.includes(name))).toEqual([]);
    const count = shop.events.length;
    for (const partnerId of ['2000', ids.partner, ids.otherPartner]) {
      const answer = await patch(base, { partnerId });
      expect(answer.status, answer.text).toBe(400);
    }
    expect([(await read(base)).partnerId, shop.events.length]).toEqual([undefined, count]);
  });

  test('API-1: only If-Match counts, not an etag in the body', async () => {
    const { etag } = base.attributes;
    await patch(base, { quantity: 11 });
    expect((await patch(base, { quantity: 12, attributes: { etag } })).status).toBe(200);
    const stale = await patch(base, { quantity: 13 }, { 'if-match': `"${etag}"` });
    expect([stale.status, stale.body.code]).toEqual([400, 2055]);
  });
});

describe('suspending and coming back', () => {
  test('SUB-5: a base takes its add-ons along, down and up, and touches nothing else', async () => {
    await shop.send({
      method: 'POST',
      path: `${customerPath}/orders`,
      body: { lineItems: [{ offerId: offers.e3, quantity: 1 }] },
    });
    const other = (await list()).find(({ id }: { id: string }) => id !== base.id && id !== addOn.id);
    const gone = await patch(base, { status: 'suspended' });
    expect(gone.body).toMatchObject({
      status: 'suspended',
      suspensionReasons: ['CustomerCancellation'],
      actions: ['Edit'],
    });
    expect(await read(addOn)).toMatchObject({ status: 'suspended', suspensionReasons: ['ParentSuspended'] });
    expect((await read(other)).status).toBe('active');
    expect((await patch(addOn, { status: 'active' })).body.code).toBe(27009);
    await patch(base, { status: 'active' });
    expect([(await read(base)).status, (await read(addOn)).status, (await read(base)).suspensionReasons]).toEqual([
      'active',
      'active',
      undefined,
    ]);
  });

  test('SUB-5: an add-on that was suspended by itself stays so', async () => {
    await patch(addOn, { status: 'suspended' });
    await patch(base, { status: 'suspended' });
    await patch(base, { status: 'active' });
    expect((await read(addOn)).suspensionReasons).toEqual(['CustomerCancellation']);
    expect((await patch(addOn, { status: 'active' })).body.status).toBe('active');
  });

  test.each([
    ['suspended', async () => {}],
    [
      'suspended, and then held by the program for a while,',
      async (of: { id: string }) => {
        for (const act of ['suspend', 'reactivate'])
          await shop.send({
            ...{ as: shop.operator, method: 'POST', path: `/v1/operator/subscriptions/${of.id}/${act}` },
            body: { reason: 'A check.' },
          });
      },
    ],
  ] as const)(
    'SUB-2, SUB-5: an add-on %s in the middle of a long change of the cycle comes back in the new term of its base',
    async (_, hold) => {
      let writesLeft = Number.POSITIVE_INFINITY;
      const beforeWrite = () => {
        writesLeft -= 1;
        if (writesLeft < 0) throw new Error('the process died');
      };
      shop = await openStockedShop({ hooks: { beforeWrite } });
      const order = (lineItems: object[]) =>
        shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
      const { body: bought } = await order([{ offerId: offers.e3, quantity: 10 }]);
      const [{ subscriptionId: parentSubscriptionId }] = bought.lineItems;
      const addOns = Array(40).fill({ offerId: offers.audioConferencing, quantity: 2, parentSubscriptionId });
      const late = { id: (await order(addOns)).body.lineItems[7].subscriptionId };
      shop.setClock('2026-02-20T12:00:00Z');
      const path = `${customerPath}/orders/${bought.id}`;
      const recycle = () => shop.send({ method: 'PATCH', path, body: { billingCycle: 'annual' } });
      writesLeft = 1;
      await expect(recycle()).rejects.toThrow('the process died');
      writesLeft = Number.POSITIVE_INFINITY;
      expect((await shop.send({ path })).body).toMatchObject({ status: 'pending', billingCycle: 'annual' });
      expect((await patch(late, { status: 'suspended' })).status).toBe(200);
      expect((await recycle()).body.status).toBe('completed');
      await hold(late);
      shop.setClock('2026-03-02T12:00:00Z');
      const quoted = await shop.send({ method: 'POST', path: at(late, '/quote'), body: { status: 'active' } });
      // Two seats at 40.80 a year (3.40 a month), for 355 of the 365 days of the base's new term.
      expect([quoted.status, quoted.body.total]).toEqual([200, 79.36]);
      expect((await patch(late, { status: 'active' })).status).toBe(200);
      const { commitmentEndDate, billingCycle, status } = await read(late);
      expect([status, billingCycle, commitmentEndDate]).toEqual(['active', 'annual', '2027-02-20T00:00:00Z']);
      expect((await read({ id: parentSubscriptionId })).commitmentEndDate).toBe(commitmentEndDate);
      expect(lastEvent().detail).toMatchObject({ after: { anchorOn: '2026-02-20', billingCycle: 'annual' } });
    },
  );

  test('SUB-4: seats do not change while suspended; names do', async () => {
    await patch(base, { status: 'suspended' });
    expect((await patch(base, { quantity: 11 })).body.code).toBe(2001);
    expect((await patch(base, { friendlyName: 'Former staff' })).status).toBe(200);
    expect((await patch(base, { status: 'active', quantity: 11 })).body.code).toBe(2001);
  });

  test('SUB-4: gone to the second after 60 days, whether the job has run or not; the id stays readable', async () => {
    await patch(base, { status: 'suspended' });
    shop.setClock('2026-04-11T08:59:59Z');
    expect((await read(base)).status).toBe('suspended');
    shop.setClock('2026-04-11T09:00:00Z');
    expect(await read(base)).toMatchObject({ status: 'deleted', actions: [] });
    expect((await patch(base, { status: 'active' })).body.code).toBe(2011);
    expect((await patch(base, { friendlyName: 'Gone' })).body.code).toBe(2011);
    expect(await shop.runJob('deprovisionSubscriptions', '2026-04-12T00:10:00.000Z')).toEqual({
      deprovisioned: 2,
    });
    expect(await shop.runJob('deprovisionSubscriptions', '2026-04-13T00:10:00.000Z')).toEqual({
      deprovisioned: 0,
    });
    expect((await read(base)).status).toBe('deleted');
    expect(lastEvent()).toMatchObject({ type: 'SubscriptionDeprovisioned', occurredAt: '2026-04-11T09:00:00.000Z' });
  });

  test('SUB-4: back after the end of the term: twelve months from today, at today’s price, with its add-ons', async () => {
    shop.setClock('2027-02-01T10:00:00Z');
    await patch(base, { status: 'suspended' });
    shop.setClock('2027-03-05T10:00:00Z');
    const back = await patch(base, { status: 'active' });
    expect(back.body).toMatchObject({ status: 'active', commitmentEndDate: '2028-03-05T00:00:00Z' });
    expect(await read(addOn)).toMatchObject({ status: 'active', commitmentEndDate: '2028-03-05T00:00:00Z' });
    const event = shop.events.find(
      ({ type, aggregateId }) => type === 'SubscriptionReactivated' && aggregateId === base.id.toLowerCase(),
    )!;
    expect(event.detail).toMatchObject({
      after: { anchorOn: '2027-03-05', termStartOn: '2027-03-05', priceLock: { lockedAt: '2027-03-05T10:00:00.000Z' } },
    });
  });

  test('PRG-8: after the term and the agreement are over, there is no coming back', async () => {
    shop.setClock('2027-02-01T10:00:00Z');
    await patch(base, { status: 'suspended' });
    await storeSeller(shop.table, { agreementEndedOn: day('2027-02-15') });
    shop.setClock('2027-03-05T10:00:00Z');
    expect((await patch(base, { status: 'active' })).body.code).toBe(800039);
  });
});

describe('renewal', () => {
  const renew = (when: string) => shop.runJob('renewSubscriptions', when);

  test('SUB-1: renews for twelve months with its add-ons, once, from 00:00Z of the day', async () => {
    expect(await renew('2027-02-09T00:05:00.000Z')).toEqual({ renewed: 0, expired: 0 });
    expect(await renew('2027-02-10T00:05:00.000Z')).toEqual({ renewed: 1, expired: 0 });
    expect(await renew('2027-02-10T00:05:00.000Z')).toEqual({ renewed: 0, expired: 0 });
    for (const of of [base, addOn])
      expect(await read(of)).toMatchObject({
        status: 'active',
        commitmentEndDate: '2028-02-10T00:00:00Z',
        effectiveStartDate: '2026-02-10T00:00:00Z',
      });
    const renewals = shop.events.filter(({ type }) => type === 'SubscriptionRenewed');
    expect(renewals.map(({ occurredAt }) => occurredAt)).toEqual(Array(2).fill('2027-02-10T00:00:00.000Z'));
    expect(renewals[0]!.detail.after).toMatchObject({
      termStartOn: '2027-02-10',
      anchorOn: '2026-02-10',
      priceLock: { lockedAt: '2027-02-10T00:00:00.000Z' },
    });
  });

  test('SUB-1: a run that is years late renews every term at its own day', async () => {
    expect(await renew('2029-06-01T00:05:00.000Z')).toEqual({ renewed: 3, expired: 0 });
    shop.setClock('2029-06-01T01:00:00Z');
    expect((await read(base)).commitmentEndDate).toBe('2030-02-10T00:00:00Z');
    expect((await read(addOn)).commitmentEndDate).toBe('2030-02-10T00:00:00Z');
    expect(versions().get(base.id.toLowerCase())).toEqual([1, 2, 3, 4]);
  });

  test('SUB-1: the price of the new term is that of the list in force on its first day', async () => {
    const as = shop.operator;
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists', body: { month: '202701' } });
    const prices = [
      { offerId: offers.e3, country: 'US', currency: 'USD', listPrice: '30.00', wholesalePrice: '27.00' },
    ];
    await shop.send({ as, method: 'PUT', path: '/v1/operator/pricelists/202701/prices', body: { prices } });
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists/202701/publish' });
    await renew('2027-02-12T00:05:00.000Z');
    expect(shop.events.find(({ type }) => type === 'SubscriptionRenewed')!.detail).toMatchObject({
      before: { priceLock: { wholesale: '17.00' } },
      after: { priceLock: { priceList: '2027-01', wholesale: '27.00' } },
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['renewal is turned off', () => patch(base, { autoRenewEnabled: false })],
    ['the agreement has ended (PRG-8)', () => storeSeller(shop.table, { agreementEndedOn: day('2026-09-01') })],
    [
      'the offer was retired for good',
      () =>
        shop.send({
          as: shop.operator,
          method: 'POST',
          path: `/v1/operator/offers/${offers.e3}/retire`,
          body: { renewable: false },
        }),
    ],
  ])('SUB-1: expires when %s; its add-ons go and come back with it', async (_, arrange) => {
    await arrange();
    expect(await renew('2027-02-10T00:05:00.000Z')).toEqual({ renewed: 0, expired: 1 });
    shop.setClock('2027-02-10T01:00:00Z');
    expect(await read(base)).toMatchObject({ status: 'suspended', suspensionReasons: ['Expiration'] });
    expect(await read(addOn)).toMatchObject({ status: 'suspended', suspensionReasons: ['ParentSuspended'] });
    const expiry = shop.events.findLast(({ aggregateId }) => aggregateId === base.id.toLowerCase())!;
    expect(expiry).toMatchObject({ type: 'SubscriptionSuspended', occurredAt: '2027-02-10T00:00:00.000Z' });
  });

  test('SUB-1: suspended at its end it does not renew', async () => {
    shop.setClock('2027-01-20T00:00:00Z');
    await patch(base, { status: 'suspended' });
    expect(await renew('2027-02-10T00:05:00.000Z')).toEqual({ renewed: 0, expired: 0 });
  });

  test('SUB-1: a change before the job has run finds the term renewed', async () => {
    shop.setClock('2027-02-10T00:01:00Z');
    const grown = await patch(base, { quantity: 11 });
    expect(grown.body).toMatchObject({ quantity: 11, commitmentEndDate: '2028-02-10T00:00:00Z' });
    expect(versions().get(base.id.toLowerCase())).toEqual([1, 2, 3]);
    expect(await renew('2027-02-10T00:05:00.000Z')).toEqual({ renewed: 0, expired: 0 });
  });

  test('SUB-2: an add-on that comes back before the job has run finds its base renewed, and takes its new term', async () => {
    shop.setClock('2027-01-20T09:00:00Z');
    await patch(addOn, { status: 'suspended' });
    shop.setClock('2027-02-10T00:05:00Z');
    const back = await patch(addOn, { status: 'active' });
    expect(back.body, back.text).toMatchObject({ status: 'active', commitmentEndDate: '2028-02-10T00:00:00Z' });
    expect(await read(base)).toMatchObject({ commitmentEndDate: '2028-02-10T00:00:00Z' });
    expect(lastEvent()).toMatchObject({ type: 'SubscriptionReactivated', aggregateVersion: 3 });
    expect(lastEvent().detail.after).toMatchObject({ termStartOn: '2027-02-10', commitmentEndOn: '2028-02-10' });
  });

  test('API-3: whatever happens, each subscription’s events are numbered without gap, one per save', async () => {
    await patch(base, { quantity: 11 });
    await patch(base, { status: 'suspended' });
    await patch(base, { status: 'active' });
    await renew('2027-02-10T00:05:00.000Z');
    await patch(base, { friendlyName: 'Again' });
    for (const found of versions().values()) expect(found).toEqual(found.map((_, index) => index + 1));
    const history = await shop.send({ path: at(base, '/history') });
    expect(
      history.body.items.map(({ sequence, type }: { sequence: number; type: string }) => `${sequence} ${type}`),
    ).toEqual([
      '1 SubscriptionCreated',
      '2 SubscriptionUpdated',
      '3 SubscriptionSuspended',
      '4 SubscriptionReactivated',
      '5 SubscriptionRenewed',
      '6 SubscriptionUpdated',
    ]);
    expect(history.body.items[1].changes).toEqual({ quantity: { before: 10, after: 11 } });
  });

  test('API-3: history is the same whether its items, their events of earlier versions, or some of both are there', async () => {
    await patch(base, { quantity: 11 });
    await patch(base, { status: 'suspended' });
    await patch(base, { status: 'active' });
    const whole = (await shop.send({ path: at(base, '/history') })).body;
    const start = shop.table.mark();
    const lose = async (...gone: readonly RegExp[]): Promise<void> => {
      start.undo();
      const lost = [...shop.table.items.values()].filter(({ sk }) => gone.some((each) => each.test(sk)));
      for (const { pk, sk } of lost) await shop.table.write([{ delete: { pk, sk } }]);
    };
    const events = /^OUTBOX#SUB#/;
    for (const gone of [[events], [/^HISTORY#/], [/^HISTORY#.*[12]$/, /^OUTBOX#SUB#.*[34]$/], [/^HISTORY#.*2$/]]) {
      await lose(...gone);
      expect((await shop.send({ path: at(base, '/history') })).body).toEqual(whole);
    }
    expect(whole.items).toHaveLength(4);
    await lose(/^HISTORY#/, events);
    expect((await shop.send({ path: at(base, '/history') })).body.items).toEqual([]);
  });

  test('API-3: what is shown of a subscription’s past does not end with its events', async () => {
    const kept = [...shop.table.items.values()].filter(({ sk }) => sk.startsWith('HISTORY#'));
    expect(kept.length).toBeGreaterThan(0);
    for (const item of kept) expect(item.expiresAt, item.sk).toBeUndefined();
  });

  test.each`
    trigger      | done
    ${'resize'}  | ${{ quantity: 11 }}
    ${'amend'}   | ${{ friendlyName: 'Branch' }}
    ${'suspend'} | ${{ status: 'suspended' }}
  `('API-3: the event of a save says what happened: $trigger', async ({ trigger, done }) => {
    await patch(base, done);
    const [told] = shop.events.filter(({ aggregateId }) => aggregateId === base.id.toLowerCase()).slice(-1);
    expect(told!.detail.trigger).toBe(trigger);
  });
});

describe('looking at subscriptions', () => {
  test('SUB-7: by order and by reseller; the own network id means all', async () => {
    const { orderId } = await read(base);
    expect(await list(`?order_id=${orderId.toUpperCase()}`)).toHaveLength(2);
    expect(await list('?mpn_id=4500001')).toHaveLength(2);
    expect(await list('?mpn_id=999')).toHaveLength(0);
    const missing = await shop.send({
      path: `${customerPath}/subscriptions?order_id=00000000-0000-4000-8000-00000000dead`,
    });
    expect([missing.status, missing.body.code]).toEqual([404, 20000]);
  });

  test('SUB-7: provisioning and support contact', async () => {
    expect((await shop.send({ path: at(base, '/provisioningstatus') })).body).toMatchObject({
      status: 'success',
      quantity: 10,
      endDate: '2027-02-10T00:00:00Z',
    });
    expect((await shop.send({ path: at(base, '/supportcontact') })).body).toMatchObject({
      name: 'Contoso Resale',
      supportMpnId: '4500001',
    });
  });

  test('ROL-2: helpdesk reads subscriptions and changes none', async () => {
    const as = await shop.user(['HelpdeskAgent']);
    expect((await shop.send({ as, path: at(base) })).status).toBe(200);
    expect((await shop.send({ as, method: 'PATCH', path: at(base), body: { quantity: 11 } })).body.code).toBe(900150);
  });

  test('CAT-7: conversions and upgrades are a clear no, and change nothing', async () => {
    const before = await read(base);
    const post = (path: string, body: object = {}) => shop.send({ method: 'POST', path: at(base, path), body });
    const converted = await post('/conversions', { offerId: offers.e3, targetOfferId: offers.audioConferencing });
    expect([converted.status, converted.body.error.code]).toEqual([200, 'conversions_not_found']);
    const upgraded = await post('/upgrades', { targetOffer: { id: offers.e3 } });
    expect([upgraded.status, upgraded.body.upgradeErrors[0].code]).toEqual([200, 7]);
    expect((await post('/transitions')).body.code).toBe(900141);
    expect((await post('/activate')).body.code).toBe(800041);
    for (const path of ['/conversions', '/upgrades', '/transitions', '/transitionEligibilities', '/activationlinks'])
      expect((await shop.send({ path: at(base, path) })).body).toMatchObject({ totalCount: 0, items: [] });
    expect(await read(base)).toEqual(before);
    expect(
      (await shop.send({ path: at({ id: '00000000-0000-4000-8000-00000000dead' }, '/conversions') })).body.code,
    ).toBe(20003);
  });
});
