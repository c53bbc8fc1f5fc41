import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { allowanceStore, allowanceWrites, type CustomerScope, isDirect, type PriceLock } from '../../buying/index.ts';
import { catalogueStore, findOffer } from '../../catalogue/index.ts';
import { type MissingRate, missingRateText } from '../../price-lists/index.ts';
import {
  deprovisionAt,
  deprovisioned,
  expired,
  isGone,
  isTermOver,
  nextTerm,
  type PartnerAgreement,
  renewed,
  renewsOn,
  runOffEndBefore,
  type Subscription,
} from '../domain/subscription.ts';
import { type SubscriptionStep, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { saveWithAddOns } from './save-family.ts';
import { missingRateOfTerm, priceOfTerm, termPrices } from './term-prices.ts';

/** What settling did, by count. */
export interface Settled {
  readonly renewed: number;
  readonly expired: number;
  readonly deprovisioned: number;
}
export const NOTHING_SETTLED: Settled = { renewed: 0, expired: 0, deprovisioned: 0 };

type Deps = Pick<SubscriptionsDeps, 'table' | 'records'>;
export type Scope = CustomerScope & { readonly subscriptionId: string };

/**
 * Records everything that has fallen due of a subscription by `at`: renewal or expiry at the end of each term that is
 * over, deprovisioning 60 days after a suspension (SUB-1, SUB-4). The daily jobs do this, and whoever changes a
 * subscription before they came. Each takes effect at its own instant, however late it is recorded.
 */
export async function settleSubscription(scope: Scope, at: Instant, cause: Cause, deps: Deps): Promise<Settled> {
  let total = NOTHING_SETTLED;
  for (;;) {
    const did = await retryOnConflict(() => settleOnce(scope, at, cause, deps));
    if (!did) return total;
    total = { ...total, [did]: total[did] + 1 };
  }
}

async function settleOnce(scope: Scope, at: Instant, cause: Cause, deps: Deps): Promise<keyof Settled | undefined> {
  const before = await subscriptionStore(deps.table).load(scope);
  if (!before) return undefined;
  const step = await dueStep(before, at, deps);
  if (step) return save(step, cause, deps);
  if (before.parentSubscriptionId === undefined || !(await isTermEnding(before, at, deps))) return undefined;
  const parent = await settleSubscription({ ...scope, subscriptionId: before.parentSubscriptionId }, at, cause, deps);
  return parent.renewed > 0 ? 'renewed' : parent.expired > 0 ? 'expired' : undefined;
}

const SETTLED = { renew: 'renewed', expire: 'expired', deprovision: 'deprovisioned' } as const;

async function save(step: DueStep, cause: Cause, { table }: Deps): Promise<keyof Settled> {
  const isGone = step.trigger === 'deprovision';
  const also = isGone ? await seatsGivenBack(step.before, step.before.quantity, table) : [];
  await saveWithAddOns(step, { cause, also }, table);
  return SETTLED[step.trigger];
}

/** A step that nobody asks for: it falls due. */
export type DueStep = SubscriptionStep & { readonly trigger: keyof typeof SETTLED };

/**
 * The next step that has fallen due of a subscription by `at`; undefined: none, or none of its own, since the term of an add-on
 * ends with that of its base.
 */
export async function dueStep(
  before: Subscription,
  at: Instant,
  deps: Pick<Deps, 'table' | 'records'>,
): Promise<DueStep | undefined> {
  if (before.status === 'deleted') return undefined;
  if (isGone(before, at))
    return { before, after: deprovisioned(before), trigger: 'deprovision', occurredAt: deprovisionAt(before)! };
  if (before.status !== 'active' || before.parentSubscriptionId !== undefined) return undefined;
  const agreement = await agreementOf(before, deps);
  const runOffEnd = runOffEndBefore(before, agreement, at);
  if (runOffEnd) return expiry(before, startOfDay(runOffEnd));
  return isTermOver(before, at) ? endTerm(before, agreement, deps) : undefined;
}

async function isTermEnding(of: Subscription, at: Instant, deps: Deps): Promise<boolean> {
  if (of.status !== 'active') return false;
  return isTermOver(of, at) || runOffEndBefore(of, await agreementOf(of, deps), at) !== undefined;
}

/** Seats of a counted offer go back to its cap and inventory. */
export async function seatsGivenBack(of: Subscription, seats: number, table: Deps['table']): Promise<Write[]> {
  const offer = findOffer(await catalogueStore(table).read(), of.offerId);
  if (!offer || seats === 0) return [];
  return allowanceWrites(await allowanceStore(table).load(of.customerId, [offer]), offer.id, -seats);
}

/** The end of a term that does not renew, or of what ends with the run-off, whatever its term (PRG-8). */
const expiry = (before: Subscription, occurredAt: Instant): DueStep => ({
  before,
  after: expired(before, occurredAt),
  trigger: 'expire',
  occurredAt,
});

async function endTerm(
  before: Subscription,
  agreement: PartnerAgreement,
  { table }: Pick<Deps, 'table'>,
): Promise<DueStep | undefined> {
  const occurredAt = startOfDay(before.termEndOn!);
  if (!renewsOn(before, agreement, true)) return expiry(before, occurredAt);
  const lock = await priceOfTerm(before, occurredAt, table);
  if (await rateAwaited(before, { lock, at: occurredAt }, table)) return undefined;
  if (!lock) return expiry(before, occurredAt);
  return { before, after: renewed(before, nextTerm(before, lock)), trigger: 'renew', occurredAt };
}

/**
 * M3: the exchange rate of the month of the new term, where it alone is missing for a base or for an add-on that renews with it: the
 * renewal waits for it, for no price is guessed, and nobody loses what runs because a rate is late. It counts from its own day then.
 */
async function rateAwaited(
  base: Subscription,
  { lock, at }: { readonly lock: PriceLock | undefined; readonly at: Instant },
  table: Deps['table'],
): Promise<MissingRate | undefined> {
  const missing = lock ? undefined : await missingRateOfTerm(base, at, table);
  if (missing || base.addOnIds.length === 0) return missing;
  const addOns = await subscriptionStore(table).loadMany(base, base.addOnIds);
  const prices = termPrices(at, table);
  for (const addOn of addOns.values()) {
    if (addOn.status !== 'active' || (await prices(addOn))) continue;
    const awaited = await missingRateOfTerm(addOn, at, table);
    if (awaited) return awaited;
  }
  return undefined;
}

/** Why a term that is over neither went on nor expired (M3): words for whoever asks. Undefined where it did. */
export async function renewalAwaits(
  of: Subscription,
  at: Instant,
  deps: Pick<Deps, 'table'>,
): Promise<string | undefined> {
  if (of.status !== 'active' || !isTermOver(of, at)) return undefined;
  const { parentSubscriptionId: baseId } = of;
  const base = baseId === undefined ? of : await subscriptionStore(deps.table).load({ ...of, subscriptionId: baseId });
  const missing = base?.termEndOn && (await rateAwaited(base, await termFacts(base, deps), deps.table));
  return `The renewal of ${of.offerName} waits${missing ? `: ${missingRateText(missing)}` : ''}.`;
}

async function termFacts(base: Subscription, { table }: Pick<Deps, 'table'>) {
  const at = startOfDay(base.termEndOn!);
  return { at, lock: await priceOfTerm(base, at, table) };
}

/** What the program sells itself rests on no agreement with a partner. */
async function agreementOf(of: Subscription, { records }: Deps): Promise<PartnerAgreement> {
  if (isDirect(of)) return { isSigned: true };
  const partner = (await records.account(of.partnerId))?.partner;
  return { isSigned: partner?.agreementSignedOn !== undefined, endedOn: partner?.agreementEndedOn };
}
