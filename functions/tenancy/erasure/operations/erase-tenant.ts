import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import type { Query } from '../../../../shared/dynamo/table.ts';
import { accessKeys } from '../../../../shared/identity/access.ts';
import { acceptancePartition } from '../../agreements/index.ts';
import { consentPartition } from '../../consents/index.ts';
import { customerPartition, soldTo } from '../../customers/index.ts';
import { policyPartition } from '../../entitlements/index.ts';
import { purgeAllUsers, userPartition } from '../../people/index.ts';
import { pairPartition } from '../../relationships/index.ts';
import { customDomainPartition, customDomainsOf, servicePartition } from '../../services/index.ts';
import { domainStore } from '../../tenants/index.ts';
import type { Deps } from './dependencies.ts';

/**
 * Deletes what tenancy has of an erased customer (CUS-6): its users, at the issuer too, what it is to its partners, consents,
 * policies, domains, acceptances, and the events of all of it, which name people. Page by page: what comes again or was
 * stopped goes on with what is left. The audit log stays, which knows ids alone.
 */
export async function eraseTenant({ detail }: EventOf<typeof CustomerErased>, deps: Deps): Promise<void> {
  const { customerId, partnerIds } = detail;
  await purgeAllUsers(customerId, deps);
  await freeDomains(customerId, deps);
  for (const query of placesOf(customerId, partnerIds)) await eraseAll(deps.table, query);
}

/** Everywhere that something of the customer lies. */
const placesOf = (customerId: string, partnerIds: readonly string[]): Query[] => [
  ...[
    userPartition(customerId),
    pairPartition(customerId),
    customerPartition(customerId),
    consentPartition(customerId),
    policyPartition(customerId),
    customDomainPartition(customerId),
    servicePartition(customerId),
    acceptancePartition(customerId),
    `TENANCY#${customerId}#REQUESTS`,
    accessKeys.caller(customerId, '').pk,
    accessKeys.consent({ tenantId: customerId, applicationId: '' }).pk,
  ].map((pk) => ({ pk })),
  ...partnerIds.flatMap((partnerId): Query[] => {
    const { pk, sk } = accessKeys.relationship({ partnerId, customerId });
    return [soldTo({ partnerId, customerId }), { pk, sk: { beginsWith: sk } }];
  }),
];

async function freeDomains(customerId: string, { table }: Deps): Promise<void> {
  const domains = domainStore(table);
  for await (const names of customDomainsOf(table, customerId))
    for (const domain of names)
      if ((await domains.holder(domain)) === customerId)
        await table.write([domains.release({ domain, tenantId: customerId })]);
}
