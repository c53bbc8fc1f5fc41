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

  /** The write that deletes a record, on condition that it is as it was loaded: with neither side written in between. */
  deleteWrite: ({ record, version }: { record: AccountRecord; version: number }): Write => ({
    delete: accessKeys.account(record.tenantId),
    if: { kind: 'equals', values: { version } },
  }),
});
