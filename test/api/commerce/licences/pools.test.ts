import { beforeEach, describe, expect, test } from 'vitest';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
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
import { pooledByChannel, soldSeats, unevenPools } from '../../../support/licences/pools.ts';

let shop: Shop;
let other: TokenClaims;
beforeEach(async () => {
  shop = await openStockedShop();
  await storeSeller(shop.table, { mpnId: '4500002' }, { tenantId: ids.otherPartner, domain: 'litware.example' });
  await storeBuyer(shop.table, { partnerId: ids.otherPartner });
  other = await shop.user(['AdminAgent'], ids.otherPartner);
});

const sell = async (lineItems: readonly object[], as?: TokenClaims): Promise<string[]> => {
  const { status, body, text } = await shop.send({
    method: 'POST',
    path: `${customerPath}/orders`,
    body: { lineItems },
    as,
  });
  expect(status, text).toBe(201);
  return (body.lineItems as { subscriptionId: string }[]).map(({ subscriptionId }) => subscriptionId);
};
const change = async (id: string, body: object, as?: TokenClaims) => {
  const answer = await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${id}`, body, as });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const e3 = (quantity: number) => ({ offerId: offers.e3, quantity });
const calling = (quantity: number) => ({ offerId: offers.audioConferencing, quantity });

/** Pools are what was sold, at once, with nothing delivered. */
const expectPooled = (): void => {
  expect(pooledByChannel(shop.table)).toEqual(soldSeats(soldIn(shop)));
  expect(unevenPools(shop.table)).toEqual([]);
};
const whole = (): Record<string, number> => {
  const pools = Object.values(pooledByChannel(shop.table)).map((channels) =>
    Object.values(channels).reduce((sum, { active, suspended }) => sum + active * 1000 + suspended, 0),
  );
  return Object.fromEntries(pools.sort((a, b) => a - b).map((sum, index) => [index, sum]));
};

describe('SUB-8: the seats of a plan', () => {
  test('SUB-8, SUB-9: pool over partners, bases and add-ons, through their whole life', async () => {
    const [base = ''] = await sell([e3(10), calling(4)]);
    const [foreign = ''] = await sell([e3(5)], other);
    expectPooled();
    expect(whole()).toEqual({ 0: 4000, 1: 15_000 });
    await change(base, { quantity: 12 });
    await change(foreign, { friendlyName: 'Staff' }, other);
    expect(whole()).toEqual({ 0: 4000, 1: 17_000 });
    await change(base, { status: 'suspended' });
    expect(whole()).toEqual({ 0: 4, 1: 5012 });
    expectPooled();
    await change(base, { status: 'active' });
    expect(whole()).toEqual({ 0: 4000, 1: 17_000 });
    await change(base, { status: 'suspended' });
    await shop.runJob('deprovisionSubscriptions', '2026-06-01T00:10:00Z');
    expect(whole()).toEqual({ 0: 5000 });
    expectPooled();
  });

  test('SUB-8: a term that ends or renews, and a large order that is made step by step', async () => {
    await sell([e3(10), ...Array(60).fill(calling(1))]);
    expectPooled();
    const [kept = '', ended = ''] = await sell([e3(3), e3(4)], other);
    await change(ended, { autoRenewEnabled: false }, other);
    expect(kept).not.toBe('');
    await shop.runJob('renewSubscriptions', '2027-02-11T00:05:00Z');
    await shop.deliver();
    expectPooled();
    expect(whole()).toEqual({ 0: 13_004, 1: 60_000 });
  });

  test('CUS-6: nothing of the pools is left of an erased customer', async () => {
    await sell([e3(10)]);
    await sell([e3(5)], other);
    const erased = {
      eventId: '00000000-0000-4000-8000-00000000000e',
      type: 'CustomerErased',
      version: 1,
      source: 'tenancy',
      occurredAt: '2026-03-01T00:00:00.000Z',
      tenantId: ids.customer,
      aggregateId: ids.customer,
      aggregateVersion: 1,
      correlationId: 'erasure',
      causationId: 'erasure',
      actor: { tenantId: 'program', kind: 'schedule' },
      detail: {
        customerId: ids.customer,
        country: 'US',
        reason: 'deprovisioned',
        partnerIds: [ids.partner, ids.otherPartner],
      },
    } as never;
    await shop.deliver([erased]);
    expect(pooledByChannel(shop.table)).toEqual({});
    expect([...shop.table.items.values()].filter(({ pk }) => pk.endsWith('#POOL'))).toEqual([]);
  });
});

describe('SUB-8: what was sold before there were pools', () => {
  /** Takes everything back to how it was stored before. */
  const backInTime = async (): Promise<void> => {
    for (const item of shop.table.items.values())
      if (item.pk.endsWith('#POOL')) await shop.table.write([{ delete: item }]);
    await shop.fill(soldIn(shop).map((of) => ({ ...toItem(of), s: 4 })));
    expect(pooledByChannel(shop.table)).toEqual({});
  };

  test('SUB-8, OPS-3: is counted once, by the next save or by the job, whichever comes first, however often', async () => {
    const [base = '', addOn = ''] = await sell([e3(10), calling(4)]);
    const [stopped = ''] = await sell([e3(5)], other);
    await change(stopped, { status: 'suspended' }, other);
    await backInTime();
    await change(addOn, { quantity: 6 });
    expect(whole()).toEqual({ 0: 6000 });
    await change(base, { friendlyName: 'Staff' });
    expect(whole()).toEqual({ 0: 6000, 1: 10_000 });
    await Promise.all([
      shop.runJob('poolFormerSeats', '2026-02-11T00:03:00Z'),
      shop.runJob('poolFormerSeats', '2026-02-11T00:03:00Z'),
    ]);
    expectPooled();
    expect(await shop.runJob('poolFormerSeats', '2026-02-12T00:03:00Z')).toMatchObject({ pooled: 0 });
    expectPooled();
  });

  test('SUB-8, OPS-3: add-ons are found by their base; saving what was stored raises no event and keeps its version', async () => {
    await sell([e3(10), calling(4)]);
    await backInTime();
    const [before, told] = [soldIn(shop).map(({ version }) => version), shop.events.length];
    expect(await shop.runJob('poolFormerSeats', '2026-02-11T00:03:00Z')).toMatchObject({ pooled: 2 });
    expect(soldIn(shop).map(({ version }) => version)).toEqual(before);
    expect(soldIn(shop).filter(({ isUnpooled }) => isUnpooled)).toEqual([]);
    expect(shop.events).toHaveLength(told);
    expectPooled();
  });

  test('OPS-3: it is looked for in two runs on two days, and never again', async () => {
    const reads: unknown[] = [];
    const query: Shop['table']['query'] = (asked) => {
      reads.push(asked);
      return shop.table.query(asked);
    };
    const table = { ...shop.table, query };
    Object.assign(shop.deps, { table });
    const run = async (at: string) => {
      reads.length = 0;
      await shop.runJob('poolFormerSeats', at);
      return reads.length;
    };
    const counts = [];
    for (const at of ['2026-02-11', '2026-02-11', '2026-02-12', '2026-02-13', '2026-02-14'])
      counts.push((await run(`${at}T00:03:00Z`)) > 0);
    expect(counts).toEqual([true, true, true, false, false]);
  });
});
