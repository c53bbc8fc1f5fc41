import type { CustomerUserChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { keptAfter } from '../domain/assignment.ts';
import { licenceStore, licencesWrites, seatFreedWrite } from '../store/licence-store.ts';
import type { LicencesDeps } from './dependencies.ts';

/**
 * SUB-8: frees what a deleted user held. A restored one gets nothing back (tenancy contract 6: licences are released); what it was
 * given since stays, however late this comes. The deletion is noted even where nothing was held: an assignment that is under way
 * meets it, and asks for the user again.
 */
export async function freeLicences(
  event: EventOf<typeof CustomerUserChanged>,
  { table }: Pick<LicencesDeps, 'table'>,
): Promise<void> {
  const { customerId, userId, isActive } = event.detail;
  if (isActive) return;
  const deletedAt = instant(event.occurredAt);
  await retryOnConflict(async () => {
    const before = await licenceStore(table).load({ customerId, userId });
    if (before.freedAt !== undefined && before.freedAt >= deletedAt) return;
    const licences = keptAfter(before.licences, deletedAt);
    const removed = before.licences
      .map(({ planId }) => planId)
      .filter((id) => licences.every(({ planId }) => planId !== id));
    const told = { assigned: [], removed, reason: 'userDeleted' as const };
    const occasion = { at: deletedAt, cause: causeOf(event) };
    const [first, ...rest] = removed.map((planId) => seatFreedWrite({ customerId, planId }));
    await table.write([
      ...licencesWrites(before, { ...before, licences, freedAt: deletedAt }, told, occasion),
      ...(first ? [first, ...rest] : []),
    ]);
  });
}
