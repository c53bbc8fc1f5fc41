import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolKey } from '../../../../functions/commerce/licences/store/keys.ts';
import { poolOf } from '../../../../functions/commerce/licences/store/pool-item.ts';
import { poolStore, poolWrites } from '../../../../functions/commerce/licences/store/pool-store.ts';
import { poolChange } from '../../../../functions/commerce/subscriptions/domain/pooled-seats.ts';
import type { SubscriptionStatus } from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';
import { pooledByChannel, soldSeats, unevenPools } from '../../../support/licences/pools.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { sizeOf } from '../../../support/plain-item.ts';

const customerId = 'customer-1';
const pool = async (table: ReturnType<typeof memoryTable>, planId: string) =>
  (await poolStore(table).load(customerId, [planId])).get(planId.toLowerCase());

describe('pools of seats', () => {
  const sold = aSubscription({ customerId, partnerId: 'partner-1', planId: 'PLAN-E3', quantity: 10 });
  const suspended = { ...sold, status: 'suspended' as const };

  test.each`
    before                           | after                                   | writes | because
    ${undefined}                     | ${sold}                                 | ${1}   | ${'it is bought'}
    ${sold}                          | ${{ ...sold, quantity: 12 }}            | ${1}   | ${'seats are added'}
    ${sold}                          | ${suspended}                            | ${1}   | ${'its seats can be used no more'}
    ${suspended}                     | ${{ ...sold, status: 'deleted' }}       | ${1}   | ${'it is deprovisioned'}
    ${sold}                          | ${{ ...sold, friendlyName: 'Staff' }}   | ${0}   | ${'a name is no seat'}
    ${sold}                          | ${{ ...sold, termEndOn: '2028-02-10' }} | ${0}   | ${'a renewal keeps the seats'}
    ${undefined}                     | ${{ ...sold, billingType: 'usage' }}    | ${0}   | ${'metered use has no seats'}
    ${{ ...sold, isUnpooled: true }} | ${{ ...sold, friendlyName: 'Staff' }}   | ${1}   | ${'it was stored before there were pools'}
  `('SUB-8: $writes writes, because $because', ({ before, after, writes }) => {
    expect(poolWrites([poolChange(before, after)])).toHaveLength(writes);
  });

  test('SUB-8, SUB-9: all that one transaction sells of a plan is one write', async () => {
    const table = memoryTable();
    const other = { ...sold, partnerId: 'partner-2', planId: 'plan-e3', quantity: 3 };
    const calling = { ...sold, planId: 'PLAN-CALLING', quantity: 4, parentSubscriptionId: sold.subscriptionId };
    const writes = poolWrites([sold, other, calling, suspended].map((of) => poolChange(undefined, of)));
    expect(writes).toHaveLength(2);
    await table.write(writes);
    expect(await pool(table, 'Plan-E3')).toEqual({
      planId: 'plan-e3',
      active: 13,
      suspended: 10,
      consumed: 0,
      channels: new Map([
        ['partner-1', { active: 10, suspended: 10 }],
        ['partner-2', { active: 3, suspended: 0 }],
      ]),
    });
    expect(await pool(table, 'plan-calling')).toMatchObject({ active: 4 });
  });

  test('PRG-9: what goes on with another partner changes the channels and not the whole', async () => {
    const table = memoryTable();
    await table.write(poolWrites([poolChange(undefined, sold)]));
    const there = { ...sold, partnerId: 'partner-2' };
    await table.write(poolWrites([poolChange(sold, { ...sold, status: 'deleted' }), poolChange(undefined, there)]));
    expect(await pool(table, 'plan-e3')).toMatchObject({ active: 10, suspended: 0 });
    expect(pooledByChannel(table)).toEqual(soldSeats([there]));
  });

  test('SUB-8: a thousand partners of one customer fit into an item, with room to spare', async () => {
    const table = memoryTable();
    for (let n = 0; n < 1000; n += 1) {
      const of = { ...sold, partnerId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, quantity: 1_000_000 };
      await table.write(
        poolWrites([of, { ...of, status: 'suspended' as const }].map((each) => poolChange(undefined, each))),
      );
    }
    const item = (await table.get(poolKey({ customerId, planId: 'plan-e3' })))!;
    expect(poolOf(item).channels.size).toBe(1000);
    expect(sizeOf(item)).toBeLessThan(130_000);
  });

  test('SUB-8: pools equal what every channel sold, whatever happened in whichever order', async () => {
    const status = fc.constantFrom<SubscriptionStatus>('active', 'suspended', 'deleted');
    const change = fc.record({
      which: fc.nat(5),
      status,
      quantity: fc.integer({ min: 1, max: 20 }),
      together: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
        const table = memoryTable();
        const known = new Map<number, typeof sold>();
        let waiting: Parameters<typeof poolWrites>[0][number][] = [];
        for (const { which, together, ...to } of changes) {
          const [partnerId, planId] = [`partner-${which % 3}`, which < 3 ? 'PLAN-A' : 'plan-b'];
          const before = known.get(which);
          const after = { ...(before ?? { ...sold, partnerId, planId }), ...to };
          known.set(which, after);
          waiting.push(poolChange(before, after));
          if (together) continue;
          await table.write(poolWrites(waiting));
          waiting = [];
        }
        await table.write(poolWrites(waiting));
        expect(pooledByChannel(table)).toEqual(soldSeats([...known.values()]));
        expect(unevenPools(table)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('SUB-3: users beyond the seats', () => {
  const sold = aSubscription({ customerId, planId: 'PLAN-E3', quantity: 10 });

  test.each`
    consumed | coming                                               | unassign | because
    ${0}     | ${[]}                                                | ${0}     | ${'nobody has a licence'}
    ${10}    | ${[]}                                                | ${0}     | ${'everybody has a seat'}
    ${13}    | ${[]}                                                | ${3}     | ${'three have none'}
    ${13}    | ${[poolChange(sold, { ...sold, quantity: 12 })]}     | ${1}     | ${'two seats are about to be added'}
    ${13}    | ${[poolChange(undefined, { ...sold, planId: 'X' })]} | ${3}     | ${'seats of another plan help nobody'}
  `('SUB-3: $unassign of $consumed, because $because', async ({ consumed, coming, unassign }) => {
    const table = memoryTable();
    await table.write(poolWrites([poolChange(undefined, sold)]));
    await table.write([{ update: poolKey(sold), add: { consumed } }]);
    const scopes = [sold, { customerId, planId: 'never sold' }];
    expect(await poolStore(table).usersToUnassign(scopes, coming)).toEqual([unassign, 0]);
  });
});
