import type { Day } from '../time.ts';
import type { BillingCycle, Entry, EntryKind, PriceLock } from './history.ts';

/** What a saved subscription says of the terms by which it is charged, as strangers see it. */
export interface SavedTerms {
  /** Absent: active. What begins suspended came so from another partner. */
  readonly status?: string | undefined;
  /** The program itself suspended it. */
  readonly isSuspendedByProgram?: boolean | undefined;
  readonly offerName: string;
  readonly friendlyName: string;
  readonly quantity: number;
  readonly billingCycle: BillingCycle;
  readonly autoRenewEnabled: boolean;
  /** The reseller of record, by its network id. */
  readonly partnerIdOnRecord?: string | undefined;
  /** Day that cycles and terms count from (R2). */
  readonly anchorOn: string;
  /** First day of the running term. */
  readonly termStartOn: string;
  /** Day after its last. */
  readonly commitmentEndOn?: string | undefined;
  readonly priceLock?: SavedLock | undefined;
}

type SavedLock = Omit<PriceLock, 'earlyTerminationFee' | 'exchange'> & {
  readonly exchange?: PriceLock['exchange'] | undefined;
  readonly earlyTerminationFee?: PriceLock['earlyTerminationFee'] | undefined;
};

/** What happened to a subscription; `amend` is name, renewal flag or reseller of record. */
export type SaveTrigger =
  | 'resize'
  | 'amend'
  | 'changeCycle'
  | 'suspend'
  | 'reactivate'
  | 'renew'
  | 'expire'
  | 'deprovision'
  | 'remove'
  | 'handOver';

/** One save: its number, the event that told of it, the UTC day on which it took effect, and the day it was heard of. */
export interface Save {
  readonly version: number;
  readonly eventId: string;
  readonly effectiveOn: Day;
  readonly storedOn: Day;
}

export interface Change {
  readonly before: SavedTerms;
  readonly after: SavedTerms;
  readonly trigger: SaveTrigger;
}

/** What the first save of a subscription means for what it is charged. */
export const entryOfCreation = (after: SavedTerms, save: Save): Entry => ({
  kind: after.status === 'suspended' ? 'takenOver' : 'created',
  ...save,
  quantity: after.quantity,
  ...termOf(after, save.effectiveOn),
  ...(!after.autoRenewEnabled && { autoRenew: false }),
  ...(after.friendlyName !== after.offerName && { friendlyName: after.friendlyName }),
  ...(after.partnerIdOnRecord && { resellerOfRecord: after.partnerIdOnRecord }),
});

/** What a later save means for it. A renewal counts from the first day of its term, whenever it was saved. */
export function entryOfChange({ before, after, trigger }: Change, save: Save): Entry {
  const kind = trigger === 'suspend' && after.isSuspendedByProgram ? 'stopped' : KINDS[trigger];
  const effectiveOn = kind === 'renewed' ? (after.termStartOn as Day) : save.effectiveOn;
  const beginsTerm = kind === 'renewed' || kind === 'recycled' || kind === 'reactivated';
  return {
    kind,
    ...save,
    effectiveOn,
    ...((kind === 'resized' || kind === 'recycled') && { quantity: after.quantity }),
    ...(beginsTerm && termOf(after, effectiveOn)),
    // Without a word a renewal keeps the anchor of the term before.
    ...(kind === 'renewed' && { anchorOn: after.anchorOn as Day }),
    ...(after.autoRenewEnabled !== before.autoRenewEnabled && { autoRenew: after.autoRenewEnabled }),
    ...(after.friendlyName !== before.friendlyName && {
      friendlyName: after.friendlyName === after.offerName ? '' : after.friendlyName,
    }),
    ...(after.partnerIdOnRecord !== before.partnerIdOnRecord && { resellerOfRecord: after.partnerIdOnRecord ?? '' }),
  };
}

/** Price and cycles of a term; what follows from the day it begins is left out. */
function termOf({ anchorOn, commitmentEndOn, priceLock, billingCycle }: SavedTerms, effectiveOn: Day) {
  return {
    billingCycle,
    ...(priceLock && { lock: lockOf(priceLock) }),
    ...(anchorOn !== effectiveOn && { anchorOn: anchorOn as Day }),
    ...(commitmentEndOn && { termEndOn: commitmentEndOn as Day }),
  };
}

export const lockOf = (lock: SavedLock): PriceLock => ({
  priceList: lock.priceList,
  currency: lock.currency,
  wholesale: lock.wholesale,
  list: lock.list,
  discountPercent: lock.discountPercent,
  ...(lock.exchange && { exchange: lock.exchange }),
  ...(lock.earlyTerminationFee && { earlyTerminationFee: lock.earlyTerminationFee }),
});

const KINDS: Readonly<Record<SaveTrigger, EntryKind>> = {
  resize: 'resized',
  amend: 'noted',
  changeCycle: 'recycled',
  suspend: 'suspended',
  expire: 'suspended',
  reactivate: 'reactivated',
  renew: 'renewed',
  deprovision: 'deprovisioned',
  remove: 'deprovisioned',
  handOver: 'handedOver',
};

const TRIGGERS: Readonly<Record<string, SaveTrigger>> = {
  SubscriptionSuspended: 'suspend',
  SubscriptionReactivated: 'reactivate',
  SubscriptionRenewed: 'renew',
  SubscriptionDeprovisioned: 'deprovision',
  SubscriptionRehomed: 'handOver',
};

/** What happened, told by the type of the event alone and by what differs. */
export function triggerFrom({ before, after }: Pick<Change, 'before' | 'after'>, type: string): SaveTrigger {
  const told = TRIGGERS[type];
  if (told) return told;
  if (after.billingCycle !== before.billingCycle) return 'changeCycle';
  return after.quantity !== before.quantity ? 'resize' : 'amend';
}
