import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { moveSteps } from '../../../../functions/commerce/moves/domain/move-plan.ts';
import {
  advanced,
  type PlanFacts,
  type PlanLine,
  STEPS,
  type TransitionPlan,
  usersLeftOut,
  warningsOf,
  withOrder,
} from '../../../../functions/commerce/moves/domain/transition-plan.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';

const AT = instant('2026-02-10T09:00:00Z');

const aLine = (change: Partial<PlanLine> = {}): PlanLine => ({
  lineNumber: 0,
  directSubscriptionId: 'direct-0',
  offerId: 'E3',
  offerName: 'E3',
  planId: 'PLAN',
  quantity: 10,
  billingCycle: 'monthly',
  directTermEndOn: day('2026-03-01'),
  doesDirectRenew: false,
  subscriptionId: 'own-0',
  price: { currency: 'USD', unit: '16.00', firstCharge: '160.00' },
  ...change,
});

const aPlan = (change: Partial<TransitionPlan> = {}): TransitionPlan => ({
  planId: 'plan',
  partnerId: 'partner',
  customerId: 'customer',
  createdAt: AT,
  status: 'draft',
  lines: [aLine()],
  orders: [{ orderId: 'order', billingCycle: 'monthly', isPlaced: false }],
  taken: {},
  version: 1,
  ...change,
});

type Status = 'active' | 'suspended' | 'deleted';
const facts = (
  states: readonly { direct: Status; own?: Status; quantity?: number }[],
  pool: { active: number; consumed: number } = { active: 20, consumed: 0 },
): PlanFacts => ({
  direct: new Map(
    states.map(({ direct }, index) => [
      `direct-${index}`,
      aSubscription({ status: direct, quantity: 10, ...(direct !== 'active' && { suspendedAt: AT }) }),
    ]),
  ),
  own: new Map(
    states.flatMap(({ own, quantity = 10 }, index) =>
      own ? [[`own-${index}`, aSubscription({ status: own, quantity, createdAt: AT })]] : [],
    ),
  ),
  pool: [{ planId: 'plan', ...pool }],
  at: AT,
});

describe('ORD-7: how far a plan has come', () => {
  it.each`
    status        | state                                               | becomes        | because
    ${'draft'}    | ${{ direct: 'active', own: 'active' }}              | ${'draft'}     | ${'nothing was ordered by it'}
    ${'ordered'}  | ${{ direct: 'active' }}                             | ${'ordered'}   | ${'its subscription is not made yet'}
    ${'ordered'}  | ${{ direct: 'active', own: 'active', quantity: 9 }} | ${'ordered'}   | ${'a seat is missing'}
    ${'ordered'}  | ${{ direct: 'active', own: 'suspended' }}           | ${'ordered'}   | ${'suspended seats cover nobody'}
    ${'ordered'}  | ${{ direct: 'active', own: 'active' }}              | ${'verified'}  | ${'every seat is there twice'}
    ${'ordered'}  | ${{ direct: 'suspended', own: 'active' }}           | ${'cancelled'} | ${'somebody ended the direct one already'}
    ${'verified'} | ${{ direct: 'active', own: 'suspended' }}           | ${'verified'}  | ${'what was seen stays seen'}
    ${'verified'} | ${{ direct: 'deleted', own: 'active' }}             | ${'cancelled'} | ${'it is gone for good'}
  `('$status becomes $becomes, because $because', ({ status, state, becomes }) => {
    const before = aPlan({ status });
    const after = advanced(before, facts([state]));
    expect(after.status).toBe(becomes);
    expect(after.version).toBe(before.version + (after.status === status ? 0 : 1));
  });

  test('ORD-7: whatever happens, it only goes on, step by step, and asked again it stays', () => {
    const status = fc.constantFrom<Status>('active', 'suspended', 'deleted');
    const state = fc.record({ direct: status, own: status, quantity: fc.integer({ min: 1, max: 20 }) });
    const order = { at: AT, pool: [] };
    fc.assert(
      fc.property(fc.array(fc.tuple(state, state), { maxLength: 8 }), (happened) => {
        let plan = withOrder(
          aPlan({
            lines: [aLine(), aLine({ lineNumber: 1, directSubscriptionId: 'direct-1', subscriptionId: 'own-1' })],
          }),
          'order',
          order,
        );
        for (const states of happened) {
          const after = advanced(plan, facts(states));
          const taken = STEPS.filter((name) => after.taken[name]);
          expect(taken).toEqual(STEPS.slice(0, taken.length));
          for (const name of STEPS) if (plan.taken[name]) expect(after.taken[name]).toEqual(plan.taken[name]);
          expect(advanced(after, facts(states))).toBe(after);
          plan = after;
        }
      }),
    );
  });

  test('SUB-8: users are left out where fewer seats than licences would remain', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (active, consumed) => {
        const left = usersLeftOut(aPlan(), facts([{ direct: 'active', own: 'active' }], { active, consumed }));
        expect(left.length > 0).toBe(active - 10 < consumed);
        const none = usersLeftOut(aPlan(), facts([{ direct: 'suspended' }], { active, consumed }));
        expect(none.length > 0).toBe(active < consumed);
      }),
    );
  });

  it.each`
    at                        | line                         | count | because
    ${'2026-02-10T09:00:00Z'} | ${{}}                        | ${0}  | ${'it is the month in which the term ends'}
    ${'2026-01-01T09:00:00Z'} | ${{}}                        | ${1}  | ${'both are paid for two months'}
    ${'2026-02-10T09:00:00Z'} | ${{ doesDirectRenew: true }} | ${1}  | ${'it renews unless it is cancelled'}
    ${'2026-02-10T09:00:00Z'} | ${{ quantity: 25 }}          | ${1}  | ${'support cancels it'}
  `('ORD-7: $count warnings, because $because', ({ at, line, count }) => {
    expect(warningsOf(aPlan({ lines: [aLine(line)] }), instant(at))).toHaveLength(count);
  });
});

describe('REL-9: the checklist of a move', () => {
  it.each`
    pools                | ordered  | suspended | because
    ${[]}                | ${false} | ${false}  | ${'nobody sold anything'}
    ${[[8, 0]]}          | ${false} | ${false}  | ${'nothing was ordered here'}
    ${[[15, 7]]}         | ${false} | ${false}  | ${'fewer seats than others have'}
    ${[[16, 8]]}         | ${true}  | ${false}  | ${'as many as others have'}
    ${[[16, 8], [3, 0]]} | ${false} | ${false}  | ${'another plan is missing'}
    ${[[8, 8]]}          | ${true}  | ${true}   | ${'others have nothing any more'}
    ${[[8, 8], [0, 0]]}  | ${true}  | ${true}   | ${'an empty pool is nobody’s'}
  `('$ordered and $suspended, because $because', ({ pools, ordered, suspended }) => {
    const steps = moveSteps(
      pools.map(([active, own]: [number, number]) => ({ planId: 'plan', active, own, consumed: 0 })),
    );
    expect(steps.map(({ isDone }) => isDone)).toEqual([true, ordered, suspended]);
  });
});
