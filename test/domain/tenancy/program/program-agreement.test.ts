import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  endedBy,
  giveNotice,
  type NoticeType,
  nextStep,
  nextStepOn,
  type ProgramAgreement,
  withdrawNotice,
} from '../../../../functions/tenancy/program/domain/program-agreement.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import { addDays, addDaysTo, type Day, day, instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';

const signed: ProgramAgreement = {
  version: '1',
  signedAt: instant('2026-01-05T09:00:00Z'),
  signedBy: { firstName: 'Nina', lastName: 'Norden', email: 'nina@fabrikam.example' },
  userId: 'u',
  billingDay: 5,
  termEndsOn: day('2026-09-01'),
  notices: [],
};
const noon = (on: string) => instant(`${on}T12:00:00Z`);

function given(type: NoticeType, effectiveOn: string | undefined, at: string, to = signed, noticeId = 'n1') {
  const asked = { noticeId, type, givenBy: 'operator', ...(effectiveOn && { effectiveOn: day(effectiveOn) }) } as const;
  const result = giveNotice(to, asked, instant(at));
  if (!result.ok) throw new Error(result.refusal.name);
  return result.value.agreement;
}

describe('PRG-7: how many notices there are', () => {
  const ask = (agreement: ProgramAgreement, noticeId: string, givenBy: 'operator' | 'partner') =>
    giveNotice(agreement, { noticeId, type: 'nonRenewal', givenBy }, noon('2026-02-01'));
  const full = (givenBy: 'operator' | 'partner') =>
    Array.from({ length: 10 }, (_, n) => `${givenBy} ${n}`).reduce((agreement, noticeId) => {
      const result = ask(agreement, noticeId, givenBy);
      if (!result.ok) throw new Error(result.refusal.name);
      return result.value.agreement;
    }, signed);

  test('PRG-7: ten of a side stand at a time; the other side’s do not count, and one taken back makes room', () => {
    const agreement = full('partner');
    const refused = ask(agreement, 'n11', 'partner');
    expect(refused.ok || refused.refusal.name).toBe('invalid_partner_transition');
    expect(ask(agreement, 'breach', 'operator').ok).toBe(true);
    const less = withdrawNotice(agreement, { noticeId: 'partner 3', by: 'partner' }, noon('2026-02-02'))!.agreement;
    expect(ask(less, 'n11', 'partner').ok).toBe(true);
  });
});

describe('PRG-7: how long before an end notice is given', () => {
  it.each`
    type             | on              | effectiveOn     | answer                | because
    ${'nonRenewal'}  | ${'2026-08-01'} | ${undefined}    | ${'2026-09-01'}       | ${'30 days before 31 August'}
    ${'nonRenewal'}  | ${'2026-08-02'} | ${undefined}    | ${'notice_too_short'} | ${'29 days before 31 August'}
    ${'nonRenewal'}  | ${'2026-08-31'} | ${undefined}    | ${'notice_too_short'} | ${'the term runs this day still'}
    ${'nonRenewal'}  | ${'2026-09-01'} | ${undefined}    | ${'2027-09-01'}       | ${'the next term has begun'}
    ${'nonRenewal'}  | ${'2026-08-20'} | ${'2027-09-01'} | ${'2027-09-01'}       | ${'it names the next term'}
    ${'nonRenewal'}  | ${'2026-03-01'} | ${'2026-08-31'} | ${'invalid_property'} | ${'31 August is its last day'}
    ${'nonRenewal'}  | ${'2026-03-01'} | ${'2029-09-01'} | ${'invalid_property'} | ${'that is years ahead'}
    ${'termination'} | ${'2026-03-01'} | ${'2026-03-31'} | ${'2026-03-31'}       | ${'30 days ahead'}
    ${'termination'} | ${'2026-03-01'} | ${'2026-03-30'} | ${'notice_too_short'} | ${'29 days ahead'}
    ${'termination'} | ${'2026-03-01'} | ${undefined}    | ${'invalid_property'} | ${'it names no day'}
    ${'termination'} | ${'2026-03-01'} | ${'2025-03-01'} | ${'notice_too_short'} | ${'a year ago'}
    ${'termination'} | ${'2026-03-01'} | ${'2028-03-02'} | ${'invalid_property'} | ${'it is more than two years ahead'}
    ${'breach'}      | ${'2028-01-30'} | ${'2028-02-29'} | ${'2028-02-29'}       | ${'30 days to cure, in a leap year'}
    ${'breach'}      | ${'2027-01-30'} | ${'2027-02-28'} | ${'notice_too_short'} | ${'29 days: that year has no 29 February'}
  `('$type on $on for $effectiveOn: $answer, because $because', ({ type, on, effectiveOn, answer }) => {
    const asked = { noticeId: 'n1', type, givenBy: 'partner', ...(effectiveOn && { effectiveOn }) } as const;
    const result = giveNotice(signed, asked, instant(`${on}T23:59:59Z`));
    expect(result.ok ? result.value.agreement.endsOn : result.refusal.name).toBe(answer);
  });

  test('PRG-7: of several notices the earliest ends the agreement; a cured breach leaves the others', () => {
    const left = given('nonRenewal', undefined, '2026-03-01T00:00:00Z');
    const breached = given('breach', '2026-05-01', '2026-03-02T00:00:00Z', left, 'n2');
    expect(breached.endsOn).toBe('2026-05-01');
    const cured = withdrawNotice(breached, { noticeId: 'n2', by: 'operator' }, instant('2026-04-30T23:59:59Z'));
    expect(cured?.agreement.endsOn).toBe('2026-09-01');
    expect(cured?.agreement.notices.map(({ withdrawnAt }) => withdrawnAt)).toEqual([
      undefined,
      '2026-04-30T23:59:59.000Z',
    ]);
  });

  test('PRG-7: a notice is taken back before it takes effect, once, and by a partner its own alone', () => {
    const breached = given('breach', '2026-05-01', '2026-03-02T00:00:00Z');
    const back = (by: 'operator' | 'partner', at: string, of = breached) =>
      withdrawNotice(of, { noticeId: 'n1', by }, instant(at))?.agreement;
    expect(back('partner', '2026-03-03T00:00:00Z')).toBeUndefined();
    expect(back('operator', '2026-05-01T00:00:00Z')).toBeUndefined();
    const cured = back('operator', '2026-03-03T00:00:00Z')!;
    expect(cured.endsOn).toBeUndefined();
    expect(back('operator', '2026-03-04T00:00:00Z', cured)).toBeUndefined();
  });

  test('PRG-8: what has ended stays ended: no notice of a later day is taken back any more', () => {
    const standing = given('termination', '2026-09-15', '2026-03-01T00:00:00Z');
    const ended = endedBy(standing, day('2026-04-01'));
    const back = (of: ProgramAgreement, at: string) =>
      withdrawNotice(of, { noticeId: 'n1', by: 'operator' }, instant(at));
    expect(back(ended, '2026-04-01T00:00:00Z'), 'by the word of the operator').toBeUndefined();
    const earlier = given('breach', '2026-05-01', '2026-03-02T00:00:00Z', standing, 'n2');
    expect(back(earlier, '2026-05-01T00:00:00Z'), 'by another notice').toBeUndefined();
    expect(back(earlier, '2026-04-30T23:59:59Z')?.agreement.endsOn).toBe('2026-05-01');
  });

  test('PRG-7: forty notices are kept, those that stand first', () => {
    let agreement = given('nonRenewal', undefined, '2026-03-01T00:00:00Z', signed, 'stands');
    for (let count = 0; count < 120; count += 1) {
      agreement = given('breach', '2026-06-01', '2026-03-02T00:00:00Z', agreement, `n${count}`);
      agreement = withdrawNotice(agreement, { noticeId: `n${count}`, by: 'operator' }, noon('2026-03-03'))!.agreement;
    }
    expect(agreement.notices).toHaveLength(40);
    expect([agreement.notices[0]!.noticeId, agreement.notices.at(-1)!.noticeId]).toEqual(['stands', 'n119']);
  });
});

/** What a daily job does of an agreement that is run on these days. */
function kept(from: ProgramAgreement, days: readonly string[]) {
  const did: string[] = [];
  let agreement = from;
  for (const on of days)
    for (let step = nextStep(agreement, noon(on)); step; step = nextStep(agreement, noon(on))) {
      did.push(`${step.change} ${step.at.slice(0, 10)}`);
      agreement = step.agreement;
      if (step.change === 'ended') return { did, agreement };
    }
  return { did, agreement };
}
const daysFrom = (first: string, count: number): Day[] =>
  Array.from({ length: count }, (_, index) => addDays(day(first), index));

describe('PRG-7, PRG-8: what happens to an agreement by itself', () => {
  test('PRG-7: it renews with every 31 August, at 00:00Z of the day after, however late that is recorded', () => {
    expect(kept(signed, ['2026-08-31']).did).toEqual([]);
    expect(kept(signed, ['2026-09-01', '2026-09-01']).did).toEqual(['renewed 2026-09-01']);
    expect(kept(signed, ['2026-09-08']).did).toEqual(['renewed 2026-09-01']);
    expect(kept(signed, ['2028-10-01']).did).toEqual([
      'renewed 2026-09-01',
      'renewed 2027-09-01',
      'renewed 2028-09-01',
    ]);
    expect(kept(signed, ['2026-09-08']).agreement).toEqual(kept(signed, ['2026-09-01']).agreement);
  });

  test('PRG-7, NOT-2: an end is announced 60 and 30 days ahead, and comes with its day', () => {
    const left = given('nonRenewal', undefined, '2026-03-01T00:00:00Z');
    expect(kept(left, daysFrom('2026-06-01', 100)).did).toEqual([
      'endingSoon 2026-07-03',
      'endingSoon 2026-08-02',
      'ended 2026-09-01',
    ]);
  });

  test('NOT-2: what the notice itself has told is not told again that day', () => {
    const ending = given('termination', '2026-04-30', '2026-03-31T08:00:00Z');
    expect(kept(ending, daysFrom('2026-03-31', 60)).did).toEqual(['ended 2026-04-30']);
  });

  test('PRG-7: an end behind 31 August is one of the next term', () => {
    const ending = given('termination', '2026-10-01', '2026-07-01T08:00:00Z');
    expect(kept(ending, daysFrom('2026-07-01', 100)).did).toEqual([
      'endingSoon 2026-08-02',
      'renewed 2026-09-01',
      'endingSoon 2026-09-01',
      'ended 2026-10-01',
    ]);
  });

  test('OPS-3: however late, often or rarely the job runs, the agreement ends up the same', () => {
    const offsets = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 8 });
    const effective = fc.integer({ min: 30, max: 90 });
    const from = fc.constantFrom('2026-01-29', '2026-06-20', '2028-01-30', '2027-07-25');
    fc.assert(
      fc.property(from, effective, offsets, (first, ahead, rows) => {
        const on = addDays(day(first), ahead);
        const term = { ...signed, termEndsOn: day(`${first.slice(0, 4)}-09-01`) };
        const ending = given('termination', on, `${first}T08:00:00Z`, term);
        const often = kept(ending, daysFrom(first, 125));
        const seldom = kept(
          ending,
          [...rows.sort((a, b) => a - b), 124].map((row) => addDays(day(first), row)),
        );
        expect(seldom.agreement).toEqual(often.agreement);
        expect(seldom.did.at(-1)).toBe(`ended ${on}`);
      }),
    );
  });

  test('OPS-3: nothing is due before the day that the index names, and something is from it on', () => {
    const ahead = fc.integer({ min: 30, max: 400 });
    fc.assert(
      fc.property(ahead, fc.boolean(), (days, hasNotice) => {
        const agreement = hasNotice
          ? given('termination', addDays(day('2026-03-01'), days), '2026-03-01T08:00:00Z')
          : signed;
        const on = nextStepOn(agreement);
        expect(nextStep(agreement, instant(Date.parse(startOfDay(on)) - 1))).toBeUndefined();
        expect(nextStep(agreement, startOfDay(on))).toBeDefined();
      }),
    );
  });

  test('PRG-8: the operator’s word ends it that day, unless it has ended before', () => {
    expect(endedBy(signed, day('2026-05-01')).endsOn).toBe('2026-05-01');
    const left = given('termination', '2026-04-30', '2026-03-01T00:00:00Z');
    expect(endedBy(left, day('2026-05-01')).endsOn).toBe('2026-04-30');
    expect(endedBy(left, day('2026-04-02')).endsOn).toBe('2026-04-02');
  });

  test.each([
    ['2026-09-01', '2027-09-01', 'a year'],
    ['2028-02-29', '2029-02-28', 'no 29 February follows'],
    ['2027-02-28', '2028-02-28', 'the end of February is not carried to the 29th'],
    ['2027-03-01', '2028-03-01', 'a leap day more'],
  ])('PRG-8: what ended on %s runs off by %s: %s', (endedOn, until) => {
    expect(runOffEndsOn(day(endedOn))).toBe(until);
    expect(utcDay(addDaysTo(startOfDay(day(until)), -1)) < until).toBe(true);
  });
});
