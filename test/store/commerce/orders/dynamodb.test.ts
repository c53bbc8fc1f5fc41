import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { accessWriter } from '../../../support/access.ts';
import type { TestAnswer } from '../../../support/api.ts';
import { customerPath, offers, openShop, stockShop, storeBuyer } from '../../../support/commerce.ts';
import { startDynamodbTable } from '../../../support/tables.ts';

/**
 * The stores of commerce on DynamoDB Local: the same requests as on the in-memory table, and the same answers.
 * Ids are derived from request ids, so nothing but the table differs.
 */
let dynamodb: Awaited<ReturnType<typeof startDynamodbTable>>;
beforeAll(async () => {
  dynamodb = await startDynamodbTable();
});
afterAll(() => dynamodb.stop());

async function live(table?: Table): Promise<unknown[]> {
  const shop = await openShop(table ? { table } : {});
  await stockShop(shop);
  const transcript: unknown[] = [];
  let count = 0;
  const say = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<TestAnswer> => {
    count += 1;
    const headers = { 'ms-requestid': `ffffffff-0000-4000-8000-${String(count).padStart(12, '0')}` };
    const answer = await shop.send({ method, path: customerPath + path, headers, ...(body && { body }) });
    transcript.push([method, path, answer.status, answer.body]);
    return answer;
  };
  const e3 = { offerId: offers.e3, quantity: 2 };
  const calling = { offerId: offers.audioConferencing, quantity: 1 };
  const small = (await say('POST', '/orders', { lineItems: [e3, calling, { offerId: offers.azure, quantity: 1 }] }))
    .body;
  const base = small.lineItems[0].subscriptionId;
  await say('POST', '/orders', { lineItems: [e3, ...Array(69).fill(calling)] });
  await say('POST', '/orders', { lineItems: [e3, { ...e3, offerId: 'NOTHING' }] });
  await say('PATCH', `/orders/${small.id}`, { lineItems: [{ ...calling, parentSubscriptionId: base }] });
  const line = { catalogItemId: offers.e3, quantity: 3, billingCycle: 'annual' };
  const cart = (
    await say('POST', '/carts', {
      lineItems: [{ ...line, addonItems: [{ ...line, catalogItemId: offers.audioConferencing }] }],
    })
  ).body;
  await say('POST', `/carts/${cart.id}/checkout`);
  await say('POST', `/carts/${cart.id}/checkout`);
  await say('POST', '/carts', { lineItems: [line] });
  shop.setClock('2026-02-20T00:00:00Z');
  await say('PATCH', `/subscriptions/${base}`, { quantity: 9, friendlyName: 'Staff' });
  await say('PATCH', `/subscriptions/${base}`, { status: 'suspended' });
  await say('PATCH', `/subscriptions/${base}`, { status: 'active' });
  await say('PATCH', `/orders/${small.id}`, { billingCycle: 'annual' });
  await say('PATCH', `/subscriptions/${small.lineItems[2].subscriptionId}`, { status: 'suspended' });
  transcript.push(await shop.runJob('expireCarts', '2026-02-20T00:20:00.000Z'));
  transcript.push(await shop.runJob('deprovisionSubscriptions', '2026-05-01T00:10:00.000Z'));
  transcript.push(await shop.runJob('renewSubscriptions', '2027-02-20T00:05:00.000Z'));
  shop.setClock('2027-02-20T08:00:00Z');
  await say('GET', '/subscriptions');
  transcript.push((await shop.send({ path: '/v1/subscriptions?status=active&offset=2&size=5' })).body);
  await say('GET', '/orders?include_price=true');
  await say('GET', `/subscriptions/${base}/history`);
  return transcript;
}

describe('commerce on DynamoDB Local', () => {
  test('ORD-1, SUB-1, SUB-4: answers what it answers on the in-memory table', async () => {
    const [memory, local] = [await live(), await live(dynamodb.table)];
    for (const [index, said] of memory.entries()) expect(local[index]).toEqual(said);
    expect(memory).toContainEqual({ renewed: 3, expired: 0 });
  });

  test('ORD-6: twenty orders at once under one request id buy once', async () => {
    const shop = await openShop({ table: dynamodb.table, at: '2027-03-01T09:00:00Z' });
    const send = () =>
      shop.send({
        method: 'POST',
        path: `${customerPath}/orders`,
        body: { lineItems: [{ offerId: offers.e3, quantity: 1, friendlyName: 'Once' }] },
        headers: { 'ms-requestid': 'ffffffff-0000-4000-8000-00000000ffff' },
      });
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(answers.every(({ status, body }) => status === 201 || body.code === 800060)).toBe(true);
    const { items } = (await shop.send({ path: `${customerPath}/subscriptions` })).body;
    expect(items.filter(({ friendlyName }: { friendlyName: string }) => friendlyName === 'Once')).toHaveLength(1);
  });

  test('SUB-8: a hundred want the last licence at once: one gets it', async () => {
    const { table } = dynamodb;
    const customerId = '77777777-7777-4777-8777-777777777777';
    const shop = await openShop({ table, at: '2027-03-01T09:00:00Z' });
    await storeBuyer(shop.table, { customerId, relationship: { delegatedAdmin: true } });
    const path = `/v1/customers/${customerId}`;
    const sold = { lineItems: [{ offerId: offers.e3, quantity: 1 }] };
    expect((await shop.send({ method: 'POST', path: `${path}/orders`, body: sold })).status).toBe(201);
    const skus = async () => (await shop.send({ path: `${path}/subscribedskus` })).body.items;
    const [{ productSku }] = await skus();
    const users = Array.from(
      { length: 100 },
      (_, n) => `00000000-0000-4000-8000-0000000003${String(n).padStart(2, '0')}`,
    );
    const record = {
      tenantId: customerId,
      kind: 'user',
      roles: ['Customer'],
      displayName: 'User',
      isActive: true,
    } as const;
    await Promise.all(
      users.map((principalId) => accessWriter(table).caller({ ...record, principalId, usageLocation: 'US' })),
    );
    const body = { licensesToAssign: [{ skuId: productSku.id }] };
    const answers = await Promise.all(
      users.map((id) => shop.send({ method: 'POST', path: `${path}/users/${id}/licenseupdates`, body })),
    );
    const codes = answers.map(({ status, body: said }) => (status === 201 ? 201 : said.code));
    expect(codes.sort((a, b) => a - b)).toEqual([201, ...Array(99).fill(60012)]);
    expect(await skus()).toMatchObject([{ activeUnits: 1, consumedUnits: 1, availableUnits: 0 }]);
  });
});
