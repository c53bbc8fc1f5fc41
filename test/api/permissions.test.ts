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
    ['select and search customers', [A, H, S], ['listCustomers', 'viewCustomer', 'listCustomerAgreements']],
    ['create customers', [A, S], ['createCustomer']],
    ['attest the customer agreement', [A, S], ['confirmCustomerAgreement']],
    [
      'manage the own tenant',
      [G],
      [
        'createPartnerUser',
        'changePartnerUser',
        'createApplication',
        'deleteApplication',
        'createApplicationSecret',
        'signProgramAgreement',
      ],
    ],
    ['add new subscriptions', [A, S], ['placeOrder', 'createCart', 'replaceCart', 'checkOutCart', 'validateCart']],
    ['manage subscriptions and add-ons', [A, S], ['changeSubscription', 'changeOrder']],
    [
      'look at what was sold',
      [A, H, S],
      ['listSubscriptions', 'listPartnerSubscriptions', 'viewSubscription', 'listAddOns'],
    ],
    ['send a relationship invitation', [A, S], ['createRelationshipRequest', 'viewRelationshipRequest']],
  ])('ROL-2: %s', (_, roles, operations) => {
    for (const name of operations) {
      const route = routes.get(name);
      if (route) expect([name, [...(route.allow as readonly string[])].sort()]).toEqual([name, [...roles].sort()]);
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

  test('CUS-2: every operation below a customer asks for the relationship, except the operator’s', () => {
    for (const [name, { path, customer, allow }] of composedRoutes)
      if (path.startsWith('/v1/customers/{customerId}') && allow !== 'public')
        expect([name, customer]).toEqual([name, expect.stringMatching(/^(reseller|any)$/)]);
  });
});
