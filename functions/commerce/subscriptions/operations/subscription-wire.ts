import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { type Instant, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import { type Catalogue, productLinks } from '../../catalogue/index.ts';
import { type PoolChange, type PoolScope, poolPlan, poolStore } from '../../licences/index.ts';
import type * as s from '../../schemas.ts';
import { type Subscription, type SubscriptionStatus, statusAt } from '../domain/subscription.ts';

type SubscriptionWire = z.input<typeof s.Subscription>;

/** What a subscription looks like from: when, with which catalogue, and where the pools of its plan lie. */
export interface SubscriptionView {
  readonly at: Instant;
  readonly catalogue: Catalogue;
  readonly table: Table;
  /** What a save will do to the pool that is still to be made. */
  readonly coming?: readonly PoolChange[];
}

const ACTIONS: Readonly<Record<SubscriptionStatus, string[]>> = {
  active: ['Cancel', 'Edit'],
  suspended: ['Edit'],
  deleted: [],
};

const NEVER = '9999-12-31T00:00:00Z';

/**
 * Subscriptions as partners see them (commerce contract 9.1), with the status that counts at this instant. SUB-3: each says
 * how many users must be unassigned where more hold a licence than seats are left. No pool is read twice, all of them at once.
 */
export async function toSubscriptionsWire(
  all: readonly Subscription[],
  view: SubscriptionView,
): Promise<SubscriptionWire[]> {
  const pools = new Map(all.filter((of) => hasPool(of, view)).map((of) => [poolName(of), poolOf(of)]));
  const counts = await poolStore(view.table).usersToUnassign([...pools.values()], view.coming);
  const unassign = new Map([...pools.keys()].map((name, index) => [name, counts[index]!]));
  return all.map((of) => toWire(of, view, hasPool(of, view) ? unassign.get(poolName(of))! : 0));
}

export async function toSubscriptionWire(of: Subscription, view: SubscriptionView): Promise<SubscriptionWire> {
  const [wire] = await toSubscriptionsWire([of], view);
  return wire!;
}

/** Suspended seats and metered use have no users who could be too many. */
const hasPool = (of: Subscription, { at }: SubscriptionView): boolean =>
  statusAt(of, at) === 'active' && of.billingType === 'license';
const poolOf = ({ customerId, planId }: Subscription): PoolScope => ({ customerId, planId });
const poolName = ({ customerId, planId }: Subscription): string => `${customerId}#${poolPlan(planId)}`;

function toWire(of: Subscription, view: SubscriptionView, unassign: number): SubscriptionWire {
  const status = statusAt(of, view.at);
  const isSeats = of.billingType === 'license';
  return {
    id: of.subscriptionId.toUpperCase(),
    offerId: of.offerId,
    offerName: of.offerName,
    friendlyName: of.friendlyName,
    quantity: of.quantity,
    unitType: of.unitType,
    ...(of.parentSubscriptionId && { parentSubscriptionId: of.parentSubscriptionId.toUpperCase() }),
    ...(!isSeats && { entitlementId: of.subscriptionId }),
    creationDate: toWireInstant(of.createdAt),
    effectiveStartDate: toWireDay(utcDay(of.createdAt)),
    commitmentEndDate: of.termEndOn ? toWireDay(of.termEndOn) : NEVER,
    status,
    ...(status === 'suspended' && of.suspensionReason && { suspensionReasons: [of.suspensionReason] }),
    autoRenewEnabled: of.autoRenewEnabled,
    isTrial: false,
    hasPurchasableAddons: view.catalogue.withAddOns.has(of.offerId),
    billingType: of.billingType,
    billingCycle: of.billingCycle,
    ...(isSeats && { termDuration: 'P1Y', renewalTermDuration: 'P1Y' }),
    isMicrosoftProduct: true,
    publisherName: 'Program',
    ...(of.resellerOfRecord && { partnerId: of.resellerOfRecord }),
    contractType: 'subscription',
    actions: ACTIONS[status],
    attentionNeeded: unassign > 0,
    actionTaken: unassign === 0,
    ...(unassign > 0 && { licensesToUnassign: unassign }),
    orderId: of.orderId,
    productType: isSeats
      ? { id: 'OnlineServices', displayName: 'Online Services' }
      : { id: 'Azure', displayName: 'Azure', subType: { id: 'Azure', displayName: 'Azure' } },
    links: linksOf(of),
    attributes: { objectType: 'Subscription', etag: etagOf(of.subscriptionId, of.version) },
  };
}

function linksOf(of: Subscription): SubscriptionWire['links'] {
  const country = `?country=${of.customerCountry}`;
  const path = `/customers/${of.customerId}/subscriptions`;
  const self = `${path}/${of.subscriptionId.toUpperCase()}`;
  return {
    offer: link(`/offers/${of.offerId}${country}`),
    ...(of.parentSubscriptionId && { parentSubscription: link(`${path}/${of.parentSubscriptionId.toUpperCase()}`) }),
    ...productLinks({ ...of, country: of.customerCountry, priceList: of.priceLock?.priceList }),
    activationLinks: link(`${self}/activationlinks`),
    self: link(self),
  };
}
