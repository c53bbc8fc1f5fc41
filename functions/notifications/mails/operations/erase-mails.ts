import type { CustomerErased } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { mailStore } from '../store/mail-store.ts';
import type { MailsDeps } from './dependencies.ts';

/**
 * Deletes the mails to people of an erased customer (CUS-6), and lets an event that comes late store none. Those that its
 * partners got stay with them.
 */
export async function eraseMails(
  { detail, occurredAt }: EventOf<typeof CustomerErased>,
  { table }: Pick<MailsDeps, 'table'>,
): Promise<void> {
  await mailStore(table).erase(detail.customerId, instant(occurredAt));
}
