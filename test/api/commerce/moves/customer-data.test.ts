import { expect, test } from 'vitest';
import { commerceFiles } from '../../../../functions/commerce/customer-data/operations/contribute-commerce.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { accessKeys } from '../../../../shared/identity/access.ts';
import { customerPath, ids, offers } from '../../../support/commerce.ts';
import { type DirectShop, erasedEvent, loadDirect, openDirectShop, relationshipEvent } from '../direct/shop.ts';

const REQUEST = {
  exportId: 'export',
  customerId: ids.customer,
  partnerIds: [ids.partner, ids.otherPartner],
  requestedAt: '2026-02-10T10:00:00.000Z',
};

/** What an export has of a page of partners, by file. */
async function exported(shop: DirectShop, page = 1): Promise<Record<string, Record<string, unknown>[]>> {
  const files: Record<string, Record<string, unknown>[]> = {};
  for (const { name, places, rows } of commerceFiles) {
    const items: Item[] = [];
    for (const place of places(REQUEST, page)) items.push(...(await shop.table.query(place)).items);
    files[name] = (await rows(items, REQUEST, shop.deps)) as Record<string, unknown>[];
  }
  return files;
}

const planned = async () => {
  const shop = await openDirectShop();
  const named = await loadDirect(shop, [{ quantity: 10, listPrice: '12.50' }, { quantity: 30 }]);
  const path = `${customerPath}/transitionplans`;
  const { body } = await shop.send({ method: 'POST', path, body: { directSubscriptionIds: named } });
  await shop.send({ method: 'POST', path: `${path}/${body.id}/order` });
  await shop.send({ method: 'POST', path: `${path}/${body.id}/canceldirect` });
  await shop.send({
    as: shop.admin,
    method: 'POST',
    path: '/v1/my/orders',
    body: { acknowledgeDirectPurchase: true, lineItems: [{ offerId: offers.ems, quantity: 1 }] },
  });
  return { shop, named };
};

test('CUS-6: an export has what was bought direct, once, with its list price, and the plans without a partner’s', async () => {
  const { shop, named } = await planned();
  const files = await exported(shop);
  const subscriptions = files['commerce/subscriptions.jsonl']!;
  expect(subscriptions.filter(({ channel }) => channel === 'direct')).toHaveLength(3);
  expect(subscriptions.find(({ id }) => id === named[0]!.toLowerCase())).toMatchObject({
    listPrice: '12.50',
    status: 'suspended',
  });
  expect(subscriptions.filter(({ partnerId }) => partnerId === ids.partner)).toHaveLength(2);
  expect(files['commerce/orders.jsonl']!.filter(({ channel }) => channel === 'direct')).toHaveLength(1);
  expect(files['commerce/subscription-history.jsonl']!.length).toBeGreaterThanOrEqual(6);
  const plans = files['commerce/transition-plans.jsonl']!;
  expect(plans).toMatchObject([
    { partnerId: ids.partner, status: 'verified', lines: [{ quantity: 10 }, { quantity: 30 }] },
  ]);
  expect(JSON.stringify(plans)).not.toMatch(/price|firstCharge/i);
  const second = await exported(shop, 2);
  expect(second['commerce/subscriptions.jsonl']!.some(({ channel }) => channel === 'direct')).toBe(false);
});

test('CUS-6: with an erased customer all of it is gone, told as ended, and nothing that comes late is kept', async () => {
  const { shop } = await planned();
  const events = shop.events.length;
  await shop.table.write([{ delete: accessKeys.account(ids.customer) }]);
  await shop.deliver([erasedEvent([ids.partner, ids.otherPartner])]);
  await shop.deliver(shop.events.slice(events));
  await shop.deliver([erasedEvent([ids.partner, ids.otherPartner]), relationshipEvent(ids.partner, 'reseller', 9)]);
  const left = [...shop.table.items.values()].filter(
    ({ pk }) => pk.startsWith('COMMERCE#') && pk.includes(ids.customer),
  );
  expect(left.map(({ pk, sk }) => [pk, sk])).toEqual([]);
  const ended = shop.events.slice(events).filter(({ type }) => type === 'DirectSubscriptionChanged');
  expect(ended.map(({ detail }) => (detail as { trigger: string }).trigger).sort()).toEqual([
    'remove',
    'remove',
    'remove',
    'suspend',
    'suspend',
  ]);
});
