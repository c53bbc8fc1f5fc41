import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { putNew, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Mail, withAttempt } from '../domain/delivery.ts';
import { erasedKey, mailKey, mailsPartition } from './keys.ts';
import { mailItem, toErasedItem, toItem } from './mail-item.ts';

/** Mails, each stored before it is sent (NOT-4). Every change counts on the attempt that was loaded. */
export const mailStore = (table: Table) => ({
  /** Stores a new mail. False when it is stored already, or its receiver's tenant was erased. */
  async add(mail: Mail): Promise<boolean> {
    const isNotErased: Write = { check: erasedKey(mail.tenantId), if: { kind: 'absent' } };
    return isDone(() => table.write([putNew(toItem(mail)), isNotErased]));
  },

  /** Deletes the mails of a tenant; none is stored from then on. */
  async erase(tenantId: string, at: Instant): Promise<void> {
    await table.write([{ put: toErasedItem(tenantId, at) }]);
    await eraseAll(table, { pk: mailsPartition(tenantId) }, ({ sk }) => sk !== erasedKey(tenantId).sk);
  },

  async load(id: { tenantId: string; mailId: string }): Promise<Mail | undefined> {
    const item = await table.get(mailKey(id), { consistent: true });
    return item && mailItem.fromItem(item);
  },

  /** Begins the next attempt. Undefined when another one was faster. */
  async beginNext(mail: Mail): Promise<Mail | undefined> {
    const next = withAttempt(mail);
    return (await this.save(mail, next)) ? next : undefined;
  },

  /** Stores a change of the mail. False when another attempt has begun since it was loaded. */
  async save(before: Mail, after: Mail): Promise<boolean> {
    const values = { state: before.state, attempts: before.attempts };
    return isDone(() => table.write([{ put: toItem(after), if: { kind: 'equals', values } }]));
  },
});

/** False when the condition does not hold; what another transaction disturbs is thrown on, to be tried again. */
async function isDone(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons.includes('condition')) return false;
    throw error;
  }
}
