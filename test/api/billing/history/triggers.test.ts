import { describe, expect, test } from 'vitest';
import { SubscriptionTrigger } from '../../../../events/commerce.ts';
import { subscriptionStore } from '../../../../functions/billing/history/store/subscription-store.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  OFFER,
  PARTNER,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** What a save means for invoices is what its event says, not what its differences look like. */

const ids = { partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: idOf('5ab', 1) };

async function recorded(type: string, change: object, trigger?: string) {
  const world = billingWorld();
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(OFFER, 'EMS', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  const steps = [{ type, on: '2018-02-01', change }];
  for (const event of subscriptionEvents({ startOn: '2018-01-10' }, steps)) {
    const isStep = event.aggregateVersion === 2;
    await deliver(world, isStep && trigger ? { ...event, detail: { ...event.detail, trigger } } : event);
  }
  const { subscription } = await subscriptionStore(world.table).load(ids);
  return subscription.entries[1]!;
}

const seats = { quantity: 2 };
const cycle = { billingCycle: 'annual' };

describe('BIL-1: a save is recorded as what happened', () => {
  test.each`
    trigger          | type                           | change                               | kind               | because
    ${'resize'}      | ${'SubscriptionUpdated'}       | ${{ ...seats, friendlyName: 'B' }}   | ${'resized'}       | ${'a name may change with the seats'}
    ${'amend'}       | ${'SubscriptionUpdated'}       | ${{ friendlyName: 'B' }}             | ${'noted'}         | ${'names cost nothing'}
    ${'changeCycle'} | ${'SubscriptionUpdated'}       | ${cycle}                             | ${'recycled'}      | ${'a new term begins'}
    ${'changeCycle'} | ${'SubscriptionUpdated'}       | ${{ commitmentEndOn: '2019-02-01' }} | ${'recycled'}      | ${'a new term begins, though the cycle looks the same'}
    ${'resize'}      | ${'SubscriptionUpdated'}       | ${{ autoRenewEnabled: false }}       | ${'resized'}       | ${'it says so, though the seats look the same'}
    ${'suspend'}     | ${'SubscriptionSuspended'}     | ${{ status: 'suspended' }}           | ${'suspended'}     | ${'charging stops'}
    ${'expire'}      | ${'SubscriptionSuspended'}     | ${{ status: 'suspended' }}           | ${'suspended'}     | ${'charging stops'}
    ${'reactivate'}  | ${'SubscriptionReactivated'}   | ${cycle}                             | ${'reactivated'}   | ${'an add-on takes the cycle of its base as it comes back'}
    ${'renew'}       | ${'SubscriptionRenewed'}       | ${{ termStartOn: '2018-02-01' }}     | ${'renewed'}       | ${'the next term begins'}
    ${'deprovision'} | ${'SubscriptionDeprovisioned'} | ${{ status: 'deleted' }}             | ${'deprovisioned'} | ${'it is gone'}
    ${'handOver'}    | ${'SubscriptionRehomed'}       | ${{ status: 'deleted' }}             | ${'handedOver'}    | ${'another partner charges it from that day'}
    ${'remove'}      | ${'SubscriptionDeprovisioned'} | ${{ status: 'deleted' }}             | ${'deprovisioned'} | ${'it is gone'}
  `('$trigger is $kind: $because', async ({ trigger, type, change, kind }) => {
    expect((await recorded(type, change, trigger)).kind).toBe(kind);
  });

  test.each`
    type                           | change                     | kind
    ${'SubscriptionUpdated'}       | ${seats}                   | ${'resized'}
    ${'SubscriptionUpdated'}       | ${{ friendlyName: 'B' }}   | ${'noted'}
    ${'SubscriptionUpdated'}       | ${{ ...seats, ...cycle }}  | ${'recycled'}
    ${'SubscriptionSuspended'}     | ${{ status: 'suspended' }} | ${'suspended'}
    ${'SubscriptionReactivated'}   | ${cycle}                   | ${'reactivated'}
    ${'SubscriptionRenewed'}       | ${{}}                      | ${'renewed'}
    ${'SubscriptionDeprovisioned'} | ${{ status: 'deleted' }}   | ${'deprovisioned'}
  `('an event from before triggers were told is $kind by type and differences', async ({ type, change, kind }) => {
    expect((await recorded(type, change)).kind).toBe(kind);
  });

  test('every trigger has its row', () => {
    expect(SubscriptionTrigger.options).toHaveLength(10);
  });
});
