import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type KeyRange, sortRange } from '../../accounts/index.ts';
import type { Credit, CreditKind } from '../domain/credit.ts';

/** Keys by access pattern; the README of the context has a row for each. */

type Place = Pick<
  Credit,
  'partnerId' | 'kind' | 'billingOn' | 'customerId' | 'subscriptionId' | 'grantedOn' | 'creditId'
>;

const partition = (partnerId: string, kind: CreditKind, billingOn: Day): string =>
  `BILLING#${partnerId}#CREDITS#${kind}#${billingOn}`;

/** A credit among those of its invoice, by customer, subscription and day. */
export const creditKey = (place: Place): Key => {
  const { partnerId, kind, billingOn, customerId, subscriptionId, grantedOn, creditId } = place;
  return {
    pk: partition(partnerId, kind, billingOn),
    sk: `${customerId}#${subscriptionId}#${grantedOn}#${creditId}`,
  };
};
/** Those of a range of customers or subscriptions, in the order in which runs read these, or backwards. */
export const creditsQuery = (
  { partnerId, kind, billingOn }: Pick<Place, 'partnerId' | 'kind' | 'billingOn'>,
  range: KeyRange,
  isBackwards = false,
): Query => ({
  pk: partition(partnerId, kind, billingOn),
  ...sortRange(range),
  consistent: true,
  ...(isBackwards && { descending: true }),
});
/** Index of a partner's credits by the day of the grant. */
export const grantedIndex = ({ partnerId, grantedOn, creditId }: Place) => ({
  gsi1pk: `BILLING#${partnerId}#CREDITS`,
  gsi1sk: `${grantedOn}#${creditId}`,
});
/** Newest first. */
export const grantedQuery = (partnerId: string): Query => ({
  index: 'gsi1',
  pk: `BILLING#${partnerId}#CREDITS`,
  descending: true,
});
/** Where a credit lies: its id follows from its reference, so that a reference is used once. */
export const creditIdKey = (partnerId: string, creditId: string): Key => ({
  pk: `BILLING#${partnerId}#CREDITIDS`,
  sk: creditId,
});
/** Which credit settles a claim: none has two. */
export const claimKey = (partnerId: string, slaClaimId: string): Key => ({
  pk: `BILLING#${partnerId}#CREDITCLAIMS`,
  sk: slaClaimId,
});
