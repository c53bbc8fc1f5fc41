import type { PartnerChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { contactStore } from '../store/contact-store.ts';
import type { ContactsDeps } from './dependencies.ts';

/** Keeps a partner's name as it is now; an event older than what is kept changes nothing. */
export async function followPartner(
  { detail, aggregateVersion }: EventOf<typeof PartnerChanged>,
  { table }: ContactsDeps,
): Promise<void> {
  await contactStore(table).keepPartner(detail, aggregateVersion);
}
