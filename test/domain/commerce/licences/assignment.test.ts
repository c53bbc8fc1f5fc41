import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import {
  decideLicences,
  EXCLUDED_MAX,
  keptAfter,
  type Licence,
} from '../../../../functions/commerce/licences/domain/assignment.ts';
import type { Pool } from '../../../../functions/commerce/licences/domain/pool.ts';
import { instant } from '../../../../shared/kernel/time.ts';

const at = instant('2026-03-01T09:00:00Z');
const services = [
  { id: 'aaaa', name: 'MAIL' },
  { id: 'bbbb', name: 'FILES' },
];
const plans: Readonly<Record<string, Plan>> = {
  e3: { id: 'E3', name: 'Office E3', unit: 'Licenses', servicePlans: services },
  ems: { id: 'EMS', name: 'Mobility', unit: 'Licenses' },
  gone: { id: 'GONE', name: 'Sold before', unit: 'Licenses' },
  game: { id: 'GAME', name: 'Blocks', unit: 'Licenses', licenseGroupId: 'group2' },
};
const pool = (planId: string, change: Partial<Pool> = {}): [string, Pool] => [
  planId,
  { planId, active: 2, suspended: 0, consumed: 0, channels: new Map(), ...change },
];
const planOf = (id: string): Plan | undefined => plans[id.toLowerCase()];
const holding = (...planIds: string[]): { licences: Licence[] } => ({
  licences: planIds.map((planId) => ({ planId, excludedPlans: [], assignedAt: instant('2026-02-01T00:00:00Z') })),
});
const assign = (skuId: string, ...excludedPlans: string[]) => ({ assign: [{ skuId, excludedPlans }], remove: [] });
const remove = (...skuIds: string[]) => ({ assign: [], remove: skuIds });

const decide = (
  held: readonly string[],
  wish: Parameters<typeof decideLicences>[1],
  pools: readonly [string, Pool][] = [pool('e3'), pool('ems'), pool('game')],
) => decideLicences(holding(...held), wish, { at, pools: new Map(pools), planOf });

describe('what a wish comes down to', () => {
  const full = [pool('e3', { consumed: 2 })] as const;
  const over = [pool('e3', { consumed: 3 })] as const;
  test.each`
    held        | wish                                                                        | pools                                         | outcome                     | because
    ${[]}       | ${assign('E3')}                                                             | ${[pool('e3', { consumed: 1 })]}              | ${'+e3'}                    | ${'the last seat is free'}
    ${[]}       | ${assign('E3')}                                                             | ${full}                                       | ${'licence_quota_exceeded'} | ${'no seat is free'}
    ${['e3']}   | ${assign('E3', 'AAAA')}                                                     | ${full}                                       | ${'=e3'}                    | ${'who has a seat keeps it'}
    ${['e3']}   | ${assign('E3')}                                                             | ${over}                                       | ${''}                       | ${'nothing changes'}
    ${['e3']}   | ${remove('E3')}                                                             | ${over}                                       | ${'-e3'}                    | ${'a seat is given back'}
    ${['e3']}   | ${{ ...assign('E3'), remove: ['e3'] }}                                      | ${full}                                       | ${'0e3'}                    | ${'removal comes first'}
    ${['e3']}   | ${{ ...assign('E3'), remove: ['e3'] }}                                      | ${over}                                       | ${'licence_quota_exceeded'} | ${'what is given back is none too many'}
    ${['ems']}  | ${{ ...assign('E3'), remove: ['EMS'] }}                                     | ${undefined}                                  | ${'+e3-ems'}                | ${'one for the other'}
    ${[]}       | ${remove('E3')}                                                             | ${undefined}                                  | ${''}                       | ${'it has none'}
    ${[]}       | ${assign('nothing')}                                                        | ${undefined}                                  | ${'invalid_property'}       | ${'there is no such plan'}
    ${[]}       | ${remove('nothing')}                                                        | ${undefined}                                  | ${'invalid_property'}       | ${'there is no such plan'}
    ${[]}       | ${assign('GONE')}                                                           | ${[pool('gone', { active: 0, consumed: 1 })]} | ${'invalid_property'}       | ${'all that was sold of it is deleted'}
    ${['gone']} | ${remove('GONE')}                                                           | ${[pool('gone', { active: 0, consumed: 1 })]} | ${'-gone'}                  | ${'it can still be taken back'}
    ${[]}       | ${assign('E3')}                                                             | ${[pool('e3', { active: 0, suspended: 2 })]}  | ${'licence_quota_exceeded'} | ${'suspended seats cover nobody'}
    ${[]}       | ${assign('E3', 'cccc')}                                                     | ${undefined}                                  | ${'invalid_property'}       | ${'the plan has no such service'}
    ${[]}       | ${{ ...assign('E3'), remove: ['GAME'] }}                                    | ${undefined}                                  | ${'invalid_property'}       | ${'they are of two groups'}
    ${[]}       | ${{ assign: [...assign('E3').assign, ...assign('e3').assign], remove: [] }} | ${undefined}                                  | ${'invalid_property'}       | ${'it is named twice'}
  `('SUB-3, SUB-8: $outcome, because $because', ({ held, wish, pools, outcome }) => {
    const decided = decide(held, wish, pools);
    const said = decided.ok
      ? [...decided.value.seats].map(([planId, more]) => `${more > 0 ? '+' : more < 0 ? '-' : '0'}${planId}`)
      : [decided.refusal.name];
    const changed = decided.ok
      ? decided.value.assigned.filter((planId) => !decided.value.seats.has(planId)).map((planId) => `=${planId}`)
      : [];
    expect([...said, ...changed].sort().join('')).toBe(outcome);
  });

  test('SUB-8: services that are left out are spelled as the plan has them, each once, and replaced as a whole', () => {
    const first = decide([], assign('E3', 'BBBB', 'bbbb', 'AAAA'));
    if (!first.ok) throw new Error(first.refusal.name);
    expect(first.value.licences).toEqual([{ planId: 'e3', excludedPlans: ['aaaa', 'bbbb'], assignedAt: at }]);
    const again = decideLicences({ licences: first.value.licences }, assign('E3'), {
      at,
      pools: new Map([pool('e3', { consumed: 2 })]),
      planOf,
    });
    expect(again.ok && again.value.licences[0]!.excludedPlans).toEqual([]);
  });

  test('SUB-8: what lies in one item has a bound', () => {
    const many = Array.from({ length: 200 }, (_, n) => `plan-${n}`);
    expect(decide(many, assign('E3'))).toMatchObject({ ok: false, refusal: { name: 'invalid_property' } });
    const excludedPlans = Array.from({ length: EXCLUDED_MAX }, (_, n) => `s-${n}`);
    const licences = [{ planId: 'big', excludedPlans, assignedAt: at }];
    const facts = { at, pools: new Map([pool('e3')]), planOf };
    expect(decideLicences({ licences }, assign('E3', 'aaaa'), facts).ok).toBe(false);
    expect(decideLicences({ licences }, assign('E3'), facts).ok).toBe(true);
  });

  test('SUB-8: a deletion takes what was there before it, and leaves what came after', () => {
    const licences = holding('e3').licences.concat({ planId: 'ems', excludedPlans: [], assignedAt: at });
    expect(keptAfter(licences, instant('2026-02-15T00:00:00Z')).map(({ planId }) => planId)).toEqual(['ems']);
    expect(keptAfter(licences, at)).toEqual([]);
  });
});
