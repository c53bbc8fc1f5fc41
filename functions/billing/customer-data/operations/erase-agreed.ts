import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { assignmentsQuery } from '../../own-products/index.ts';
import { customerBooksQuery } from '../../price-books/index.ts';
import { contributionPartition } from '../store/keys.ts';
import type { CustomerDataDeps } from './dependencies.ts';

/**
 * Deletes what partners sold to an erased customer of their own, the prices agreed with it, and how far its exports had come
 * (CUS-6). The event names a page of its partners; no write comes behind it, because each holds the relationship.
 */
export async function eraseAgreed(
  { detail: { customerId, partnerIds } }: EventOf<typeof CustomerErased>,
  { table }: Pick<CustomerDataDeps, 'table'>,
): Promise<void> {
  await eraseAll(table, { pk: contributionPartition(customerId) });
  for (const partnerId of partnerIds) {
    await eraseAll(table, assignmentsQuery(partnerId, customerId));
    await eraseAll(table, customerBooksQuery(partnerId, customerId));
  }
}
