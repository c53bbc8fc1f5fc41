import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type AccountRecord, accessKeys, accountItem, accountRecordItem } from '../../../../shared/identity/access.ts';

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

  /** The write that takes the customer's side away: with it the record, unless the tenant is a partner as well. */
  async withoutCustomer(tenantId: string): Promise<Write[]> {
    const stored = await accountStore(table).load(tenantId);
    if (!stored) return [];
    const { customer: _, ...rest } = stored.record;
    if (rest.partner) return [putIfVersion(accountItem(rest, stored.version + 1), stored.version)];
    return [{ delete: accessKeys.account(tenantId), if: { kind: 'equals', values: { version: stored.version } } }];
  },
});
