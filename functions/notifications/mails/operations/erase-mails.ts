import type { CustomerErased } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { mailsPartition } from '../store/keys.ts';
import type { MailsDeps } from './dependencies.ts';

/** Deletes the mails to people of an erased customer (CUS-6). Those that its partners got stay with them. */
export async function eraseMails(
  { detail }: EventOf<typeof CustomerErased>,
  { table }: Pick<MailsDeps, 'table'>,
): Promise<void> {
  await eraseAll(table, { pk: mailsPartition(detail.customerId) });
}
