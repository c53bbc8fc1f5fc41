import type { Key, Query } from '../../../shared/dynamo/table.ts';
import type { Day } from '../../../shared/kernel/time.ts';

/** One named function per access pattern; the README has the table. Every key begins with `BILLING#`. */

interface SubscriptionIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Part of a partner's key space: customers from `from` on, up to `to` (absent: to the end). */
export interface KeyRange {
  readonly from: string;
  readonly to?: string;
}

/** An empty `from` is the beginning; `to` itself is the id of nothing, so it may be part of "between". */
function sortRange({ from, to }: KeyRange): Pick<Query, 'sk'> {
  if (to === undefined) return from === '' ? {} : { sk: { from } };
  return from === '' ? { sk: { before: to } } : { sk: { between: [from, to] } };
}

export const subscriptionKey = ({ partnerId, customerId, subscriptionId }: SubscriptionIds): Key => ({
  pk: `BILLING#${partnerId}#SUBSCRIPTIONS`,
  sk: `${customerId}#${subscriptionId}`,
});
/** A partner's subscriptions by customer and subscription: what a run reads. */
export const subscriptionsQuery = (partnerId: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#SUBSCRIPTIONS`,
  ...sortRange(range),
  consistent: true,
});

/** Saves of a subscription that had too many, a page of them; pages sort in the order in which they were filled. */
const PAGE_DIGITS = 5;
export const historyPageKey = (ids: SubscriptionIds, page: number): Key => ({
  pk: `BILLING#${ids.partnerId}#HISTORIES`,
  sk: `${ids.customerId}#${ids.subscriptionId}#${String(page).padStart(PAGE_DIGITS, '0')}`,
});
export const historyPagesQuery = ({ partnerId, customerId, subscriptionId }: SubscriptionIds): Query => ({
  pk: `BILLING#${partnerId}#HISTORIES`,
  sk: { beginsWith: `${customerId}#${subscriptionId}#` },
  consistent: true,
});

/** What a person must look at, over all partners: subscriptions that invoices leave out, saves that came too late. */
export const caseKey = ({ partnerId, customerId, subscriptionId }: SubscriptionIds, kind: string): Key => ({
  pk: 'BILLING#PROGRAM#CASES',
  sk: `${partnerId}#${customerId}#${subscriptionId}#${kind}`,
});
export const casesQuery = (partnerId?: string): Query => ({
  pk: 'BILLING#PROGRAM#CASES',
  ...(partnerId !== undefined && { sk: { beginsWith: `${partnerId}#` } }),
});

/** How many subscriptions begin with a hex digit: what ranges are cut by. */
export const sizeKey = (partnerId: string, digit: string): Key => ({ pk: `BILLING#${partnerId}#SIZES`, sk: digit });
export const sizesQuery = (partnerId: string): Query => ({ pk: `BILLING#${partnerId}#SIZES` });

/** Names of a partner's customers in the order of its subscriptions. */
export const customerNameKey = (partnerId: string, customerId: string): Key => ({
  pk: `BILLING#${partnerId}#CUSTOMERS`,
  sk: customerId,
});
export const customerNamesQuery = (partnerId: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#CUSTOMERS`,
  ...sortRange(range),
});

/** What a customer is called now, and which partners must hear of it. */
export const customerKey = (customerId: string): Key => ({ pk: `BILLING#${customerId}#CUSTOMER`, sk: 'PROFILE' });
export const customerPartnerKey = (customerId: string, partnerId: string): Key => ({
  pk: `BILLING#${customerId}#CUSTOMER`,
  sk: `PARTNER#${partnerId}`,
});
export const customerPartnersQuery = (customerId: string): Query => ({
  pk: `BILLING#${customerId}#CUSTOMER`,
  sk: { beginsWith: 'PARTNER#' },
  consistent: true,
});

export const offerKey = (offerId: string): Key => ({ pk: 'BILLING#PROGRAM#OFFERS', sk: offerId });
export const offersQuery = (): Query => ({ pk: 'BILLING#PROGRAM#OFFERS' });

export const accountKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#ACCOUNT`, sk: 'PROFILE' });
export const balanceKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#ACCOUNT`, sk: 'BALANCE' });

/** A billing period by its billing date: the day after its last. */
export const periodKey = (partnerId: string, billingOn: Day): Key => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  sk: billingOn,
});
export const latestPeriodQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  descending: true,
  limit: 1,
  consistent: true,
});
/** A partner's periods up to a billing date, oldest first. */
export const periodsQuery = (partnerId: string, through: Day): Query => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  sk: { between: ['0', through] },
  consistent: true,
});
/** Index of periods that are not invoiced yet, by billing date, over all partners. */
export const dueIndex = (partnerId: string, billingOn: Day) => ({
  gsi1pk: 'BILLING#PROGRAM#DUE',
  gsi1sk: `${billingOn}#${partnerId}`,
});
export const dueQuery = (through: Day): Query => ({
  index: 'gsi1',
  pk: 'BILLING#PROGRAM#DUE',
  sk: { before: `${through}~` },
});

const PART_DIGITS = 5;
export const partKey = (partnerId: string, billingOn: Day, range: number): Key => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: `${billingOn}#${String(range).padStart(PART_DIGITS, '0')}`,
});
/** The parts of a period's reconciliation file, in order. */
export const partsQuery = (partnerId: string, billingOn: Day): Query => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: { beginsWith: `${billingOn}#` },
  consistent: true,
});

/** An invoice by its billing date: there can be only one. */
export const invoiceKey = (partnerId: string, billingOn: Day): Key => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: billingOn,
});
/** A partner's invoices, newest first; their outbox items sort behind the dates. */
export const invoicesQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: { between: ['0', '9~'] },
  descending: true,
});
/** Whose invoice a number is: numbers are unique in the program. */
export const numberKey = (invoiceId: string): Key => ({ pk: 'BILLING#PROGRAM#NUMBERS', sk: invoiceId });
