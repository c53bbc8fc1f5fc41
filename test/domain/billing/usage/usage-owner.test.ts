import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  endedOn,
  type OwnerSave,
  ownerOn,
  type UsageOwner,
  withSave,
} from '../../../../functions/billing/usage/domain/usage-owner.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

const save = (version: number, on: string, over: Partial<OwnerSave> = {}): OwnerSave => ({
  partnerId: 'first',
  customerId: 'customer',
  subscriptionId: 'subscription',
  billingType: 'usage',
  orderId: 'order',
  offerId: 'offer',
  offerName: 'Azure',
  friendlyName: `name ${version}`,
  version,
  on: on as Day,
  status: 'active',
  isBeginning: version === 1,
  isHandedOver: false,
  isTurn: false,
  ...over,
});
const ownerOf = (saves: readonly OwnerSave[]): UsageOwner =>
  saves.reduce<UsageOwner | undefined>((owner, each) => withSave(owner, each), undefined)!;

const LIFE = [
  save(1, '2018-01-13'),
  save(2, '2018-02-01', { status: 'suspended', isTurn: true }),
  save(3, '2018-02-10', { isTurn: true }),
  save(4, '2018-03-01', { friendlyName: 'another name' }),
  save(5, '2018-03-15', { status: 'deleted', isTurn: true, isHandedOver: true }),
];

describe('USG-1: who owned a subscription', () => {
  test('USG-1: saves in any order, as often as they come, make one owner', () => {
    const whole = ownerOf(LIFE);
    expect(whole).toMatchObject({ from: '2018-01-13', until: '2018-03-15', friendlyName: 'name 5', asOf: 5 });
    const orders = fc.shuffledSubarray([...LIFE, ...LIFE], { minLength: 10, maxLength: 10 });
    for (const saves of fc.sample(orders, { numRuns: 200, seed: 1 })) expect(ownerOf(saves)).toEqual(whole);
  });

  test('USG-1: a save that is known changes nothing, so that nothing is written', () => {
    const whole = ownerOf(LIFE);
    for (const each of LIFE) expect(withSave(whole, each)).toBe(whole);
  });

  const first = ownerOf(LIFE);
  const second: UsageOwner = { ...first, partnerId: 'second', from: '2018-03-15' as Day };
  const { until: _, ...successor } = second;
  it.each`
    on              | partner      | because
    ${'2018-01-12'} | ${undefined} | ${'it had not begun'}
    ${'2018-01-13'} | ${'first'}   | ${'it began that day'}
    ${'2018-03-14'} | ${'first'}   | ${'its last day'}
    ${'2018-03-15'} | ${'second'}  | ${'the day of the succession is the successor’s'}
    ${'2020-01-01'} | ${'second'}  | ${'it went on'}
  `('$on: $partner, because $because', ({ on, partner }) => {
    for (const owners of [
      [first, successor],
      [successor, first],
    ])
      expect(ownerOn(owners, on)?.partnerId).toBe(partner);
  });

  test('USG-1: whose beginning was not told owns nothing yet', () => {
    expect(ownerOn([ownerOf(LIFE.slice(1))], '2018-02-01' as Day)).toBeUndefined();
  });

  it.each`
    before          | ended           | because
    ${'2018-02-01'} | ${undefined}    | ${'it was suspended on the day after the span'}
    ${'2018-02-02'} | ${'2018-02-01'} | ${'it was suspended'}
    ${'2018-02-15'} | ${undefined}    | ${'it runs again'}
    ${'2018-04-01'} | ${'2018-03-15'} | ${'it was deleted'}
  `('as of $before it ended on $ended, because $because', ({ before, ended }) => {
    expect(endedOn(first, before)).toBe(ended);
  });
});
