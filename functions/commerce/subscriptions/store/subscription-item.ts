import {
  compactKind,
  renamed,
  type StoredRecord,
  storedKind,
  type Upgrade,
} from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { isDirect, type PriceLock } from '../../buying/index.ts';
import { deprovisionAt, type Subscription } from '../domain/subscription.ts';
import { dueIndex, isSubscription, partnerSubscriptionsIndex, scopeOfSubscription, subscriptionKey } from './keys.ts';

type InKeys = 'subscriptionId' | 'partnerId' | 'customerId';
/** What conditions and `registerAddOns` name, in an item of whatever shape. */
type Named = 'addOnIds' | 'addOnsVersion' | 'version';

/**
 * A subscription is saved often and lies in two indexes, so what a save costs is its bytes: one unit each as long as they
 * are no more than a kilobyte. Since shape 4 its members have short names, and what its keys say is not said again.
 */
const NAMES = {
  customerCountry: 'cc',
  currency: 'cu',
  orderId: 'o',
  lineNumber: 'n',
  offerId: 'f',
  offerName: 'fn',
  family: 'fa',
  planId: 'p',
  unitType: 'u',
  segment: 'sg',
  friendlyName: 'nn',
  quantity: 'q',
  billingType: 'bt',
  billingCycle: 'bc',
  parentSubscriptionId: 'b',
  status: 'st',
  suspensionReason: 'sr',
  suspendedAt: 'sa',
  autoRenewEnabled: 'ar',
  resellerOfRecord: 'r',
  createdAt: 'ca',
  anchorOn: 'an',
  termStartOn: 'ts',
  termEndOn: 'te',
  activations: 'ac',
  supportContact: 'sc',
  isSuspendedByProgram: 'hp',
  programReason: 'pr',
  suspendedBefore: 'sb',
  rehomedAt: 'ra',
  registeredAt: 'ga',
  entitlementCancelledAt: 'ea',
  roleAssignments: 'as',
} satisfies Record<Exclude<keyof Subscription, InKeys | Named | 'priceLock' | 'isUnpooled'>, string>;

const LOCK_NAMES: Record<keyof PriceLock, string> = {
  priceList: 'm',
  currency: 'cu',
  wholesale: 'w',
  list: 'l',
  discountPercent: 'd',
  lockedAt: 'a',
  exchange: 'x',
  earlyTerminationFee: 'e',
};
const turned = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([long, short]) => [short, long]));
const [LONG, LONG_OF_LOCK] = [turned(NAMES), turned(LOCK_NAMES)];

/** Members that are set, by other names. Lists and insights read subscriptions by the thousand: no entries are made of them. */
function spelled(members: object, names: Readonly<Record<string, string>>): StoredRecord {
  const spelt: Record<string, unknown> = {};
  for (const name in members) {
    const other = names[name];
    const value = (members as StoredRecord)[name];
    if (other !== undefined && value !== undefined) spelt[other] = value;
  }
  return spelt;
}

/** To shape 2: reseller of record and end of a term by their own names. */
const standardTerms: Upgrade = (record) =>
  renamed(record, { partnerIdOnRecord: 'resellerOfRecord', commitmentEndOn: 'termEndOn' });

/** To shape 3: support contact, holds of the program, registration, cancelled entitlement. */
const heldAndRegistered: Upgrade = (record) => record;

/** Shapes 1 to 3. */
const former = storedKind<Subscription>({
  kind: 'subscription',
  shape: 3,
  upgrades: [standardTerms, heldAndRegistered],
});

/** The first shape of those whose seats are in the pool of their plan: what is stored in an older one is in none yet. */
const SINCE_POOLED = 5;
/** The newest: locks say what exchanged them. */
const SHAPE = 6;

export const subscriptionItem = compactKind<Subscription>({
  kind: 'subscription',
  shape: SHAPE,
  isAt: isSubscription,
  spell: ({ addOnIds, addOnsVersion, version, priceLock, ...of }) => ({
    addOnIds,
    addOnsVersion,
    version,
    ...spelled(of, NAMES),
    ...(priceLock && { pl: spelled(priceLock, LOCK_NAMES) }),
  }),
  read(item, shape) {
    const unpooled = shape < SINCE_POOLED ? { isUnpooled: true as const } : {};
    if (item.s === undefined) return { ...former.fromItem(item), ...unpooled };
    const { addOnIds, addOnsVersion, version, pl } = item;
    return {
      ...scopeOfSubscription(item),
      ...spelled(item, LONG),
      ...(pl !== undefined && { priceLock: spelled(pl as object, LONG_OF_LOCK) }),
      ...{ addOnIds, addOnsVersion, version },
      ...unpooled,
    } as unknown as Subscription;
  },
});

/** A subscription with its places in the indexes: all that its partner sold (nobody asks that of the program), and what falls due. */
export const toItem = (of: Subscription): Item =>
  subscriptionItem.toItem(
    { ...subscriptionKey(of), ...(isDirect(of) ? {} : partnerSubscriptionsIndex(of)), ...dueKeys(of) },
    of,
  );

/** A subscription falls due when its term ends (add-ons follow their base), or when its data is to go. */
function dueKeys(of: Subscription) {
  if (of.status === 'suspended') return dueIndex('DEPROVISION', of.subscriptionId, deprovisionAt(of)!);
  const hasOwnTerm = of.termEndOn !== undefined && of.parentSubscriptionId === undefined;
  return of.status === 'active' && hasOwnTerm ? dueIndex('RENEWAL', of.subscriptionId, of.termEndOn) : {};
}
