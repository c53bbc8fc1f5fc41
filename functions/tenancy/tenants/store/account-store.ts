import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type AccountRecord, accessItem, accessKeys } from '../../../../shared/identity/access.ts';

/**
 * The account record of a tenant has two sides, partner and customer, kept by two aggregates. Each writes its side on
 * the record as it is, on condition that the other did not write in between.
 */
export const accountStore = (table: Table) => ({
  /** Reads consistently, with the version that a condition can name. */
  async load(tenantId: string): Promise<{ record: AccountRecord; version: number } | undefined> {
    const item = await table.get(accessKeys.account(tenantId), { consistent: true });
    return item && { record: item.record as AccountRecord, version: item.version as number };
  },

  async write(tenantId: string, side: (before: Partial<AccountRecord>) => AccountRecord): Promise<Write> {
    const key = accessKeys.account(tenantId);
    const item = await table.get(key, { consistent: true });
    const version = (item?.version as number | undefined) ?? 0;
    const before = (item?.record as AccountRecord | undefined) ?? {};
    return putIfVersion({ ...accessItem(key, side(before)), version: version + 1 }, version);
  },
});
