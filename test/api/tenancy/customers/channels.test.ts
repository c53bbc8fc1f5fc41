import { describe, expect, test } from 'vitest';
import { newPair } from '../../../../functions/tenancy/relationships/index.ts';
import { pairKey } from '../../../../functions/tenancy/relationships/store/keys.ts';
import { pairItem } from '../../../../functions/tenancy/relationships/store/pair-item.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import {
  type Answer,
  activePartner,
  createdCustomer,
  eventsOfType,
  otherCustomer,
  tenancyWorld,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

async function stage() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const customer = await otherCustomer(world);
  const patch = (body: object, customerId = customer.customerId) =>
    world.ask('PATCH', `/v1/operator/customers/${customerId}`, { token: world.operatorToken, body });
  const { json } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: partner.agent });
  const accept = () =>
    world.ask('POST', `/v1/my/invitations/${new URL(json.url).pathname.split('/')[2]}/acceptance`, {
      token: customer.admin,
    });
  return { world, partner, customer, patch, accept };
}

describe('REL-4: channels of a customer', () => {
  test('REL-4: a customer of a syndication partner accepts nobody, until it is one no more', async () => {
    const { patch, accept, world } = await stage();
    const set = await patch({ channels: ['syndication', 'direct', 'direct'] });
    expect([set.status, set.json.channels]).toEqual([200, ['syndication', 'direct']]);
    expect(outcome(await accept())).toEqual([403, 980003]);
    expect((await patch({ channels: ['direct'] })).status).toBe(200);
    expect((await accept()).status).toBe(201);
    expect(eventsOfType(world.table, 'CustomerChanged').map(({ detail }) => [detail.change, detail.channels])).toEqual([
      ['channels', ['syndication', 'direct']],
      ['channels', ['direct']],
    ]);
  });

  test('REL-4: syndication excludes csp, and every partner that there is', async () => {
    const { patch, accept, world, partner } = await stage();
    expect(outcome(await patch({ channels: ['syndication', 'csp'] }))).toEqual([400, 3000]);
    await accept();
    const refused = await patch({ channels: ['syndication'] });
    expect([...outcome(refused), refused.json.description]).toEqual([400, 3000, expect.stringContaining('channels')]);
    const sold = await createdCustomer(world, partner);
    expect(outcome(await patch({ channels: ['syndication'] }, sold.customerId))).toEqual([400, 3000]);
  });

  test('REL-4: a partner counts also behind more former ones than one read finds', async () => {
    const { patch, world, partner } = await stage();
    const sold = await createdCustomer(world, partner);
    const grants = Array.from({ length: 100 }, () => ({
      grantedAt: instant('2026-01-05T09:00:00Z'),
      source: 'invitation' as const,
      endedAt: instant('2026-01-06T09:00:00Z'),
      endedBy: 'customer' as const,
    }));
    for (let count = 0; count < 120; count += 1) {
      const ids = { partnerId: `!${String(count).padStart(3, '0')}`, customerId: sold.customerId };
      const former = { ...newPair(ids.partnerId, ids.customerId), version: 1, grants };
      await world.table.write([{ put: pairItem.toItem(pairKey(ids), former) }]);
    }
    expect(outcome(await patch({ channels: ['syndication'] }, sold.customerId))).toEqual([400, 3000]);
  });

  test('REL-4: of an acceptance and the operator’s word at once, one goes through', async () => {
    for (const first of ['acceptance', 'word'] as const) {
      const { patch, accept, world, customer } = await stage();
      const write = world.table.write.bind(world.table);
      const between = { isDone: false, answer: undefined as Answer | undefined };
      world.table.write = async (writes) => {
        const isPair = writes.some((each) => 'put' in each && each.put.sk.startsWith('PARTNER#'));
        const isWord = writes.some((each) => 'put' in each && each.put.sk === 'CUSTOMER');
        if (!between.isDone && (first === 'word' ? isPair : isWord)) {
          between.isDone = true;
          between.answer = first === 'word' ? await patch({ channels: ['syndication'] }) : await accept();
        }
        return write(writes);
      };
      const second = first === 'word' ? await accept() : await patch({ channels: ['syndication'] });
      expect([between.answer!.status, second.status]).toEqual(first === 'word' ? [200, 403] : [201, 400]);
      const partners = await world.ask('GET', '/v1/my/partners', { token: customer.admin });
      expect(partners.json.items).toHaveLength(first === 'word' ? 0 : 1);
    }
  });

  test('CUS-5: what is left out stays; the same again changes nothing; nobody else has the word', async () => {
    const { patch, world, partner, customer } = await stage();
    await patch({ channels: ['direct', 'open'], qualification: 'nonprofit' });
    const again = await patch({ qualification: 'nonprofit' });
    expect([again.json.channels, again.json.qualification]).toEqual([['direct', 'open'], 'nonprofit']);
    expect(eventsOfType(world.table, 'CustomerChanged')).toHaveLength(1);
    expect(outcome(await patch({ channels: [] }))).toEqual([400, 3000]);
    expect(outcome(await patch({ channels: ['barter'] }))).toEqual([400, 3000]);
    expect(outcome(await patch({}, '99999999-9999-4999-8999-999999999999'))).toEqual([404, 60003]);
    const path = `/v1/operator/customers/${customer.customerId}`;
    for (const token of [partner.agent, partner.admin, customer.admin])
      expect((await world.ask('PATCH', path, { token, body: {} })).status).toBe(403);
  });
});
