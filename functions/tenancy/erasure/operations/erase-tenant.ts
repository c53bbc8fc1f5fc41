import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { isRefused, type Query } from '../../../../shared/dynamo/table.ts';
import { accessKeys } from '../../../../shared/identity/access.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { acceptancePartition } from '../../agreements/index.ts';
import { consentPartition } from '../../consents/index.ts';
import { customerPartition, customerStore, soldTo } from '../../customers/index.ts';
import { policyPartition } from '../../entitlements/index.ts';
import { purgeAllUsers, userPartition } from '../../people/index.ts';
import { everyPartnerOf, pairPartition } from '../../relationships/index.ts';
import { customDomainPartition, customDomainsOf, servicePartition } from '../../services/index.ts';
import { domainStore } from '../../tenants/index.ts';
import type { Deps } from './dependencies.ts';
import { PARTNERS_PER_EVENT } from './erase-writes.ts';

/**
 * Deletes what tenancy has of an erased customer (CUS-6): its users, at the issuer too, what it is to its partners, consents,
 * policies, domains, acceptances, and the events of all of it, which name people. A hundred partners an event, page by page: what
 * comes again or was stopped goes on with what is left. The audit log stays, which knows ids alone.
 */
export async function eraseTenant(event: EventOf<typeof CustomerErased>, deps: Deps): Promise<void> {
  const { customerId, partnerIds } = event.detail;
  await purgeAllUsers(customerId, deps);
  await freeDomains(customerId, deps);
  for (const query of placesAt(customerId, partnerIds)) await eraseAll(deps.table, query);
  if (await isTold(event, deps)) return;
  for (const pk of partitionsOf(customerId)) await eraseAll(deps.table, { pk });
}

/**
 * Tells of the next page of partners, where there is one: true when it told of it, now or before. Pairs say who they are, so
 * they go with the last page. What comes again once they are gone finds no further page.
 */
async function isTold(event: EventOf<typeof CustomerErased>, { table }: Deps): Promise<boolean> {
  const { customerId, country, reason, partnerIds, page = 1, hasMore = false } = event.detail;
  if (!hasMore) return false;
  const next = await everyPartnerOf(table, customerId, { size: PARTNERS_PER_EVENT, after: partnerIds.at(-1) });
  if (next.partnerIds.length === 0) return false;
  const detail = { customerId, country, reason, partnerIds: [...next.partnerIds], page: page + 1 };
  const further = { ...detail, ...(next.hasMore && { hasMore: true as const }) };
  const occasion = { at: instant(event.occurredAt), cause: causeOf(event) };
  try {
    await table.write(customerStore(table).furtherErasedWrites(further, event.aggregateVersion + 1, occasion));
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  return true;
}

/** Where something of the customer lies beside what is a partner's. */
const placesAt = (customerId: string, partnerIds: readonly string[]): Query[] =>
  partnerIds.flatMap((partnerId): Query[] => {
    const { pk, sk } = accessKeys.relationship({ partnerId, customerId });
    return [soldTo({ partnerId, customerId }), { pk, sk: { beginsWith: sk } }];
  });

/** Everything that is the customer's alone; its partners last, so that what was stopped finds them. */
const partitionsOf = (customerId: string): string[] => [
  userPartition(customerId),
  customerPartition(customerId),
  consentPartition(customerId),
  policyPartition(customerId),
  customDomainPartition(customerId),
  servicePartition(customerId),
  acceptancePartition(customerId),
  `TENANCY#${customerId}#REQUESTS`,
  accessKeys.caller(customerId, '').pk,
  accessKeys.consent({ tenantId: customerId, applicationId: '' }).pk,
  pairPartition(customerId),
];

async function freeDomains(customerId: string, { table }: Deps): Promise<void> {
  const domains = domainStore(table);
  for await (const names of customDomainsOf(table, customerId))
    for (const domain of names)
      if ((await domains.holder(domain)) === customerId)
        await table.write([domains.release({ domain, tenantId: customerId })]);
}
