import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type AccountRecord, accessKeys, accountItem, accountRecordItem } from '../../../../shared/identity/access.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { erasedTenantItem } from './erased-tenant-item.ts';
import { erasedTenantKey } from './keys.ts';

/**
 * The account record of a tenant has two sides, partner and customer, kept by two aggregates. Each writes its side on
 * the record as it is, on condition that the other did not write in between.
 */
export const accountStore = (table: Table) => ({
  /** Reads consistently, with the version that a condition can name. */
  async load(tenantId: string): Promise<{ record: AccountRecord; version: number } | undefined> {
    const item = await table.get(accessKeys.account(tenantId), { consistent: true });
    const stored = item && accountRecordItem.fromItem(item);
    return stored && { record: stored.record, version: stored.version! };
  },

  async write(tenantId: string, side: (before: Partial<AccountRecord>) => AccountRecord): Promise<Write> {
    const { record: before = {}, version = 0 } = (await accountStore(table).load(tenantId)) ?? {};
    return putIfVersion(accountItem(side(before), version + 1), version);
  },

  /**
   * Writes that delete a record for good, on condition that it is as it was loaded: with neither side written in between. What
   * is still being deleted of the tenant is never taken for a new one's, because nobody gets its id again.
   */
  eraseWrites: ({ record, version }: { record: AccountRecord; version: number }, erasedAt: Instant): Write[] => [
    { delete: accessKeys.account(record.tenantId), if: { kind: 'equals', values: { version } } },
    { put: erasedTenantItem.toItem(erasedTenantKey(record.tenantId), { erasedAt }) },
  ],

  /** Was there a tenant with this id that was erased? */
  async isErased(tenantId: string): Promise<boolean> {
    return (await table.get(erasedTenantKey(tenantId), { consistent: true })) !== undefined;
  },

  /** The condition that there was none, for what makes a tenant whose id somebody chose. */
  neverErased: (tenantId: string): Write => ({ check: erasedTenantKey(tenantId), if: { kind: 'absent' } }),
});
