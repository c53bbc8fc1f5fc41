import type { PartnerChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { contactStore } from '../store/contact-store.ts';
import type { ContactsDeps } from './dependencies.ts';

/** Statuses of partners that do business with the program, or still wind it up. */
const TOLD: ReadonlySet<string> = new Set(['active', 'suspended', 'runOff']);

/** Keeps a partner's name as it is now; an event older than what is kept changes nothing. */
export async function followPartner(
  { detail, aggregateVersion }: EventOf<typeof PartnerChanged>,
  { table }: ContactsDeps,
): Promise<void> {
  const { partnerId, companyName, status } = detail;
  await contactStore(table).keepPartner({ partnerId, companyName, isTold: TOLD.has(status) }, aggregateVersion);
}
