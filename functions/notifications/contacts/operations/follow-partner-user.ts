import type { PartnerUserChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { contactStore } from '../store/contact-store.ts';
import type { ContactsDeps } from './dependencies.ts';

/**
 * Keeps a partner's user as it is now; an event older than what is kept changes nothing. A removed user stays as an
 * inactive one, so that a late event cannot bring it back, but without name, address and roles: nobody writes to it.
 */
export async function followPartnerUser(
  { detail, aggregateVersion }: EventOf<typeof PartnerUserChanged>,
  { table }: ContactsDeps,
): Promise<void> {
  const { partnerId, userId, displayName, email, roles, isActive } = detail;
  const user = isActive
    ? { userId, displayName, email, roles, isActive }
    : { userId, displayName: '', email: '', roles: [], isActive };
  await contactStore(table).keepUser(partnerId, user, aggregateVersion);
}
