import type { CustomerChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { pairStore } from '../../relationships/index.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';

/**
 * Carries a customer's new name into the lists of all its partners (CUS-2). The event says that there is one, the customer
 * which: an event that comes late or again finds nothing to do, and one that was interrupted goes on where it ended.
 */
export async function followNames(
  { detail, aggregateVersion }: EventOf<typeof CustomerChanged>,
  { table }: Pick<Deps, 'table'>,
): Promise<void> {
  const customer = await customerStore(table).load(detail.customerId);
  if (customer?.nameVersion === aggregateVersion) await pairStore(table).renameEverywhere(customer);
}
