import { expect, test } from 'vitest';
import { subscriptionStore } from '../../../../functions/billing/history/index.ts';
import { ownerStore } from '../../../../functions/billing/usage/index.ts';
import { billingWorld, CUSTOMER, deliver, PARTNER, subscriptionEvents } from '../../../support/billing-world.ts';
import { METERED, meteredEvents } from '../../../support/usage/sheets.ts';

test('USG-1: a metered subscription posts no lines of seats, and has an owner', async () => {
  const world = billingWorld();
  const events = meteredEvents({ startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-01-20', change: { friendlyName: 'Production' } },
    { type: 'SubscriptionSuspended', on: '2018-02-03', change: { status: 'suspended' } },
  ]);
  for (const event of [...events].reverse()) await deliver(world, event);
  const ids = { partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: METERED };
  expect((await subscriptionStore(world.table).load(ids)).version, 'the history of seats knows nothing of it').toBe(0);
  expect(await ownerStore(world.table).of(METERED)).toEqual([
    expect.objectContaining({
      ...ids,
      billingType: 'usage',
      from: '2018-01-13',
      friendlyName: 'Production',
      states: [
        { version: 1, on: '2018-01-13', status: 'active' },
        { version: 3, on: '2018-02-03', status: 'suspended' },
      ],
    }),
  ]);
  const { writes } = world.table;
  for (const event of events) await deliver(world, event);
  expect(world.table.writes, 'what comes again writes nothing').toBe(writes);
});

test('USG-1: a seat subscription has an owner too, written once', async () => {
  const world = billingWorld();
  const [created, ...later] = subscriptionEvents({ startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-01-20', change: { quantity: 3 } },
  ]);
  await deliver(world, created!);
  const before = await ownerStore(world.table).of(created!.aggregateId);
  expect(before).toEqual([expect.objectContaining({ billingType: 'license', customerId: CUSTOMER, states: [] })]);
  for (const event of later) await deliver(world, event);
  expect(await ownerStore(world.table).of(created!.aggregateId)).toEqual(before);
});
