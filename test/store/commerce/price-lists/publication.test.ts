import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore } from '../../../../functions/commerce/price-lists/store/price-store.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { offers, openShop, type Shop, stockShop } from '../../../support/commerce.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';

/** More than a call publishes. */
const MARKETS = 42;
const currencies = Array.from(
  { length: MARKETS },
  (_, n) => `${String.fromCharCode(65 + (n % 26))}Q${n < 26 ? 'X' : 'Y'}`,
);
const price = (currency: string, listPrice: string) => ({
  offerId: offers.e3,
  country: 'US',
  currency,
  listPrice,
  wholesalePrice: listPrice,
});
const ask = (shop: Shop, method: 'POST' | 'PUT', path: string, body?: object) =>
  shop.send({ as: shop.operator, method, path: `/v1/operator/pricelists${path}`, body });
const publish = (shop: Shop, month: string) => ask(shop, 'POST', `/${month}/publish`);

let stock: Promise<readonly Item[]> | undefined;
/** A shop with the list of February, and drafts of April and May that change more markets than a step takes. */
async function withDrafts(hooks: Parameters<typeof openShop>[0] = {}): Promise<Shop> {
  stock ??= (async () => {
    const shop = await openShop();
    await stockShop(shop);
    for (const [month, amount] of [
      ['202604', '4.00'],
      ['202605', '5.00'],
    ] as const) {
      await ask(shop, 'POST', '', { month });
      const put = await ask(shop, 'PUT', `/${month}/prices`, {
        prices: currencies.map((currency) => price(currency, amount)),
      });
      expect(put.body.rows.failed).toBe(0);
    }
    return [...shop.table.items.values()].filter(({ sk }) => !sk.startsWith('OUTBOX#'));
  })();
  const shop = await openShop(hooks);
  await shop.fill(await stock);
  return shop;
}

/** What partners see of a month, wholly, in summer. */
async function seen(shop: Shop, month: string): Promise<unknown> {
  const now = shop.now();
  shop.setClock('2026-06-10T00:00:00Z');
  const { status, body } = await shop.send({ path: `/v1/pricelists/${month}?country=US&size=5000` });
  shop.setClock(now);
  if (status === 404) return 'nothing';
  const own = body.items.filter(({ currency }: { currency: string }) => /Q[XY]$/.test(currency));
  return [body.changes, new Set(own.map(({ listPrice }: { listPrice: string }) => listPrice))];
}

async function untilQuiet(shop: Shop): Promise<void> {
  for (let known = -1; known !== shop.events.length; ) {
    known = shop.events.length;
    await shop.deliver();
  }
}

const stopped = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );

describe('CAT-4: publishing a list of more markets than a step takes', () => {
  /** Publishes April with so many writes, then without bound; whether it was stopped. */
  async function publishWithin(writes: number) {
    let left = Number.POSITIVE_INFINITY;
    const beforeWrite = () => {
      left -= 1;
      if (left < 0) throw new Error('stopped');
    };
    const shop = await withDrafts({ hooks: { beforeWrite } });
    left = writes;
    const isStopped = await stopped(publish(shop, '202604'));
    const done = writes - left;
    left = Number.POSITIVE_INFINITY;
    return { shop, isStopped, done };
  }

  test('stopped between any two writes, nobody sees a part of it; events or a repeat finish it', async () => {
    const whole = [{ ADD: MARKETS, CHG: 0, DEL: 0, UNC: expect.any(Number) }, new Set(['4.00'])];
    const { done } = await publishWithin(1000);
    expect(done).toBeGreaterThan(40);
    const [begins, ends] = [6, done - 6];
    for (let writes = 0; writes <= done; writes += writes < begins || writes >= ends ? 1 : 7) {
      const { shop, isStopped } = await publishWithin(writes);
      expect([writes, isStopped]).toEqual([writes, writes < done]);
      expect(await seen(shop, '202604')).toBe('nothing');
      if (writes % 2 === 0) expect((await publish(shop, '202604')).status).toBeLessThan(300);
      await untilQuiet(shop);
      if ((await priceStore(shop.table).list('2026-04'))!.state === 'draft') await publish(shop, '202604');
      await untilQuiet(shop);
      expect(await seen(shop, '202604')).toEqual(whole);
      expect(shop.events.filter(({ type }) => type === 'PriceListPublished')).toHaveLength(1);
    }
  });

  test('the draft does not change any more from the moment that it is being published', async () => {
    const shop = await withDrafts({
      hooks: {
        beforeWrite(writes) {
          if (writes.some((write) => 'put' in write && write.put.sk.startsWith('BUCKET#'))) throw new Error('stopped');
        },
      },
    });
    expect(await stopped(publish(shop, '202604'))).toBe(true);
    const put = await ask(shop, 'PUT', '/202604/prices', { prices: [price('AQX', '9.00')] });
    expect([put.status, put.body.code]).toEqual([409, 950005]);
    const [shown] = (await shop.send({ as: shop.operator, path: '/v1/operator/pricelists' })).body.items.slice(-2);
    expect(shown).toMatchObject({ month: '202604', state: 'publishing' });
  });

  test('what is stored of a list that is still being published is nobody’s price, nor is it changed by one behind it', async () => {
    const shop = await withDrafts();
    expect((await publish(shop, '202604')).status).toBe(202);
    await ask(shop, 'POST', '', { month: '202606' });
    expect((await publish(shop, '202606')).status).toBe(200);
    const nothingNew = [{ ADD: 0, CHG: 0, DEL: 0, UNC: expect.any(Number) }, new Set()];
    expect(await seen(shop, '202606')).toEqual(nothingNew);
    await untilQuiet(shop);
    expect(await seen(shop, '202604')).toEqual([expect.objectContaining({ ADD: MARKETS }), new Set(['4.00'])]);
    expect(await seen(shop, '202606')).toEqual([expect.objectContaining({ DEL: MARKETS }), new Set(['4.00'])]);
  });

  test('twice at once it is published once; two months at once are both what they were, whoever is first', async () => {
    const shop = await withDrafts();
    const twice = await Promise.all([publish(shop, '202604'), publish(shop, '202604'), publish(shop, '202605')]);
    expect(twice.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    await untilQuiet(shop);
    expect(
      shop.events
        .filter(({ type }) => type === 'PriceListPublished')
        .map(({ aggregateId }) => aggregateId)
        .sort(),
    ).toEqual(['2026-04', '2026-05']);
    expect(await seen(shop, '202604')).toEqual([expect.objectContaining({ ADD: MARKETS }), new Set(['4.00'])]);
    expect(await seen(shop, '202605')).toEqual([expect.objectContaining({ CHG: MARKETS }), new Set(['5.00'])]);
  });

  test('an event that comes twice, late or out of order does no harm', async () => {
    const shop = await withDrafts();
    await publish(shop, '202604');
    await untilQuiet(shop);
    const before = [...shop.table.items.values()].length;
    await shop.deliver([...shop.events].reverse());
    await shop.deliver(shop.events);
    expect([...shop.table.items.values()]).toHaveLength(before);
    expect(await seen(shop, '202604')).toEqual([expect.objectContaining({ ADD: MARKETS }), new Set(['4.00'])]);
  });
});

test('CAT-3: what a list changes is read once in the life of a process, where another was published before it since', async () => {
  const shop = await withDrafts();
  for (const month of ['202605', '202604']) {
    await publish(shop, month);
    await untilQuiet(shop);
  }
  const table = countedTable(shop.table);
  const store = priceStore(table);
  const [list, { published }] = [(await store.list('2026-05'))!, await store.calendar()];
  expect(list.comparedWith).toBe('2026-02');
  const changes = await changesOf(table, list, { published, at: instant('2026-05-20T00:00:00Z') });
  expect(changes).toMatchObject({ ADD: 0, CHG: MARKETS, DEL: 0 });
  table.counted();
  expect(await changesOf(table, list, { published, at: instant('2026-05-20T00:00:00Z') })).toEqual(changes);
  expect(table.counted().reads).toBe(0);
});
