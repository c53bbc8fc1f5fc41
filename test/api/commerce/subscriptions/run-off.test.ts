import { describe, expect, test } from 'vitest';
import { runOffStore } from '../../../../functions/commerce/subscriptions/store/run-off-store.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { subscriptionStore } from '../../../../functions/commerce/subscriptions/store/subscription-store.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../../../support/world.ts';

const PARTNER = '0a0a0a0a-0000-4000-8000-00000000000a';

/** A partner with a seat subscription and one without term, whose agreement ends on 1 July 2026. */
async function leaving() {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z', rangeItems: 1 });
  const partner = await enrolPartner(world, { name: 'contoso' });
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const line = { offerId: OFFERS.base, quantity: 5 };
  const { subscriptionIds } = await placeOrder(world, partner.adminAgent, customerId, [line, line]);
  const [seats = '', metered = ''] = subscriptionIds.map((id) => id.toLowerCase());
  const scope = { partnerId: partner.partnerId, customerId };
  const store = subscriptionStore(world.program.table);
  const load = async (subscriptionId: string) => (await store.load({ ...scope, subscriptionId }))!;
  const { termEndOn: _, ...withoutTerm } = await load(metered);
  await world.program.table.write([{ put: toItem({ ...withoutTerm, billingType: 'usage' }) }]);
  const give = (body: object) =>
    world.send({ method: 'POST', path: '/v1/partner/programagreement/notices', as: partner.globalAdmin, body });
  const { body: notice } = await give({ type: 'termination', effectiveDate: '2026-07-01' });
  await world.program.settle();
  return { world, partner, load, seats, metered, notice };
}

describe('PRG-8: what commerce does of an ended agreement', () => {
  test.each([
    ['on time', '2027-01-05T00:05:00Z'],
    ['a week late', '2027-01-12T00:05:00Z'],
  ])('PRG-8: a term that ends in the run-off is not renewed, recorded %s', async (_, at) => {
    const { world, load, seats } = await leaving();
    await world.program.runJob('renewSubscriptions', at);
    expect(await load(seats)).toMatchObject({ status: 'suspended', suspendedAt: '2027-01-05T00:00:00.000Z' });
  });

  test('PRG-8: a term that ended before the agreement renews, also when that is recorded after its end', async () => {
    const { world, partner, load, seats } = await leaving();
    const { program, send, operator } = world;
    await program.table.write([{ put: toItem({ ...(await load(seats)), termEndOn: day('2026-06-30') }) }]);
    program.setClock('2026-07-05T00:00:00Z');
    const path = `/v1/operator/partners/${partner.partnerId}`;
    await send({ method: 'PATCH', path, as: operator, body: { status: 'outOfBusiness' } });
    await program.runJob('renewSubscriptions', '2026-07-10T00:05:00Z');
    expect(await load(seats)).toMatchObject({ status: 'active', termStartOn: '2026-06-30' });
  });

  test.each([
    ['on time', ['2027-07-01T00:07:00Z']],
    ['a week late', ['2027-07-08T00:07:00Z']],
    ['twice and once more', ['2027-07-01T00:07:00Z', '2027-07-01T00:07:00Z', '2027-07-02T00:07:00Z']],
  ])('PRG-8, OPS-3: what has no term ends with the run-off, recorded %s, once', async (_, runs) => {
    const { world, load, metered } = await leaving();
    await world.program.runJob('endSalesOfRunOffs', '2027-06-30T00:07:00Z');
    expect((await load(metered)).status).toBe('active');
    for (const at of runs) await world.program.runJob('endSalesOfRunOffs', at);
    const ended = await load(metered);
    expect(ended).toMatchObject({ status: 'suspended', suspendedAt: '2027-07-01T00:00:00.000Z' });
    expect(ended.version, 'one save').toBe(2);
    expect(await world.program.runJob('endSalesOfRunOffs', '2027-08-01T00:07:00Z')).toMatchObject({ expired: 0 });
  });

  test('PRG-8: of more run-offs that end on one day than a run walks, those behind come with the next runs', async () => {
    const { world, partner, load, metered } = await leaving();
    const note = (partnerId: string) =>
      runOffStore(world.program.table).note({ partnerId, endedOn: day('2026-06-30'), asOf: 1 });
    const tail = partner.partnerId.slice(-4);
    for (let count = 0; count < 20; count += 1)
      await note(`00000000-0000-4000-8000-${String(count).padStart(8, '0')}${tail}`);
    for (const on of ['01', '02', '03', '04'])
      await world.program.runJob('endSalesOfRunOffs', `2027-07-${on}T00:07:00Z`);
    expect(await load(metered)).toMatchObject({ status: 'suspended', suspendedAt: '2027-07-01T00:00:00.000Z' });
  });

  test('PRG-8: an end that was taken back and given again stands, in whatever order it is told', async () => {
    const told = [
      { asOf: 1, endedOn: day('2026-07-01') },
      { asOf: 2, endedOn: undefined },
      { asOf: 3, endedOn: day('2026-07-01') },
    ];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of orders) {
      const store = runOffStore(memoryTable());
      for (const index of [...order, ...order]) await store.note({ partnerId: PARTNER, ...told[index]! });
      expect((await store.due(day('2027-07-02'))).runOffs, String(order)).toEqual([{ partnerId: PARTNER, ...told[2] }]);
    }
  });

  test('PRG-7: a notice that was taken back ends nothing', async () => {
    const { world, partner, load, seats, metered, notice } = await leaving();
    const path = `/v1/partner/programagreement/notices/${notice.id}`;
    await world.send({ method: 'DELETE', path, as: partner.globalAdmin });
    await world.program.settle();
    await world.program.runJob('endSalesOfRunOffs', '2027-07-01T00:07:00Z');
    expect((await load(metered)).status).toBe('active');
    await world.program.runJob('renewSubscriptions', '2027-01-05T00:05:00Z');
    expect((await load(seats)).status).toBe('active');
  });
});
