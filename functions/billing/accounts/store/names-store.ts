import { allOf, pagesOf, type Table, type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
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

/** What a customer is called, as of an instant. */
export interface CustomerName {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly asOf: string;
}

/** What an offer is called and belongs to, as of an instant. */
export interface OfferName {
  readonly offerId: string;
  readonly name: string;
  readonly productName: string;
  readonly family: string;
  readonly asOf: string;
}

/**
 * Names of customers and offers for lines and invoices: only the latest counts. A customer's name is kept once per
 * partner beside its subscriptions, in their order, so that a run reads both in one pass.
 */
export const namesStore = (table: Table) => ({
  /** Takes a newer name over and hands it to every partner of the customer; an older one changes nothing. */
  async renameCustomer(name: CustomerName): Promise<void> {
    await writeIfNewer(table, { put: { ...customerKey(name.customerId), ...name } });
    for (const { sk } of await allOf(table, customerPartnersQuery(name.customerId)))
      await writeIfNewer(table, {
        put: { ...customerNameKey(sk.slice('PARTNER#'.length), name.customerId), ...withoutId(name) },
      });
  },

  /**
   * Lets a partner know the names of its customer. First the tie, then the name that is newest by then: whichever of
   * this and {@link renameCustomer} comes second sees what the first has written.
   */
  async tie(partnerId: string, name: CustomerName): Promise<void> {
    await table.write([{ put: { ...customerPartnerKey(name.customerId, partnerId) } }]);
    await writeIfNewer(table, { put: { ...customerKey(name.customerId), ...name } });
    const newest = await table.get(customerKey(name.customerId), { consistent: true });
    await writeIfNewer(table, {
      put: { ...customerNameKey(partnerId, name.customerId), ...withoutId(newest as unknown as CustomerName) },
    });
  },

  /** Names of the customers in a range, in order; may be a moment old. */
  async *customers(partnerId: string, range: KeyRange): AsyncGenerator<CustomerName> {
    for await (const page of pagesOf(table, customerNamesQuery(partnerId, range)))
      for (const { sk, name, domain, country, asOf } of page as unknown as (CustomerName & { sk: string })[])
        yield { customerId: sk, name, domain, country, asOf };
  },

  async nameOffer(offer: OfferName): Promise<void> {
    await writeIfNewer(table, { put: { ...offerKey(offer.offerId), ...offer } });
  },

  /** All offers that were ever named: some hundred. */
  async offers(): Promise<ReadonlyMap<string, OfferName>> {
    const items = await allOf(table, offersQuery());
    return new Map(items.map((item) => [item.sk, item as unknown as OfferName]));
  },
});

const withoutId = ({ name, domain, country, asOf }: CustomerName) => ({ name, domain, country, asOf });

async function writeIfNewer(table: Table, write: Extract<Write, { put: unknown }>): Promise<void> {
  try {
    const asOf = write.put.asOf as string;
    await table.write([{ ...write, if: { kind: 'absentOrLess', attribute: 'asOf', value: asOf } }]);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
  }
}
