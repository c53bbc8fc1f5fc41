import { renamed, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { deprovisionAt, type Subscription } from '../domain/subscription.ts';
import { dueIndex, partnerSubscriptionsIndex, subscriptionKey } from './keys.ts';

/** To shape 2: reseller of record and end of a term by their own names. */
const standardTerms: Upgrade = (record) =>
  renamed(record, { partnerIdOnRecord: 'resellerOfRecord', commitmentEndOn: 'termEndOn' });

/** To shape 3: support contact, holds of the program, registration, cancelled entitlement. */
const heldAndRegistered: Upgrade = (record) => record;

/** `registerAddOns` writes `addOnIds` and `addOnsVersion` alone, into an item of whatever shape: they are in every one. */
export const subscriptionItem = storedKind<Subscription>({
  kind: 'subscription',
  shape: 3,
  upgrades: [standardTerms, heldAndRegistered],
});

/** A subscription with its places in the indexes: all that its partner sold, and what falls due. */
export const toItem = (of: Subscription): Item =>
  subscriptionItem.toItem({ ...subscriptionKey(of), ...partnerSubscriptionsIndex(of), ...dueKeys(of) }, of);

/** A subscription falls due when its term ends (add-ons follow their base), or when its data is to go. */
function dueKeys(of: Subscription) {
  if (of.status === 'suspended') return dueIndex('DEPROVISION', of.subscriptionId, deprovisionAt(of)!);
  const hasOwnTerm = of.termEndOn !== undefined && of.parentSubscriptionId === undefined;
  return of.status === 'active' && hasOwnTerm ? dueIndex('RENEWAL', of.subscriptionId, of.termEndOn) : {};
}
