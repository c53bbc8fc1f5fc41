import { CustomerAgreementAccepted } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { allOf, type Item, putNew, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Acceptance } from '../domain/agreement.ts';
import { acceptanceItem } from './agreement-item.ts';
import { acceptanceKey, acceptancePartition } from './keys.ts';

/** What customers accepted themselves: as many as there are versions of the agreement. */
export const acceptanceStore = (table: Table) => ({
  ofCustomer: async (customerId: string): Promise<Acceptance[]> =>
    (await allOf(table, acceptancePlace(customerId))).map(acceptanceOf),

  /** The write of an acceptance; it fails when the version was accepted before. */
  write: (acceptance: Acceptance): Write => putNew(acceptanceItem.toItem(acceptanceKey(acceptance), acceptance)),
});

/** Where a customer's acceptances lie, and what an item there says. */
export const acceptancePlace = (customerId: string): Query => ({
  pk: acceptancePartition(customerId),
  sk: { beginsWith: 'TEMPLATE#' },
  consistent: true,
});
export const acceptanceOf = (item: Item): Acceptance => acceptanceItem.fromItem(item);

/** The customer's own word, as others are told it. */
export function accepted({ customerId, primaryContact, ...acceptance }: Acceptance): NewEvent {
  const { templateId, agreementType, acceptedAt } = acceptance;
  return newEvent(
    CustomerAgreementAccepted,
    { tenantId: customerId, aggregateId: customerId, occurredAt: acceptedAt },
    { customerId, templateId, agreementType, acceptedAt, contact: primaryContact },
  );
}
