import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import { suspended } from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import { decide, orderOf, rehomed } from '../../../../functions/commerce/succession/domain/succession.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { aPriceLock, aSubscription } from '../../../support/commerce-builders.ts';

const at = instant('2026-05-01T12:00:00Z');
const NEXT = '22222222-2222-4222-8222-222222222222';
const home = {
  partnerId: NEXT,
  currency: 'USD',
  orderId: 'order',
  lineNumber: 0,
  priceLock: aPriceLock(),
  addOnIds: [],
};
const wish = { partnerId: 'old', customerId: 'customer', successorId: 'b', reason: 'It chose.' };

describe('PRG-9: a decision', () => {
  const first = decide(undefined, wish, { at, isStill: false });
  test.each`
    before       | successor | isStill  | kind         | because
    ${undefined} | ${'b'}    | ${false} | ${'decided'} | ${'nobody was chosen before'}
    ${first}     | ${'b'}    | ${true}  | ${'decided'} | ${'it is the same again'}
    ${first}     | ${'c'}    | ${true}  | ${'taken'}   | ${'the first one stands'}
    ${first}     | ${'c'}    | ${false} | ${'decided'} | ${'the first one is not its partner any more'}
  `('PRG-9: $kind, because $because', ({ before, successor, isStill, kind }) => {
    expect(decide(before?.after, { ...wish, successorId: successor }, { at, isStill }).kind).toBe(kind);
  });
});

describe('PRG-9: what goes on with another partner', () => {
  const KEPT = [
    'quantity',
    'anchorOn',
    'termStartOn',
    'termEndOn',
    'billingCycle',
    'status',
    'offerId',
    'planId',
  ] as const;

  test('PRG-9: seats, anchor, term, cycle, state and renewal stay; what was between the old two does not', () => {
    const before: Subscription = {
      ...aSubscription({ friendlyName: 'Ours', resellerOfRecord: '2000', version: 17 }),
      supportContact: { tenantId: 'reseller', networkId: '2000', name: 'Help' },
    };
    const after = rehomed(before, at, home);
    for (const name of KEPT) expect(after[name]).toEqual(before[name]);
    expect(after).toMatchObject({ partnerId: NEXT, friendlyName: before.offerName, createdAt: at, version: 1 });
    expect([after.resellerOfRecord, after.supportContact]).toEqual([undefined, undefined]);
    expect(orderOf([after], at)).toMatchObject({
      partnerId: NEXT,
      status: 'completed',
      lines: [{ quantity: before.quantity }],
    });
  });

  test('SUB-5: an add-on comes suspended where its base is not active any more', () => {
    const base = suspended(aSubscription(), 'CustomerCancellation', at);
    const addOn = aSubscription({ subscriptionId: 'add-on', parentSubscriptionId: base.subscriptionId });
    expect(rehomed(addOn, at, { ...home, base })).toMatchObject({ status: 'suspended', version: 1 });
    expect(rehomed(addOn, at, { ...home, base: aSubscription() })).toMatchObject({ status: 'active' });
  });

  test('SUB-4: a suspended base counts no activation until the new partner brings it back', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (isSuspended, isAddOn) => {
        const of = aSubscription(isAddOn ? { parentSubscriptionId: 'base' } : {});
        const before = isSuspended ? suspended(of, 'NonPayment', at) : of;
        expect(rehomed(before, at, home).activations).toBe(isSuspended || isAddOn ? undefined : 1);
      }),
    );
  });
});
