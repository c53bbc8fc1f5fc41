import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canTransit,
  deprovisionAt,
  deprovisioned,
  expired,
  firstTerm,
  handedOver,
  isGone,
  isTermOver,
  nextTerm,
  reactivated,
  renewed,
  renewsOn,
  resized,
  type Subscription,
  type SubscriptionStatus,
  statusAt,
  suspended,
  TRANSITIONS,
  type Trigger,
} from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import {
  type ChangeWish,
  followBase,
  intendedChange,
} from '../../../../functions/commerce/subscriptions/domain/subscription-change.ts';
import { addDaysTo, addMs, day, instant } from '../../../../shared/kernel/time.ts';
import { anAddOnSubscription, aPriceLock, aSubscription } from '../../../support/commerce-builders.ts';

const at = instant('2026-03-01T12:00:00Z');
const triggers = Object.keys(TRANSITIONS) as Trigger[];
const statuses: readonly SubscriptionStatus[] = ['active', 'suspended', 'deleted'];

describe('SUB-4: the state machine', () => {
  test('SUB-4: deleted is final, and only a suspended subscription is deprovisioned', () => {
    expect(triggers.filter((trigger) => canTransit('deleted', trigger))).toEqual([]);
    expect(statuses.filter((from) => canTransit(from, 'deprovision'))).toEqual(['suspended']);
    expect(statuses.filter((from) => canTransit(from, 'reactivate'))).toEqual(['suspended']);
  });

  test('SUB-3: seats change only while active', () => {
    expect(statuses.filter((from) => canTransit(from, 'resize'))).toEqual(['active']);
    expect(() => resized(aSubscription({ status: 'suspended', suspendedAt: at }), 3)).toThrow('leads somewhere');
  });

  /** Any program of triggers: what the table allows keeps the subscription sound, what it does not throws. */
  const steps: Readonly<Record<Trigger, (of: Subscription) => Subscription>> = {
    resize: (of) => resized(of, of.quantity + 1),
    amend: (of) => ({ ...of, version: of.version + 1 }),
    changeCycle: (of) => ({ ...of, version: of.version + 1 }),
    suspend: (of) => suspended(of, 'CustomerCancellation', at),
    reactivate: (of) => reactivated(of),
    renew: (of) => renewed(of, nextTerm(of, aPriceLock())),
    expire: (of) => expired(of, at),
    deprovision: (of) => deprovisioned(of),
    remove: (of) => ({ ...of, status: 'deleted', version: of.version + 1 }),
    handOver: (of) => handedOver(of, at),
  };
  test('SUB-4: every allowed program keeps versions without gaps, and a suspension time exactly while suspended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...triggers), { maxLength: 30 }), (program) => {
        let of = aSubscription();
        for (const trigger of program) {
          if (!canTransit(of.status, trigger)) continue;
          const after = steps[trigger](of);
          expect(after.version).toBe(of.version + 1);
          expect(after.status).toBe(TRANSITIONS[trigger][of.status]);
          if (after.status === 'active')
            expect([after.suspendedAt, after.suspensionReason]).toEqual([undefined, undefined]);
          if (after.status === 'suspended') expect(after.suspendedAt).toBeDefined();
          of = after;
        }
      }),
    );
  });
});

describe('SUB-4: 60 days', () => {
  const left = suspended(aSubscription(), 'CustomerCancellation', at);
  test.each`
    days  | ms    | status         | because
    ${0}  | ${0}  | ${'suspended'} | ${'it has just been suspended'}
    ${60} | ${-1} | ${'suspended'} | ${'a millisecond is left'}
    ${60} | ${0}  | ${'deleted'}   | ${'the 60 days are over, recorded or not'}
    ${90} | ${0}  | ${'deleted'}   | ${'they are long over'}
  `('SUB-4: after $days days and $ms ms: $status, because $because', ({ days, ms, status }) => {
    const when = addMs(addDaysTo(at, days), ms);
    expect(statusAt(left, when)).toBe(status);
    expect(isGone(left, when)).toBe(status === 'deleted');
  });

  test('SUB-4: reactivating before that keeps term and price', () => {
    const { priceLock, termEndOn } = aSubscription();
    expect(reactivated(left)).toMatchObject({ status: 'active', priceLock, termEndOn, version: 3 });
    expect(deprovisionAt(left)).toBe('2026-04-30T12:00:00.000Z');
  });
});

describe('SUB-1: terms', () => {
  test.each`
    anchor          | ends                                                        | because
    ${'2026-02-10'} | ${['2027-02-10', '2028-02-10', '2029-02-10']}               | ${'a term has twelve months'}
    ${'2024-02-29'} | ${['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']} | ${'29 February comes back in a leap year'}
    ${'2026-12-31'} | ${['2027-12-31', '2028-12-31']}                             | ${'the last of the year stays'}
  `('SUB-1: from $anchor to $ends, because $because', ({ anchor, ends }) => {
    let of = aSubscription(firstTerm(day(anchor), aPriceLock()));
    const seen = [of.termEndOn];
    while (seen.length < ends.length) {
      const before = of;
      of = renewed(of, nextTerm(of, aPriceLock()));
      expect(of.termStartOn).toBe(before.termEndOn);
      seen.push(of.termEndOn);
    }
    expect(seen).toEqual(ends);
  });

  test('SUB-1: the term is over from the first instant of its end day', () => {
    const of = aSubscription();
    expect(isTermOver(of, instant('2027-02-09T23:59:59.999Z'))).toBe(false);
    expect(isTermOver(of, instant('2027-02-10T00:00:00Z'))).toBe(true);
    expect(isTermOver(aSubscription({ termEndOn: undefined }), instant('2099-01-01'))).toBe(false);
  });

  test.each`
    change                         | agreement                                         | priced   | renews   | because
    ${{}}                          | ${{ isSigned: true }}                             | ${true}  | ${true}  | ${'everything is in order'}
    ${{ autoRenewEnabled: false }} | ${{ isSigned: true }}                             | ${true}  | ${false} | ${'renewal is turned off'}
    ${{}}                          | ${{ isSigned: true }}                             | ${false} | ${false} | ${'there is no price for a new term'}
    ${{}}                          | ${{ isSigned: true, endedOn: day('2027-02-10') }} | ${true}  | ${false} | ${'PRG-8: the agreement has ended that day'}
    ${{}}                          | ${{ isSigned: true, endedOn: day('2027-02-11') }} | ${true}  | ${true}  | ${'PRG-8: the agreement runs on that day'}
    ${{}}                          | ${{ isSigned: false }}                            | ${true}  | ${false} | ${'PRG-8: there is no agreement'}
  `('SUB-1, PRG-8: renews $renews, because $because', ({ change, agreement, priced, renews }) => {
    expect(renewsOn(aSubscription(change), agreement, priced)).toBe(renews);
  });
});

describe('what a change request comes down to', () => {
  const facts = { at, minimumQuantity: 2 };
  const left = suspended(aSubscription(), 'CustomerCancellation', at);
  const blocked = suspended(aSubscription(), 'ProgramAction', at);
  const gone = suspended(aSubscription(), 'CustomerCancellation', addDaysTo(at, -60));
  const usage = aSubscription({
    billingType: 'usage',
    quantity: 1,
    autoRenewEnabled: false,
    termEndOn: undefined,
  });
  const addOn = anAddOnSubscription();
  const leftAddOn = suspended(addOn, 'CustomerCancellation', at);
  test.each`
    before             | wish                                                | parent         | outcome                          | because
    ${aSubscription()} | ${{ quantity: 12 }}                                 | ${undefined}   | ${'amend +2'}                    | ${'SUB-2: two seats come'}
    ${aSubscription()} | ${{ quantity: 2 }}                                  | ${undefined}   | ${'amend +0'}                    | ${'SUB-3: eight seats go'}
    ${aSubscription()} | ${{ quantity: 1 }}                                  | ${undefined}   | ${'quantity_outside_limits'}     | ${'SUB-3: the offer begins at two seats'}
    ${aSubscription()} | ${{ quantity: 10, status: 'active' }}               | ${undefined}   | ${'nothing +0'}                  | ${'it is as it is stored'}
    ${aSubscription()} | ${{ status: 'suspended' }}                          | ${undefined}   | ${'suspend +0'}                  | ${'SUB-4: the partner suspends'}
    ${aSubscription()} | ${{ status: 'suspended', quantity: 12 }}            | ${undefined}   | ${'seats_fixed_while_suspended'} | ${'both at once contradict each other'}
    ${aSubscription()} | ${{ status: 'suspended', quantity: 10 }}            | ${undefined}   | ${'suspend +0'}                  | ${'the same quantity is no change'}
    ${aSubscription()} | ${{ status: 'deleted' }}                            | ${undefined}   | ${'status_transition_invalid'}   | ${'a partner suspends, it does not delete'}
    ${aSubscription()} | ${{ billingCycle: 'annual' }}                       | ${undefined}   | ${'cycle_changes_through_order'} | ${'ORD-3: the order changes the cycle'}
    ${aSubscription()} | ${{ billingCycle: 'monthly' }}                      | ${undefined}   | ${'nothing +0'}                  | ${'the same cycle is no change'}
    ${aSubscription()} | ${{ friendlyName: 'Office' }}                       | ${undefined}   | ${'amend +0'}                    | ${'ORD-5: a nickname'}
    ${aSubscription()} | ${{ resellerOfRecord: '' }}                         | ${undefined}   | ${'nothing +0'}                  | ${'an empty reseller leaves it as it is'}
    ${left}            | ${{ status: 'active' }}                             | ${undefined}   | ${'reactivate +0'}               | ${'SUB-4: it comes back'}
    ${left}            | ${{ quantity: 12 }}                                 | ${undefined}   | ${'seats_fixed_while_suspended'} | ${'SUB-3: suspended seats do not change'}
    ${left}            | ${{ status: 'active', quantity: 12 }}               | ${undefined}   | ${'seats_fixed_while_suspended'} | ${'first back, then more'}
    ${left}            | ${{ friendlyName: 'Old', autoRenewEnabled: false }} | ${undefined}   | ${'amend +0'}                    | ${'names and flags may change while suspended'}
    ${blocked}         | ${{ status: 'active' }}                             | ${undefined}   | ${'not_reactivable'}             | ${'the program suspended it'}
    ${gone}            | ${{ status: 'active' }}                             | ${undefined}   | ${'subscription_deleted'}        | ${'SUB-4: its 60 days are over'}
    ${usage}           | ${{ quantity: 2 }}                                  | ${undefined}   | ${'seats_fixed'}                 | ${'usage has no seats'}
    ${usage}           | ${{ autoRenewEnabled: true }}                       | ${undefined}   | ${'auto_renew_fixed'}            | ${'usage has no term'}
    ${addOn}           | ${{ autoRenewEnabled: false }}                      | ${'active'}    | ${'auto_renew_fixed'}            | ${'SUB-2: an add-on renews with its base'}
    ${leftAddOn}       | ${{ status: 'active' }}                             | ${'active'}    | ${'reactivate +0'}               | ${'its base is active'}
    ${leftAddOn}       | ${{ status: 'active' }}                             | ${'suspended'} | ${'parent_not_active'}           | ${'its base is suspended'}
  `('$outcome, because $because', ({ before, wish, parent, outcome }) => {
    const intended = intendedChange(before, wish as ChangeWish, { ...facts, parentStatus: parent });
    expect(intended.ok ? `${intended.value.to} +${intended.value.addedSeats}` : intended.refusal.name).toBe(outcome);
  });

  test('SUB-5: whatever is wished, one subscription is judged by itself and never by what is stored elsewhere', () => {
    const wish = fc.record(
      {
        quantity: fc.integer({ min: 1, max: 20 }),
        status: fc.constantFrom('active', 'suspended', 'deleted'),
        friendlyName: fc.constantFrom('Staff', 'Other'),
        autoRenewEnabled: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wish, fc.constantFrom(aSubscription(), left, blocked, gone, usage), (wished, before) => {
        const intended = intendedChange(before, wished as ChangeWish, facts);
        if (!intended.ok) return;
        expect(isGone(before, at)).toBe(false);
        if (intended.value.addedSeats > 0) expect(before.status).toBe('active');
        if (intended.value.to === 'nothing') expect(intended.value.amendment).toEqual({});
      }),
    );
  });
});

describe('SUB-5: add-ons follow their base', () => {
  const base = aSubscription();
  const addOn = anAddOnSubscription();
  const lock = aPriceLock({ wholesale: '3.00', priceList: '2027-02' });
  const follow = (of: Subscription, to: Subscription, priceLock = lock) => followBase(of, to, at, priceLock);

  test('SUB-5: an add-on is suspended with its base and comes back with it', () => {
    const gone = suspended(base, 'CustomerCancellation', at);
    const followed = follow(addOn, gone);
    expect(followed).toMatchObject({
      trigger: 'suspend',
      after: { status: 'suspended', suspensionReason: 'ParentSuspended' },
    });
    expect(follow(followed!.after, reactivated(gone))).toMatchObject({
      trigger: 'reactivate',
      after: { status: 'active' },
    });
  });

  test('SUB-5: an add-on that the partner suspended itself stays so', () => {
    const own = suspended(addOn, 'CustomerCancellation', at);
    expect(follow(own, suspended(base, 'CustomerCancellation', at))).toBeUndefined();
    expect(follow(own, base)).toBeUndefined();
  });

  test('SUB-2: an add-on renews with its base, at a price of its own', () => {
    const next = renewed(base, nextTerm(base, aPriceLock()));
    const { anchorOn, termStartOn, termEndOn } = next;
    expect(follow(addOn, next)).toMatchObject({
      trigger: 'renew',
      after: { anchorOn, termStartOn, termEndOn, priceLock: lock },
    });
  });

  test('SUB-1: an add-on without a price for the new term expires where its base goes on', () => {
    const next = renewed(base, nextTerm(base, aPriceLock()));
    expect(followBase(addOn, next, at, undefined)).toMatchObject({
      trigger: 'expire',
      after: { suspensionReason: 'Expiration' },
    });
  });

  test('SUB-2: the renewal flag of a base sets that of its add-ons', () => {
    expect(follow(addOn, { ...base, autoRenewEnabled: false })).toMatchObject({ after: { autoRenewEnabled: false } });
  });

  test('SUB-5: once it has followed, an add-on has nothing left to do', () => {
    const bases = [
      base,
      suspended(base, 'CustomerCancellation', at),
      expired(base, at),
      renewed(base, nextTerm(base, aPriceLock())),
      { ...base, autoRenewEnabled: false },
      { ...base, billingCycle: 'annual' as const, ...firstTerm(day('2026-03-01'), aPriceLock()) },
    ];
    const addOns = [addOn, suspended(addOn, 'ParentSuspended', at), suspended(addOn, 'CustomerCancellation', at)];
    for (const to of bases)
      for (const of of addOns) {
        const followed = follow(of, to);
        if (followed) expect(follow(followed.after, to), `${of.status} after ${to.status}`).toBeUndefined();
      }
  });
});
