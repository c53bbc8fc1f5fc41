import { describe, expect, test } from 'vitest';
import { isTemporaryLive, type Standing } from '../../../../functions/tenancy/customers/domain/temporary-password.ts';
import type { Setter, User } from '../../../../functions/tenancy/people/domain/user.ts';
import { newPair } from '../../../../functions/tenancy/relationships/domain/relationship.ts';
import { instant } from '../../../../shared/kernel/time.ts';

const [PARTNER, CUSTOMER] = ['partner', 'customer'];
const setAt = instant('2026-11-02T09:00:00Z');
const at = instant('2026-11-03T09:00:00Z');

function userOf(over: Partial<User>, setBy: Partial<Setter> = {}): User {
  const setter: Setter = { tenantId: PARTNER, principalId: 'agent', right: 'admin', ...setBy };
  return {
    tenantId: CUSTOMER,
    userId: 'pat',
    version: 1,
    of: 'customer',
    userPrincipalName: 'pat@contoso.example',
    displayName: 'Pat',
    email: 'pat@contoso.example',
    agentRoles: [],
    isGlobalAdmin: false,
    state: 'active',
    createdAt: setAt,
    passwordGeneration: 0,
    temporaryPassword: { hash: 'hash', setAt, setBy: setter },
    ...over,
  };
}
const grant = { grantedAt: setAt, source: 'invitation' } as const;
const pair = { ...newPair(PARTNER, CUSTOMER), delegatedAdmin: true, grants: [grant] };
const standing: Standing = { setterRoles: ['AdminAgent'], isAdministrable: true, pair };
const later = instant('2026-11-02T09:00:01Z');
const own: Standing = { setterRoles: ['GlobalAdmin'], isAdministrable: true };
const as = (...setterRoles: NonNullable<Standing['setterRoles']>): Standing => ({ ...standing, setterRoles });
const { setterRoles: _, ...gone } = standing;

describe('CUS-3: how long a temporary password lives', () => {
  test.each([
    [userOf({}), standing, at, true, 'as it was set'],
    [userOf({}), standing, instant('2026-11-09T08:59:59.999Z'), true, 'seven days are not over'],
    [userOf({}), standing, instant('2026-11-09T09:00:00Z'), false, 'seven days are over'],
    [userOf({ isGlobalAdmin: true }), standing, at, true, 'an admin may set an admin’s'],
    [userOf({}, { right: 'helpdesk' }), standing, at, true, 'helpdesk may set one of a plain user'],
    [userOf({ isGlobalAdmin: true }, { right: 'helpdesk' }), standing, at, false, 'the user has risen above helpdesk'],
    [userOf({ state: 'inactive' }), standing, at, false, 'the user is deleted'],
    [userOf({}), gone, at, false, 'whoever set it is gone'],
    [
      userOf({}),
      as('HelpdeskAgent', 'SalesAgent', 'GlobalAdmin'),
      at,
      false,
      'whoever set it is no admin agent any more',
    ],
    [userOf({}, { right: 'helpdesk' }), as('HelpdeskAgent'), at, true, 'still a helpdesk agent'],
    [userOf({}, { right: 'helpdesk' }), as('SalesAgent'), at, false, 'no helpdesk agent any more'],
    [
      userOf({ isGlobalAdmin: true }, { right: 'creator' }),
      as('SalesAgent'),
      at,
      true,
      'sales agents create customers',
    ],
    [userOf({}, { right: 'creator' }), as('HelpdeskAgent'), at, false, 'helpdesk agents create none'],
    [userOf({}, { tenantId: CUSTOMER }), { ...own, setterRoles: ['Customer'] }, at, false, 'no admin at home any more'],
    [userOf({}), { ...standing, isAdministrable: false }, at, false, 'the customer became a partner'],
    [userOf({}), { ...standing, pair: { ...pair, delegatedAdmin: false } }, at, false, 'administration was taken away'],
    [
      userOf({}),
      { ...standing, pair: { ...pair, grants: [{ ...grant, grantedAt: later }] } },
      at,
      false,
      'granted anew',
    ],
    [userOf({}, { tenantId: CUSTOMER }), own, at, true, 'set in the own tenant'],
    [userOf({}), own, at, false, 'a stranger without a pair'],
  ] as const)('CUS-3: case %#', (user, facts, when, isLive, because) => {
    expect(isTemporaryLive(user, facts, when), because).toBe(isLive);
  });
});
