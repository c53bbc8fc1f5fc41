import { CommerceExported } from '../../../../events/commerce.ts';
import type { Query } from '../../../../shared/dynamo/table.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type ExportFile, exportContributor } from '../../../../shared/messaging/export/contribute.ts';
import type { ExportRequest } from '../../../../shared/messaging/export/contribution-item.ts';
import { type CustomerScope, isDirect } from '../../buying/index.ts';
import { licencesOf, poolOf, poolsOf, userLicencesOf } from '../../licences/index.ts';
import { planOf, type TransitionPlan, transitionPlansOf } from '../../moves/index.ts';
import { type Order, orderOf, orderPlace } from '../../orders/index.ts';
import {
  entryOf,
  historiesOf,
  type Subscription,
  soldTo,
  statusAt,
  subscriptionOf,
} from '../../subscriptions/index.ts';
import { contributionKey } from '../store/keys.ts';
import type { CustomerDataDeps } from './dependencies.ts';

type CommerceFile = ExportFile<CustomerDataDeps>;

const ofEveryPartner =
  (place: (scope: CustomerScope) => Query) =>
  ({ partnerIds, customerId }: ExportRequest): readonly Query[] =>
    partnerIds.map((partnerId) => place({ partnerId, customerId }));

/** What was bought direct goes with the first page of partners. */
const ofEverySeller =
  (place: (scope: CustomerScope) => Query) =>
  (request: ExportRequest, page: number): readonly Query[] => [
    ...ofEveryPartner(place)(request),
    ...(page === 1 ? [place({ partnerId: DIRECT_CHANNEL, customerId: request.customerId })] : []),
  ];

const subscriptions: CommerceFile = {
  name: 'commerce/subscriptions.jsonl',
  about: 'subscriptions and add-ons, whoever sold them, those that have ended too',
  places: ofEverySeller(soldTo),
  rows: (items, { requestedAt }) => items.map((item) => subscriptionRow(subscriptionOf(item), requestedAt as Instant)),
};

const sellerOf = (of: CustomerScope) => (isDirect(of) ? { channel: 'direct' } : { partnerId: of.partnerId });

/**
 * The seller's price, name for it and reseller of record are its own affair; name and list price of what was bought direct are
 * the customer's.
 */
const subscriptionRow = (of: Subscription, at: Instant) => ({
  id: of.subscriptionId,
  ...sellerOf(of),
  ...(isDirect(of) && { friendlyName: of.friendlyName, listPrice: of.priceLock?.list, currency: of.currency }),
  orderId: of.orderId,
  offerId: of.offerId,
  offerName: of.offerName,
  planId: of.planId,
  quantity: of.quantity,
  unitType: of.unitType,
  billingType: of.billingType,
  parentSubscriptionId: of.parentSubscriptionId,
  status: statusAt(of, at),
  suspensionReason: of.suspensionReason,
  suspendedAt: of.suspendedAt,
  autoRenewEnabled: of.autoRenewEnabled,
  createdAt: of.createdAt,
  termStartOn: of.termStartOn,
  termEndOn: of.termEndOn,
});

/** What a change may tell of a subscription: the members that {@link subscriptionRow} has, as history spells them. */
const TOLD: ReadonlySet<string> = new Set([
  'offerId',
  'offerName',
  'planId',
  'quantity',
  'status',
  'suspensionReason',
  'suspendedAt',
  'autoRenewEnabled',
  'parentSubscriptionId',
  'termStartOn',
  'commitmentEndOn',
]);

const history: CommerceFile = {
  name: 'commerce/subscription-history.jsonl',
  about: 'what changed of each subscription, and when; in the order of their ids',
  places: ofEverySeller(historiesOf),
  rows: (items) =>
    items.map(entryOf).map(({ subscriptionId, sequence, at, type, changes }) => ({
      subscriptionId,
      sequence,
      at,
      type,
      changes: Object.fromEntries(Object.entries(changes).filter(([name]) => TOLD.has(name))),
    })),
};

const orders: CommerceFile = {
  name: 'commerce/orders.jsonl',
  about: 'orders with their lines',
  places: ofEverySeller(orderPlace),
  rows: (items) => items.map(orderOf).map(orderRow),
};

const orderRow = ({ orderId, partnerId, customerId, status, createdAt, lines }: Order) => ({
  id: orderId,
  ...sellerOf({ partnerId, customerId }),
  status,
  createdAt,
  lines: lines.map((line) => ({
    lineNumber: line.lineNumber,
    subscriptionId: line.subscriptionId,
    offerId: line.offerId,
    offerName: line.offerName,
    quantity: line.quantity,
    parentSubscriptionId: line.parentSubscriptionId,
    termStartOn: line.termStartOn,
    termEndOn: line.termEndOn,
  })),
});

const licences: CommerceFile = {
  name: 'commerce/licences.jsonl',
  about: 'who holds a licence of which plan, and which of its services are left out',
  places: ({ customerId }, page) => (page === 1 ? [userLicencesOf(customerId)] : []),
  rows: (items) =>
    items
      .map(licencesOf)
      .flatMap(({ userId, licences: held }) => (held.length > 0 ? [{ userId, licences: held }] : [])),
};

const pools: CommerceFile = {
  name: 'commerce/licence-pools.jsonl',
  about: 'seats of each plan, by who sold them, and how many users hold a licence of it',
  places: ({ customerId }, page) => (page === 1 ? [poolsOf(customerId)] : []),
  rows: (items) =>
    items.map(poolOf).map(({ planId, active, suspended, consumed, channels }) => ({
      planId,
      active,
      suspended,
      assigned: consumed,
      channels: [...channels].map(([soldBy, seats]) => ({ soldBy, ...seats })),
    })),
};

const plans: CommerceFile = {
  name: 'commerce/transition-plans.jsonl',
  about: 'plans of partners to take over what was bought direct',
  places: ofEveryPartner(transitionPlansOf),
  rows: (items) => items.map(planOf).map(planRow),
};

/** What a partner pays is its own affair. */
const planRow = ({ planId, partnerId, createdAt, status, lines }: TransitionPlan) => ({
  id: planId,
  partnerId,
  createdAt,
  status,
  lines: lines.map(({ directSubscriptionId, offerId, offerName, quantity, subscriptionId }) => ({
    directSubscriptionId,
    offerId,
    offerName,
    quantity,
    ...(status !== 'draft' && { subscriptionId }),
  })),
});

export const commerceFiles: readonly CommerceFile[] = [subscriptions, history, orders, licences, pools, plans];

/** Adds what partners and the program sold to the customer to an export (CUS-6). Carts are drafts of partners, prices their affair. */
export const contributeCommerce = exportContributor<CustomerDataDeps>({
  context: 'commerce',
  tells: CommerceExported,
  files: commerceFiles,
  keyOf: contributionKey,
});
