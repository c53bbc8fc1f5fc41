import type { CustomerRelationshipChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { ended, endsWith } from '../domain/consent.ts';
import { consentStore } from '../store/consent-store.ts';
import type { Deps } from './dependencies.ts';

/**
 * Ends what a partner consented to for a customer, once it has lost delegated administration (DAP-1). Until then they
 * count no more either, because whoever looks at a consent asks for that too; after it, they do not come back with it. A
 * consent of after the loss stays, however late the event comes; one that has ended is left as it is.
 */
export async function endConsents(event: EventOf<typeof CustomerRelationshipChanged>, { table }: Deps): Promise<void> {
  const { partnerId, customerId, after } = event.detail;
  if (after.delegatedAdmin) return;
  const consents = consentStore(table);
  const occasion = { at: instant(event.occurredAt), cause: causeOf(event) };
  for await (const page of consents.pages(customerId))
    for (const { applicationId } of page.filter((consent) => endsWith(consent, partnerId, event.aggregateVersion)))
      await retryOnConflict(async () => {
        const consent = await consents.load({ customerId, applicationId });
        if (consent && endsWith(consent, partnerId, event.aggregateVersion))
          await table.write(consents.writes(consent, ended(consent, 'privileges'), occasion));
      });
}
