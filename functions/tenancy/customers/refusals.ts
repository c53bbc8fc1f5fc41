import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a customer is not made, found or changed. */
export const customersRefusals = {
  account_status_missing: define(404, 600074, 'The account of this customer was never vetted.'),
  own_tenant_not_allowed: define(403, 980008, 'A partner may not sell to itself nor to another partner.'),
  associated_partner_invalid: define(400, 800016, 'This is not an indirect reseller in partnership with you.'),
  customer_has_active_subscriptions: define(409, 980005, 'Suspend all subscriptions of the customer first.'),
  domain_not_proven: define(
    400,
    980031,
    'This domain is not proven to be the customer’s: take a name below one of the program’s own domains.',
  ),
} as const satisfies RefusalTable;

export type CustomersRefusal = keyof typeof customersRefusals;
