import { describe, expect, it, test } from 'vitest';
import {
  directoryRoleNames,
  directoryRoles,
  mayAct,
  roleOfAgent,
} from '../../../../functions/tenancy/people/domain/directory-role.ts';
import {
  callerRoles,
  type User,
  withDirectoryRole,
  withoutDirectoryRole,
} from '../../../../functions/tenancy/people/domain/user.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

const user = (over: Partial<User> = {}): User => ({
  tenantId: 'c',
  userId: 'u',
  version: 1,
  of: 'customer',
  userPrincipalName: 'u@c.example',
  displayName: 'U',
  email: 'u@c.example',
  agentRoles: [],
  isGlobalAdmin: false,
  state: 'active',
  createdAt: '2026-01-05T09:00:00.000Z' as Instant,
  passwordGeneration: 1,
  ...over,
});
const nobody = user();
const billing = user({ directoryRoles: ['BillingAdministrator'] });
const admin = user({ isGlobalAdmin: true });
const G = 'GlobalAdmin';
const U = 'UserAdministrator';
const H = 'HelpdeskAdministrator';

describe('ROL-2: what a role of the directory may do, and to whom', () => {
  it.each`
    act                    | as                                 | to         | may      | because
    ${'addUser'}           | ${[G]}                             | ${nobody}  | ${true}  | ${'a global admin may everything'}
    ${'addUser'}           | ${[U]}                             | ${nobody}  | ${true}  | ${'that is what a user administrator is for'}
    ${'addUser'}           | ${[H]}                             | ${nobody}  | ${false} | ${'a helpdesk resets passwords and nothing else'}
    ${'changeUser'}        | ${[U]}                             | ${nobody}  | ${true}  | ${'the user has no role'}
    ${'changeUser'}        | ${[U]}                             | ${billing} | ${false} | ${'the user has one, though a small one'}
    ${'changeUser'}        | ${[H]}                             | ${nobody}  | ${false} | ${'a helpdesk resets passwords and nothing else'}
    ${'deleteUser'}        | ${[U]}                             | ${admin}   | ${false} | ${'a user administrator is no global admin'}
    ${'deleteUser'}        | ${[G]}                             | ${admin}   | ${true}  | ${'among equals; the last one is looked after elsewhere'}
    ${'setPassword'}       | ${[H]}                             | ${nobody}  | ${true}  | ${'the user has no role'}
    ${'setPassword'}       | ${[H]}                             | ${admin}   | ${false} | ${'it would become the admin'}
    ${'setPassword'}       | ${[H]}                             | ${billing} | ${false} | ${'it would become the billing administrator'}
    ${'setPassword'}       | ${[U]}                             | ${admin}   | ${false} | ${'it would become the admin'}
    ${'setPassword'}       | ${[H, U]}                          | ${billing} | ${false} | ${'two lesser roles make no greater one'}
    ${'giveRole'}          | ${[U]}                             | ${nobody}  | ${false} | ${'it would give itself more than it has'}
    ${'giveRole'}          | ${[G]}                             | ${nobody}  | ${true}  | ${'only a global admin does'}
    ${'endAdministration'} | ${[U, H, 'BillingAdministrator']}  | ${nobody}  | ${false} | ${'partners are the global admin’s affair'}
    ${'setPassword'}       | ${['BillingAdministrator']}        | ${nobody}  | ${false} | ${'people are not its affair'}
    ${'setPassword'}       | ${['ServiceSupportAdministrator']} | ${nobody}  | ${false} | ${'people are not its affair'}
    ${'setPassword'}       | ${['Customer']}                    | ${nobody}  | ${false} | ${'a user without a role may nothing'}
    ${'setPassword'}       | ${[roleOfAgent(false)]}            | ${billing} | ${false} | ${'a helpdesk agent is the customer’s helpdesk'}
    ${'deleteUser'}        | ${[roleOfAgent(true)]}             | ${admin}   | ${true}  | ${'an admin agent is the customer’s global admin'}
  `('$as, $act: $may, because $because', ({ act, as, to, may }) => {
    expect(mayAct(act, as, to)).toBe(may);
  });
});

describe('ROL-1: giving and taking roles of the directory', () => {
  test('ROL-1: each one counts for the dispatcher, ends the sign-ins so far, and is given once', () => {
    let at: User = nobody;
    for (const role of directoryRoles) at = withDirectoryRole(at, role);
    expect(callerRoles(at)).toEqual(['Customer', ...directoryRoles]);
    expect(at.sessions).toBe(directoryRoles.length);
    for (const role of directoryRoles) expect(withDirectoryRole(at, role)).toBe(at);
    for (const role of directoryRoles) at = (withoutDirectoryRole(at, role, true) as { value: User }).value;
    expect(callerRoles(at)).toEqual(['Customer']);
    expect(at).toEqual({ ...nobody, sessions: 2 * directoryRoles.length });
  });

  it.each`
    before                             | role                      | hasOther | ok       | because
    ${admin}                           | ${G}                      | ${false} | ${false} | ${'nobody could change the tenant any more'}
    ${admin}                           | ${G}                      | ${true}  | ${true}  | ${'another one is left'}
    ${{ ...admin, state: 'inactive' }} | ${G}                      | ${false} | ${true}  | ${'a deleted admin is none'}
    ${admin}                           | ${'BillingAdministrator'} | ${false} | ${true}  | ${'it has no such role'}
    ${billing}                         | ${'BillingAdministrator'} | ${false} | ${true}  | ${'only the global admin must stay'}
  `('ROL-1: $role of the last one: $ok, because $because', ({ before, role, hasOther, ok }) => {
    expect(withoutDirectoryRole(before, role, hasOther).ok).toBe(ok);
  });

  test('CUS-3: the names are those of the public API', () => {
    expect(directoryRoles.map((role) => directoryRoleNames[role])).toEqual([
      'Company Administrator',
      'Billing Administrator',
      'Helpdesk Administrator',
      'Service Support Administrator',
      'User Account Administrator',
    ]);
  });
});
