import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventDetail } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import type { AccountRecord } from '../../../../shared/identity/access.ts';
import { type Customer, customerStore } from '../../customers/index.ts';
import { everyPartnerOf } from '../../relationships/index.ts';
import { accountStore, domainStore } from '../../tenants/index.ts';

/** Partners, present and former, that one event names. */
export const PARTNERS_PER_EVENT = 100;

/** A tenant as it was found to be one that may be erased. */
export interface Erasable {
  readonly customer: Customer;
  readonly account: { readonly record: AccountRecord; readonly version: number };
}

/**
 * Writes that take away what lets anybody do anything for a customer: tenant, account and domain, on condition that both
 * are as they were found. `CustomerErased` has each context delete the rest, a page of its partners after the other.
 */
export async function eraseWrites(
  { customer, account }: Erasable,
  reason: EventDetail<typeof CustomerErased>['reason'],
  occasion: Occasion,
  table: Table,
): Promise<Write[]> {
  const { customerId, domain } = customer;
  const { partnerIds, hasMore } = await everyPartnerOf(table, customerId, { size: PARTNERS_PER_EVENT });
  const erased = { partnerIds: [...partnerIds], ...(hasMore && { hasMore }), reason };
  return [
    ...customerStore(table).eraseWrites(customer, erased, occasion),
    ...accountStore(table).eraseWrites(account, occasion.at),
    domainStore(table).release({ domain, tenantId: customerId }),
  ];
}
