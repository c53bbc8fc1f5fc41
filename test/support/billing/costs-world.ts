import {
  type AccountRecord,
  accessRecords,
  accountItem,
  callerItem,
  relationshipItem,
} from '../../../shared/identity/access.ts';
import type { Day } from '../../../shared/kernel/time.ts';
import { ask, type BillingWorld, CUSTOMER, OTHER_ADMIN, OTHER_PARTNER, PARTNER } from '../billing-world.ts';

/** An admin agent of the other partner. */
export const OTHER_AGENT = { ...OTHER_ADMIN, userId: 'other agent' };

/** Lets a partner that has signed be reseller to a customer, as the dispatcher asks for it. */
export async function relate(world: BillingWorld, partnerId = PARTNER, customerId = CUSTOMER): Promise<void> {
  // The accounts of the partners are written with the first request.
  await ask(world, '/v1/invoices');
  const partner = (await accessRecords(world.table).account(partnerId))!;
  const signed: AccountRecord = {
    ...partner,
    partner: { ...partner.partner!, agreementSignedOn: '2017-12-15' as Day },
  };
  const customer: AccountRecord = {
    ...{ tenantId: customerId, name: 'A customer', domain: 'customer.example', country: 'US' },
    customer: { validation: 'allowed', qualification: 'none', isSyndication: false },
  };
  const pair = { partnerId, customerId, relationship: 'reseller', delegatedAdmin: true, agreements: [] } as const;
  const { tenantId, userId: principalId } = OTHER_AGENT;
  const agent = { tenantId, principalId, displayName: principalId, isActive: true };
  await world.table.write([
    { put: accountItem(signed) },
    { put: accountItem(customer) },
    { put: relationshipItem(pair) },
    ...(partnerId === OTHER_PARTNER
      ? [{ put: callerItem({ ...agent, kind: 'user', roles: ['AdminAgent'] }) } as const]
      : []),
  ]);
}
