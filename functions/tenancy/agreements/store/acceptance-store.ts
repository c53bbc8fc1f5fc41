import { CustomerAgreementAccepted } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { allOf, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Acceptance } from '../domain/agreement.ts';
import { acceptanceItem } from './agreement-item.ts';
import { acceptanceKey, acceptancePartition } from './keys.ts';

/** What customers accepted themselves: as many as there are versions of the agreement. */
export const acceptanceStore = (table: Table) => ({
  ofCustomer: async (customerId: string): Promise<Acceptance[]> =>
    (
      await allOf(table, { pk: acceptancePartition(customerId), sk: { beginsWith: 'TEMPLATE#' }, consistent: true })
    ).map(acceptanceItem.fromItem),

  /** The write of an acceptance; it fails when the version was accepted before. */
  write: (acceptance: Acceptance): Write => putNew(acceptanceItem.toItem(acceptanceKey(acceptance), acceptance)),
});

/** The customer's own word, as others are told it. */
export function accepted({ customerId, primaryContact, ...acceptance }: Acceptance): NewEvent {
  const { templateId, agreementType, acceptedAt } = acceptance;
  return newEvent(
    CustomerAgreementAccepted,
    { tenantId: customerId, aggregateId: customerId, occurredAt: acceptedAt },
    { customerId, templateId, agreementType, acceptedAt, contact: primaryContact },
  );
}
