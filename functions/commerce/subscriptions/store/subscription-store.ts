import {
  DirectSubscriptionChanged,
  SubscriptionCreated,
  SubscriptionDeprovisioned,
  SubscriptionReactivated,
  SubscriptionRehomed,
  SubscriptionRenewed,
  SubscriptionSnapshot,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../../events/commerce.ts';
import type { EventDefinition, NewEvent } from '../../../../shared/contracts/events.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { countedList, type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { type Item, pagesOf, putNew, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { saleWrite } from '../../../../shared/identity/sales.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type CustomerScope, customerPartition, isDirect } from '../../buying/index.ts';
import { poolPlan, poolWrites } from '../../licences/index.ts';
import { poolChange } from '../domain/pooled-seats.ts';
import { changedMembers, type Subscription, type Trigger } from '../domain/subscription.ts';
import { historyEntry, historyItem } from './history-item.ts';
import { historyKey, partnerSubscriptionsPartition, SUBSCRIPTION_PREFIX, subscriptionKey } from './keys.ts';
import { subscriptionItem, toItem } from './subscription-item.ts';

/** Keys of one batch read at most. */
const BATCH_MAX = 100;

/** What a save of a subscription says to the other contexts: one main event per save. */
const EVENTS: Readonly<Record<Trigger, EventDefinition>> = {
  resize: SubscriptionUpdated,
  amend: SubscriptionUpdated,
  changeCycle: SubscriptionUpdated,
  suspend: SubscriptionSuspended,
  expire: SubscriptionSuspended,
  reactivate: SubscriptionReactivated,
  renew: SubscriptionRenewed,
  deprovision: SubscriptionDeprovisioned,
  remove: SubscriptionDeprovisioned,
  handOver: SubscriptionRehomed,
};

/** One step of a subscription: what happened, when it took effect, and why. */
export interface SubscriptionStep {
  readonly before: Subscription;
  readonly after: Subscription;
  readonly trigger: Trigger;
  readonly occurredAt: Instant;
  /** All add-ons that follow do so in the same transaction: then the step's event need not let them. */
  readonly isDone?: boolean;
}

/** What an item of {@link soldTo} says. */
export const subscriptionOf = (item: Item): Subscription => subscriptionItem.fromItem(item);

export const subscriptionStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(scope: CustomerScope & { subscriptionId: string }): Promise<Subscription | undefined> {
    const item = await table.get(subscriptionKey(scope), { consistent: true });
    return item && subscriptionItem.fromItem(item);
  },

  /** Those of the named ones that exist, by id, in the order in which they are named. */
  loadMany: (scope: CustomerScope, ids: readonly string[]) => loadMany(table, scope, ids),

  /** What a partner sold to a customer and that is wanted, by subscription. */
  ofCustomer: (scope: CustomerScope, isWanted: (of: Subscription) => boolean): SoughtList<Subscription> =>
    soughtList(table, [soldTo(scope)], {
      of: subscriptionItem.fromItem,
      isWanted: (item) => isWanted(subscriptionItem.fromItem(item)),
    }),

  /** All that a partner sold to a customer, a page after the other: a megabyte is held at a time. */
  async *pagesOfCustomer(scope: CustomerScope): AsyncGenerator<readonly Subscription[]> {
    for await (const page of pagesOf(table, soldTo(scope))) yield page.map(subscriptionItem.fromItem);
  },

  /** The add-ons of a base, in the order in which they were bought. */
  addOnsOf: (base: Subscription): SoughtList<Subscription> =>
    countedList(base.addOnIds.length, async ({ from, to }) => [
      ...(await loadMany(table, base, base.addOnIds.slice(from, to))).values(),
    ]),

  /** What a partner sold and that is wanted, by customer and subscription; the index lags by moments. */
  ofPartner: (partnerId: string, isWanted: (of: Subscription) => boolean): SoughtList<Subscription> =>
    soughtList(table, [{ index: 'gsi2', pk: partnerSubscriptionsPartition(partnerId) }], {
      of: subscriptionItem.fromItem,
      isWanted: (item) => isWanted(subscriptionItem.fromItem(item)),
    }),
});

async function loadMany(
  table: Table,
  scope: CustomerScope,
  ids: readonly string[],
): Promise<Map<string, Subscription>> {
  const unique = [...new Set(ids)];
  const items: Item[] = [];
  for (let start = 0; start < unique.length; start += BATCH_MAX) {
    const batch = unique.slice(start, start + BATCH_MAX);
    const keys = batch.map((subscriptionId) => subscriptionKey({ ...scope, subscriptionId }));
    items.push(...(await table.batchGet(keys, { consistent: true })));
  }
  const found = new Map(items.map(subscriptionItem.fromItem).map((of) => [of.subscriptionId, of]));
  return new Map(unique.flatMap((id) => (found.has(id) ? [[id, found.get(id)!]] : [])));
}

/** Where lies what a partner sold to a customer, by id. */
export const soldTo = (scope: CustomerScope): Query => ({
  pk: customerPartition(scope),
  sk: { beginsWith: SUBSCRIPTION_PREFIX },
  consistent: true,
});

/** Oldest first; of one order by line. */
export const byAge = (a: Subscription, b: Subscription): number =>
  a.createdAt < b.createdAt
    ? -1
    : a.createdAt > b.createdAt
      ? 1
      : a.orderId === b.orderId
        ? a.lineNumber - b.lineNumber
        : a.orderId < b.orderId
          ? -1
          : 1;

/** Writes of one step, or of one creation, beside the count of a base that runs again and that of the pool of its plan. */
export const WRITES_PER_STEP = 3;

/** What was saved before a subscription is created: that its place is kept, so that its event need not keep it. */
interface Creation {
  readonly isPlaced?: true;
  /** When what began elsewhere is taken over here; else it begins now. */
  readonly toldAt?: Instant | undefined;
}

/**
 * What one transaction does to a subscription: it is made, takes a step, or both at once (an add-on that is behind its base when
 * it is made; then the step begins at what is created).
 */
export type Save = Creation &
  (
    | { readonly created: Subscription; readonly step?: undefined }
    | { readonly step: SubscriptionStep; readonly isNew?: true }
  );

/**
 * All writes of a transaction that saves subscriptions: for each its item, event and history, two more where it is new and takes a
 * step, and one for a base that runs again; and one for each pool of which the seats change (SUB-8). Whoever decides a purchase
 * counts it as a sale, in the transaction that commits it. They fail when a subscription was saved since it was loaded, or an
 * add-on was bought for it.
 */
export function saveWrites(saves: readonly Save[], cause: Cause): Write[] {
  const changes = saves.map((save) =>
    save.step
      ? poolChange(save.isNew ? undefined : save.step.before, save.step.after)
      : poolChange(undefined, save.created),
  );
  const writes = saves.flatMap((save) =>
    !save.step
      ? creationWrites(save.created, cause, save)
      : save.isNew
        ? creationWithStepWrites(save.step, cause, save)
        : stepWrites(save.step, cause),
  );
  return [...writes, ...poolWrites(changes)];
}

/** The same of steps alone. */
export const savedSteps = (steps: readonly SubscriptionStep[], cause: Cause): Write[] =>
  saveWrites(
    steps.map((step) => ({ step })),
    cause,
  );

/** How many of these steps, from the first one on, have room beside other writes of a transaction. */
export function stepsThatFit(steps: readonly SubscriptionStep[], room: number): number {
  const pools = new Set<string>();
  let left = room;
  for (const [count, { before, after }] of steps.entries()) {
    const { length } = poolWrites([poolChange(before, after)]);
    const pool = length > 0 && !pools.has(poolPlan(after.planId)) ? 1 : 0;
    const began = (after.activations ?? 0) > (before.activations ?? 0) ? 1 : 0;
    left -= WRITES_PER_STEP + pool + began;
    if (left < 0) return count;
    if (pool) pools.add(poolPlan(after.planId));
  }
  return steps.length;
}

const creationWrites = (created: Subscription, cause: Cause, creation: Creation): Write[] => [
  putNew(toItem(created)),
  ...creationEvent(created, cause, creation),
];

function creationEvent(
  created: Subscription,
  cause: Cause,
  { isPlaced, toldAt: at = created.createdAt }: Creation,
): Write[] {
  const after = toSnapshot(created);
  return isDirect(created)
    ? directEventWrite(created, { after, trigger: 'create' }, at, cause)
    : eventWrite(created, SubscriptionCreated, { after, ...(isPlaced && { isDone: true }) }, at, cause);
}

function stepWrites(step: SubscriptionStep, cause: Cause): Write[] {
  const { before, after } = step;
  const unchanged = { version: before.version, addOnsVersion: before.addOnsVersion };
  const began = (after.activations ?? 0) - (before.activations ?? 0);
  return [
    { put: toItem(after), if: { kind: 'equals', values: unchanged } },
    ...(began > 0 ? [saleWrite(after, began)] : []),
    ...stepEvent(step, cause),
  ];
}

function stepEvent({ before, after, trigger, occurredAt, isDone }: SubscriptionStep, cause: Cause): Write[] {
  const [was, is] = [toSnapshot(before), toSnapshot(after)];
  const isAlone = isDone || after.parentSubscriptionId !== undefined;
  const detail = {
    before: was,
    after: is,
    changed: changedMembers(was, is),
    trigger,
    ...(isAlone && { isDone: true }),
  };
  return isDirect(after)
    ? directEventWrite(after, detail, occurredAt, cause)
    : eventWrite(after, EVENTS[trigger], detail, occurredAt, cause);
}

/** The step's event is the second version's. */
const creationWithStepWrites = (step: SubscriptionStep, cause: Cause, creation: Creation): Write[] => [
  putNew(toItem(step.after)),
  ...creationEvent(step.before, cause, creation),
  ...stepEvent(step, cause),
];

/** Holds a subscription as it was read, for the transaction of what rests on it. */
export const subscriptionUnchanged = (of: Subscription): Write => ({
  check: subscriptionKey(of),
  if: { kind: 'equals', values: { version: of.version } },
});

/**
 * Stores what was stored before pools in the newest shape, with its seats in the pool of its plan; nobody else is told. Fails when
 * somebody saved it or did the same in between: of two, the shape tells the second that it is done.
 */
export function poolingWrites(item: Item): Write[] {
  const { isUnpooled: _, ...of } = subscriptionItem.fromItem(item);
  const { version, addOnsVersion } = of;
  const shapes = { shape: item.shape as number | undefined, s: item.s as number | undefined };
  return [
    { put: toItem(of), if: { kind: 'equals', values: { version, addOnsVersion, ...shapes } } },
    ...poolWrites([poolChange(undefined, of)]),
  ];
}

/** Enters new add-ons at their base; fails when the base was saved or another add-on came in between. */
export const registerAddOns = (base: Subscription, addOnIds: readonly string[]): Write => ({
  update: subscriptionKey(base),
  set: { addOnIds: [...base.addOnIds, ...addOnIds] },
  add: { addOnsVersion: 1 },
  if: { kind: 'equals', values: { version: base.version, addOnsVersion: base.addOnsVersion } },
});

/**
 * What is sold direct is told apart: nobody who charges, pays or tells partners listens to it. It is an affair of the customer
 * alone.
 */
const directEventWrite = (after: Subscription, detail: Record<string, unknown>, occurredAt: Instant, cause: Cause) =>
  eventWrite(after, DirectSubscriptionChanged, detail, occurredAt, cause);

function eventWrite(
  after: Subscription,
  definition: EventDefinition,
  detail: Record<string, unknown>,
  occurredAt: Instant,
  cause: Cause,
): Write[] {
  const tenantId = isDirect(after) ? after.customerId : after.partnerId;
  const about = { tenantId, aggregateId: after.subscriptionId, occurredAt };
  const { activations, version } = after;
  const event = newEvent(definition, about, { ...detail, ...(activations && { activations }) }) as NewEvent;
  const entry = historyEntry({ ...event, type: definition.type, actor: cause.actor, version });
  return [
    ...outboxWrite({ aggregate: subscriptionKey(after), version, events: [event], cause }),
    putNew(historyItem.toItem(historyKey(after), entry)),
  ];
}

/** A subscription as strangers need it: members of ours alone are left out, and those that are not set. */
export function toSnapshot({
  resellerOfRecord,
  termEndOn,
  supportContact,
  ...same
}: Subscription): SubscriptionSnapshot {
  const told = {
    ...same,
    partnerIdOnRecord: resellerOfRecord,
    commitmentEndOn: termEndOn,
    supportTenantId: supportContact?.tenantId,
  };
  return SubscriptionSnapshot.parse(JSON.parse(JSON.stringify(told)));
}
