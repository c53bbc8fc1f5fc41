import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { type Item, isRefused, pagesOf, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { accessKeys } from '../../../../shared/identity/access.ts';
import { partnerOfCustomerKey, partnersOf, partnersPartition, supportKey } from './keys.ts';
import {
  type CustomersPartner,
  customersPartnerItem,
  type PartnerSupport,
  partnerSupportItem,
} from './partner-items.ts';

/** Partners of customers and their support contacts, as tenancy's events told them: both lag by moments. */
export const partnersStore = (table: Table) => ({
  /** All partners that the customer has or had, by id; a megabyte, some thousands, is held at a time. */
  async *ofCustomer(customerId: string): AsyncGenerator<readonly CustomersPartner[]> {
    for await (const page of pagesOf(table, partnersOf(customerId))) yield page.map(customersPartnerItem.fromItem);
  },

  /** The first of those that it has now, `max` at most. */
  async currentOf(customerId: string, max: number): Promise<readonly CustomersPartner[]> {
    const found: CustomersPartner[] = [];
    for await (const page of this.ofCustomer(customerId)) {
      found.push(...page.filter(({ relationship }) => relationship !== 'none'));
      if (found.length >= max) break;
    }
    return found.slice(0, max);
  },

  /** How partners give support, by their id; those of whom nothing is known are left out. */
  async supportOf(partnerIds: readonly string[]): Promise<ReadonlyMap<string, PartnerSupport>> {
    const keys = [...new Set(partnerIds)].map((id) => [id, supportKey(id)] as const);
    const items = keys.length === 0 ? [] : await table.batchGet(keys.map(([, key]) => key));
    const found = new Map(items.map((item) => [item.pk, partnerSupportItem.fromItem(item)]));
    return new Map(keys.flatMap(([id, { pk }]) => (found.has(pk) ? [[id, found.get(pk)!]] : [])));
  },

  /** Notes what a partner and a customer are; what is known of a later moment stays, and of an erased customer nothing. */
  notePartner: (of: CustomersPartner): Promise<void> =>
    putLatest(table, customersPartnerItem.toItem(partnerOfCustomerKey(of), of), of.asOf, [
      { check: accessKeys.account(of.customerId), if: { kind: 'present' } },
    ]),

  noteSupport: (partnerId: string, support: PartnerSupport): Promise<void> =>
    putLatest(table, partnerSupportItem.toItem(supportKey(partnerId), support), support.asOf),

  /** Deletes the partners of an erased customer (CUS-6). */
  async erase(customerId: string): Promise<void> {
    await eraseAll(table, { pk: partnersPartition(customerId) });
  },
});

async function putLatest(table: Table, item: Item, asOf: number, also: readonly Write[] = []): Promise<void> {
  try {
    await table.write([{ put: item, if: { kind: 'absentOrLess', attribute: 'asOf', value: asOf } }, ...also]);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}
