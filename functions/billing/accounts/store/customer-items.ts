import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** What a customer is called, as of an instant. */
export interface CustomerName {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly asOf: string;
}

/** The newest name of a customer. */
export const customerItem = storedKind<CustomerName>({ kind: 'billedCustomer', shape: 1, upgrades: [] });

/** The same once per partner, beside its subscriptions; the id is in the key. */
export const customerNameItem = storedKind<Omit<CustomerName, 'customerId'>>({
  kind: 'billedCustomerName',
  shape: 1,
  upgrades: [],
});

/** A partner that must hear of a new name: the key says it all. */
export const customerPartnerItem = storedKind<object>({ kind: 'billedCustomerPartner', shape: 1, upgrades: [] });
