import { describe, expect, it, test } from 'vitest';
import { composedRoutes } from '../support/contexts.ts';

describe('the table of permissions', () => {
  const A = 'AdminAgent';
  const H = 'HelpdeskAgent';
  const S = 'SalesAgent';
  const G = 'GlobalAdmin';
  const routes = new Map(composedRoutes.map(([name, route]) => [name.split(' ')[1]!, route]));

  /** ROL-2's rows and ROL-3, with the operations that they speak of. */
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'select and search customers',
      [A, H, S],
      [
        'listCustomers',
        'viewCustomer',
        'listCustomerAgreements',
        'listOutstandingAgreements',
        'viewDirectSignedStatus',
      ],
    ],
    ['create customers', [A, S], ['createCustomer', 'deleteCustomer']],
    [
      'configure a service on behalf of the customer',
      [A],
      [
        'createCustomerUser',
        'deleteCustomerUser',
        'addCustomerDirectoryRoleMember',
        'removeCustomerDirectoryRoleMember',
      ],
    ],
    [
      'reset passwords on behalf of the customer, and see whose',
      [A, H],
      [
        'changeCustomerUser',
        'resetCustomerUserPassword',
        'listCustomerDirectoryRoles',
        'listCustomerUserDirectoryRoles',
        'listCustomerDirectoryRoleMembers',
      ],
    ],
    ['assign licences on behalf of the customer, whose own people do so too', [A, 'Customer'], ['updateUserLicenses']],
    [
      'see licences, on behalf of the customer or as one of its people',
      [A, H, 'Customer'],
      ['listSubscribedSkus', 'listUserLicenses'],
    ],
    ['see who else sold seats, not whom', [A, H], ['listLicencePool']],
    ['attest the customer agreement', [A, S], ['confirmCustomerAgreement']],
    [
      'manage the own tenant',
      [G],
      [
        'createPartnerUser',
        'changePartnerUser',
        'deletePartnerUser',
        'createApplication',
        'changeApplication',
        'deleteApplication',
        'createApplicationSecret',
        'signProgramAgreement',
        'giveNotice',
        'withdrawNotice',
        'endPartnership',
        'replaceAccountSettings',
      ],
    ],
    ['add new subscriptions', [A, S], ['placeOrder', 'createCart', 'replaceCart', 'checkOutCart', 'validateCart']],
    ['manage subscriptions and add-ons', [A, S], ['changeSubscription', 'changeOrder', 'quoteSubscription']],
    [
      'look at what was sold',
      [A, H, S],
      ['listSubscriptions', 'listPartnerSubscriptions', 'viewSubscription', 'listAddOns'],
    ],
    [
      'manage what was sold: self-serve policies',
      [A, S],
      ['createSelfServePolicy', 'replaceSelfServePolicy', 'deleteSelfServePolicy', 'listSelfServePolicies'],
    ],
    ['view service health', [A, H], ['listManagedServices']],
    [
      'configure a service for the customer',
      [A],
      ['addVerifiedDomain', 'createApplicationConsent', 'deleteApplicationConsent'],
    ],
    ['send a relationship invitation', [A, S], ['viewRelationshipRequest', 'mailInvitation', 'rotateInvitation']],
  ])('ROL-2: %s', (_, roles, operations) => {
    for (const name of operations) {
      const route = routes.get(name)!;
      expect([name, [...(route.allow as readonly string[])].sort()]).toEqual([name, [...roles].sort()]);
    }
  });

  test('ROL-4: everything of the operator is the operator’s alone, everything of a customer the customer’s', () => {
    // A partner’s user that opens an invitation is let in to be told why it cannot accept.
    for (const [name, { path, allow }] of composedRoutes) {
      if (path.startsWith('/v1/operator/')) expect([name, allow]).toEqual([name, ['Operator']]);
      if (path.startsWith('/v1/my/') && !name.endsWith(' acceptInvitation'))
        expect([name, allow]).toEqual([name, ['Customer']]);
    }
  });

  /** The customer's own side of ROL-2: its directory roles decide (CUS-3). */
  it.each<[string, readonly string[], readonly string[]]>([
    ['add and delete users', [G, 'UserAdministrator'], ['createMyUser', 'deleteMyUser']],
    ['reset passwords, or change more', [G, 'UserAdministrator', 'HelpdeskAdministrator'], ['changeMyUser']],
    ['give and take roles', [G], ['addMyDirectoryRoleMember', 'removeMyDirectoryRoleMember']],
    ['take delegated administration from a partner', [G], ['removeMyPartnerPrivileges']],
    ['assign licences', [G], ['updateUserLicenses']],
  ])('ROL-2: in its own directory, %s', (_, roles, operations) => {
    for (const name of operations) {
      const { directory = [] } = routes.get(name)!;
      expect([name, [...directory].sort()]).toEqual([name, [...roles].sort()]);
    }
  });

  test('ROL-4: whatever a customer changes of its own asks for a role in its directory', () => {
    for (const [name, { path, method, directory, refusals }] of composedRoutes)
      if (path.startsWith('/v1/my/') && method !== 'GET')
        expect([name, directory !== undefined || refusals.includes('customer_global_admin_required')]).toEqual([
          name,
          true,
        ]);
  });

  test('CUS-2: every operation below a customer asks for the relationship, except the operator’s', () => {
    for (const [name, { path, customer, allow }] of composedRoutes)
      if (path.startsWith('/v1/customers/{customerId}') && allow !== 'public')
        expect([name, customer]).toEqual([name, expect.stringMatching(/^(reseller|any)$/)]);
  });
});
