import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeUser, type User } from '../../../../functions/tenancy/people/domain/user.ts';
import {
  changeStatus,
  contactOf,
  type Nomination,
  nominate,
  operatorTransitions,
  type Partner,
  type PartnerStatus,
  signAgreement,
} from '../../../../functions/tenancy/program/domain/partner.ts';
import { termEndOn } from '../../../../functions/tenancy/program/domain/program-agreement.ts';
import {
  countriesOf,
  currencyOf,
  knownCountries,
  regionOf,
  regions,
} from '../../../../functions/tenancy/tenants/domain/regions.ts';
import { day, instant, utcDay } from '../../../../shared/kernel/time.ts';

const at = instant('2026-11-02T09:00:00Z');
const nomination: Nomination = {
  partnerId: 'p',
  companyName: 'Fabrikam',
  domain: 'fabrikam.example',
  country: 'US',
  programRole: 'directPartner',
  primaryAdmin: { displayName: 'Nina Norden', email: 'nina@fabrikam.example' },
  isSandbox: false,
  isDomainRegistrar: false,
  cloud: 'global',
  at,
};
const inItsRegion = (of: Nomination) => nominate(of, regionOf(of.country)?.name);

function aPartner(status: PartnerStatus): Partner {
  const made = inItsRegion(nomination);
  if (!made.ok) throw new Error('the nomination is fine');
  return { ...made.value, status };
}
const statuses = Object.keys(operatorTransitions) as PartnerStatus[];
const signature = {
  version: '1',
  signedBy: { firstName: 'Nina', lastName: 'Norden', email: 'nina@fabrikam.example' },
  userId: 'u',
};

test.each`
  country | culture    | because
  ${'JP'} | ${'ja-JP'} | ${'it is the one language of the country'}
  ${'CH'} | ${'de-CH'} | ${'most people there speak it'}
  ${'US'} | ${'en-US'} | ${'most people there speak it'}
`('BIL-2: a partner in $country is written to in $culture until it says another, because $because', (row) => {
  const made = inItsRegion({ ...nomination, country: row.country });
  expect(made.ok && made.value.profiles.organization).toMatchObject({
    culture: row.culture,
    language: row.culture.slice(0, 2),
  });
});

describe('PRG-2, PRG-7: the states of a partner account', () => {
  test.each([
    ['nominated', ['approved', 'rejected']],
    ['approved', ['outOfBusiness']],
    ['active', ['outOfBusiness', 'runOff', 'suspended']],
    ['suspended', ['active', 'outOfBusiness', 'runOff']],
    ['runOff', ['outOfBusiness', 'terminated']],
    ['terminated', []],
    ['outOfBusiness', []],
    ['rejected', []],
  ] as const)('PRG-2: from %s the operator goes to %j and nowhere else', (from, to) => {
    const reached = statuses.filter((status) => status !== from && changeStatus(aPartner(from), status, at).ok);
    expect(reached.sort()).toEqual(to);
  });

  test('PRG-2: only the signature leads to active, and every state can be reached', () => {
    const reached = new Set<PartnerStatus>(['nominated']);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const from of [...reached])
        for (const to of [...operatorTransitions[from], ...(from === 'approved' ? (['active'] as const) : [])])
          reached.add(to);
    }
    expect([...reached].sort()).toEqual([...statuses].sort());
    expect(operatorTransitions.approved).not.toContain('active');
  });

  test.each(statuses)('PRG-2: a partner that is %s signs only when approved', (status) => {
    expect(signAgreement(aPartner(status), signature, at).ok).toBe(status === 'approved');
  });

  test.each(['runOff', 'outOfBusiness'] as const)('PRG-8: with %s the agreement has ended that day', (status) => {
    const signed = signAgreement(aPartner('approved'), signature, at);
    if (!signed.ok) throw new Error('an approved partner signs');
    const ended = changeStatus(signed.value, status, instant('2027-02-03T23:59:59Z'));
    expect(ended.ok && ended.value.agreement?.endsOn).toBe('2027-02-03');
    const later = ended.ok ? changeStatus(ended.value, 'terminated', instant('2028-02-03T00:00:00Z')) : undefined;
    if (status === 'runOff') expect(later?.ok && later.value.agreement?.endsOn).toBe('2027-02-03');
  });

  test('PRG-2: the billing day is the UTC day of the month of the signature', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          const signed = signAgreement(aPartner('approved'), signature, instant(date));
          expect(signed.ok && signed.value.agreement?.billingDay).toBe(date.getUTCDate());
        },
      ),
    );
  });
});

test.each([
  ['2026-08-30', '2026-08-31', 'the day before the end'],
  ['2026-08-31', '2026-08-31', 'the last day belongs to the term'],
  ['2026-09-01', '2027-08-31', 'the next term begins'],
  ['2028-02-29', '2028-08-31', 'a leap day'],
])('PRG-7: on %s the running term ends on %s: %s', (on, end, _because) => {
  expect(termEndOn(day(on))).toBe(end);
});

describe('PRG-3, PRG-10: regions and currencies', () => {
  test('PRG-3: every country belongs to exactly one region', () => {
    const all = regions.flatMap(countriesOf);
    expect(new Set(all).size).toBe(all.length);
    expect(knownCountries).toHaveLength(all.length);
    for (const country of all) expect(country).toMatch(/^[A-Z]{2}$/);
  });

  test('PRG-3: ten markets stand alone, Fiji with Australia; five regions hold the rest', () => {
    const alone = regions.filter(({ markets }) => markets.length <= 2).map(({ name }) => name);
    expect(alone.sort()).toEqual(['AU', 'BR', 'CA', 'CN', 'IN', 'JP', 'KR', 'NZ', 'RU', 'US']);
    expect(regions).toHaveLength(15);
    expect(regionOf('FJ')?.name).toBe('AU');
    expect(regionOf('KP')).toBeUndefined();
  });

  test.each([
    ['GB', 'GBP'],
    ['GI', 'GBP'],
    ['DE', 'EUR'],
    ['PL', 'EUR'],
    ['NO', 'NOK'],
    ['SJ', 'NOK'],
    ['SE', 'SEK'],
    ['DK', 'DKK'],
    ['FO', 'DKK'],
    ['CH', 'CHF'],
    ['LI', 'EUR'],
    ['JP', 'JPY'],
    ['KR', 'KRW'],
    ['AU', 'AUD'],
    ['TO', 'AUD'],
    ['NZ', 'NZD'],
    ['WS', 'NZD'],
    ['CA', 'CAD'],
    ['PM', 'CAD'],
    ['CN', 'CNY'],
    ['IN', 'INR'],
    ['RU', 'RUB'],
    ['BR', 'USD'],
    ['MX', 'USD'],
    ['ZA', 'USD'],
  ])('PRG-10: a partner in %s is billed in %s', (country, currency) => {
    expect(currencyOf(country)).toBe(currency);
  });

  test('CAT-6: the national cloud is for the EU, EFTA and UK only', () => {
    expect(inItsRegion({ ...nomination, cloud: 'germany' }).ok).toBe(false);
    expect(inItsRegion({ ...nomination, cloud: 'germany', country: 'GB' }).ok).toBe(true);
    expect(inItsRegion({ ...nomination, country: 'KP' }).ok).toBe(false);
  });
});

test.each([
  ['Nina Norden', 'Nina', 'Norden'],
  ['  Anna Maria de Souza ', 'Anna Maria de', 'Souza'],
  ['Madonna', 'Madonna', ''],
])('PRG-12: "%s" is written to as %s %s', (displayName, firstName, lastName) => {
  expect(contactOf({ displayName, email: 'x@y.example' })).toMatchObject({ firstName, lastName });
});

describe('ROL-1: users of a partner', () => {
  const admin: User = {
    tenantId: 'p',
    userId: 'u',
    version: 1,
    of: 'partner',
    userPrincipalName: 'nina@fabrikam.example',
    displayName: 'Nina',
    email: 'nina@fabrikam.example',
    agentRoles: [],
    isGlobalAdmin: true,
    state: 'active',
    createdAt: at,
    passwordGeneration: 1,
  };

  test.each([
    [{ isGlobalAdmin: false }, 0, false, 'the last admin loses the role'],
    [{ state: 'inactive' }, 0, false, 'the last admin is switched off'],
    [{ isGlobalAdmin: false }, 1, true, 'another admin is left'],
    [{ agentRoles: ['AdminAgent'], displayName: 'N' }, 0, true, 'roles for customers are another matter'],
  ] as const)('ROL-1: %j with %i other admins is allowed: %s (%s)', (change, others, allowed, _because) => {
    expect(changeUser(admin, change, others > 0).ok).toBe(allowed);
  });

  test('ROL-1: the same roles in another order change nothing', () => {
    const user: User = { ...admin, agentRoles: ['AdminAgent', 'SalesAgent'] };
    const changed = changeUser(user, { agentRoles: ['SalesAgent', 'AdminAgent', 'SalesAgent'] }, false);
    expect(changed.ok && changed.value).toBe(user);
    expect(utcDay(user.createdAt)).toBe('2026-11-02');
  });
});
