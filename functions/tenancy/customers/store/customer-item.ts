import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { BillTo, Customer } from '../domain/customer.ts';

export const customerItem = storedKind<Customer>({
  kind: 'customer',
  shape: 4,
  upgrades: [unfoldState, ({ pairsChanged: _, ...rest }) => ({ nameVersion: 0, ...rest }), (record) => record],
});

/** Whom a partner bills for a customer, once it has changed that. */
export const billToItem = storedKind<BillTo>({ kind: 'billTo', shape: 2, upgrades: [unfoldState] });

/** What commerce told of a subscription: as of the version that it `follows`. */
export interface FollowedSubscription {
  readonly status: string;
  /** How often it began to run; absent in what was stored before that was counted. */
  readonly activations?: number;
  readonly follows: number;
}
export const followedSubscriptionItem = storedKind<FollowedSubscription>({
  kind: 'followedSubscription',
  shape: 1,
  upgrades: [],
});
