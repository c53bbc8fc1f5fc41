import { allOf, BATCH_MAX, isRefused, pagesOf, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { type CustomerName, customerItem, customerNameItem, customerPartnerItem } from './customer-items.ts';
import {
  customerKey,
  customerNameKey,
  customerNamesQuery,
  customerPartnerKey,
  customerPartnersQuery,
  type KeyRange,
  offerKey,
  offersQuery,
} from './keys.ts';
import { type OfferName, offerItem } from './offer-item.ts';

/**
 * Names of customers and offers for lines and invoices: only the latest counts. A customer's name is kept once per
 * partner beside its subscriptions, in their order, so that a run reads both in one pass.
 */
export const namesStore = (table: Table) => ({
  /**
   * Takes a newer name over and hands it to every partner of the customer, a page of them at a time; an older one changes
   * nothing. What comes again after it was stopped goes on with the partners that do not have the name yet.
   */
  async renameCustomer(name: CustomerName): Promise<void> {
    await writeIfNewer(table, { put: customerItem.toItem(customerKey(name.customerId), name) });
    for await (const ties of pagesOf(table, { ...customerPartnersQuery(name.customerId), limit: BATCH_MAX })) {
      const partnerIds = ties.map(({ sk }) => sk.slice('PARTNER#'.length));
      const names = partnerIds.map((partnerId) => nameWrite(partnerId, name));
      const keys = partnerIds.map((partnerId) => customerNameKey(partnerId, name.customerId));
      const known = await table.batchGet(keys, { consistent: true });
      const asOf = new Map(known.map((item) => [item.pk, customerNameItem.fromItem(item).asOf]));
      const outdated = names.filter(({ put }) => (asOf.get(put.pk) ?? '') < name.asOf);
      await inLanes(outdated, (write) => writeIfNewer(table, write));
    }
  },

  /**
   * Lets a partner know the names of its customer. First the tie, then the name that is newest by then: whichever of
   * this and {@link renameCustomer} comes second sees what the first has written.
   */
  async tie(partnerId: string, name: CustomerName): Promise<void> {
    await table.write([{ put: customerPartnerItem.toItem(customerPartnerKey(name.customerId, partnerId), {}) }]);
    await writeIfNewer(table, { put: customerItem.toItem(customerKey(name.customerId), name) });
    const newest = await table.get(customerKey(name.customerId), { consistent: true });
    await writeIfNewer(table, nameWrite(partnerId, newest ? customerItem.fromItem(newest) : name));
  },

  /** Names of the customers in a range, in order, page by page; may be a moment old. */
  async *customers(partnerId: string, range: KeyRange): AsyncGenerator<readonly CustomerName[]> {
    for await (const page of pagesOf(table, customerNamesQuery(partnerId, range)))
      yield page.map((item) => {
        const { name, domain, country, asOf } = customerNameItem.fromItem(item);
        return { customerId: item.sk, name, domain, country, asOf };
      });
  },

  /** Names of some customers of a partner, by their ids. */
  async customersOf(partnerId: string, customerIds: Iterable<string>): Promise<ReadonlyMap<string, CustomerName>> {
    const items = await table.batchGet([...new Set(customerIds)].map((id) => customerNameKey(partnerId, id)));
    return new Map(items.map((item) => [item.sk, { customerId: item.sk, ...customerNameItem.fromItem(item) }]));
  },

  async nameOffer(offer: OfferName): Promise<void> {
    await writeIfNewer(table, { put: offerItem.toItem(offerKey(offer.offerId), offer) });
  },

  /** What some offers are called; one that nobody named is not among them. */
  async offersOf(offerIds: Iterable<string>): Promise<ReadonlyMap<string, OfferName>> {
    const items = await table.batchGet([...new Set(offerIds)].map(offerKey));
    return new Map(items.map((item) => [item.sk, offerItem.fromItem(item)]));
  },

  /** All offers that were ever named, some thousand at most: for whoever has lines of very many subscriptions. */
  async offers(): Promise<ReadonlyMap<string, OfferName>> {
    const items = await allOf(table, offersQuery());
    return new Map(items.map((item) => [item.sk, offerItem.fromItem(item)]));
  },
});

const nameWrite = (partnerId: string, { customerId, ...name }: CustomerName) => ({
  put: customerNameItem.toItem(customerNameKey(partnerId, customerId), name),
});

async function writeIfNewer(table: Table, write: Extract<Write, { put: unknown }>): Promise<void> {
  try {
    const asOf = write.put.asOf as string;
    await table.write([{ ...write, if: { kind: 'absentOrLess', attribute: 'asOf', value: asOf } }]);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}
