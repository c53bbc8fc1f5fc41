import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { allowanceStore, allowanceWrites, type CustomerScope } from '../../buying/index.ts';
import { catalogueStore, findOffer } from '../../catalogue/index.ts';
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
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { saveWithAddOns } from './save-family.ts';
import { priceOfTerm } from './term-prices.ts';

/** What settling did, by count. */
export interface Settled {
  readonly renewed: number;
  readonly expired: number;
  readonly deprovisioned: number;
}
export const NOTHING_SETTLED: Settled = { renewed: 0, expired: 0, deprovisioned: 0 };

type Deps = Pick<SubscriptionsDeps, 'table' | 'records'>;
type Scope = CustomerScope & { readonly subscriptionId: string };

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
  if (!before || before.status === 'deleted') return undefined;
  if (isGone(before, at)) return deprovision(before, cause, deps);
  if (before.status !== 'active') return undefined;
  const agreement = await agreementOf(before.partnerId, deps);
  const runOffEnd = runOffEndBefore(before, agreement, at);
  if (!runOffEnd && !isTermOver(before, at)) return undefined;
  if (before.parentSubscriptionId === undefined)
    return runOffEnd ? expire(before, startOfDay(runOffEnd), cause, deps) : endTerm(before, agreement, cause, deps);
  const parent = await settleSubscription({ ...scope, subscriptionId: before.parentSubscriptionId }, at, cause, deps);
  return parent.renewed > 0 ? 'renewed' : parent.expired > 0 ? 'expired' : undefined;
}

async function deprovision(before: Subscription, cause: Cause, { table }: Deps): Promise<'deprovisioned'> {
  const step = {
    before,
    after: deprovisioned(before),
    trigger: 'deprovision',
    occurredAt: deprovisionAt(before)!,
  } as const;
  await saveWithAddOns(step, { cause, also: await seatsGivenBack(before, before.quantity, table) }, table);
  return 'deprovisioned';
}

/** Seats of a counted offer go back to its cap and inventory. */
export async function seatsGivenBack(of: Subscription, seats: number, table: Deps['table']): Promise<Write[]> {
  const offer = findOffer(await catalogueStore(table).read(), of.offerId);
  if (!offer || seats === 0) return [];
  return allowanceWrites(await allowanceStore(table).load(of.customerId, [offer]), offer.id, -seats);
}

/** PRG-8: what ends with the run-off ends there, whatever its term. */
async function expire(before: Subscription, occurredAt: Instant, cause: Cause, { table }: Deps): Promise<'expired'> {
  const step = { before, after: expired(before, occurredAt), trigger: 'expire', occurredAt } as const;
  await saveWithAddOns(step, { cause }, table);
  return 'expired';
}

async function endTerm(
  before: Subscription,
  agreement: PartnerAgreement,
  cause: Cause,
  deps: Deps,
): Promise<'renewed' | 'expired'> {
  const occurredAt = startOfDay(before.termEndOn!);
  const lock = await priceOfTerm(before, occurredAt, deps.table);
  const renews = renewsOn(before, agreement, lock !== undefined);
  const after = renews && lock ? renewed(before, nextTerm(before, lock)) : expired(before, occurredAt);
  const trigger = after.status === 'active' ? 'renew' : 'expire';
  await saveWithAddOns({ before, after, trigger, occurredAt }, { cause }, deps.table);
  return trigger === 'renew' ? 'renewed' : 'expired';
}

async function agreementOf(partnerId: string, { records }: Deps): Promise<PartnerAgreement> {
  const partner = (await records.account(partnerId))?.partner;
  return { isSigned: partner?.agreementSignedOn !== undefined, endedOn: partner?.agreementEndedOn };
}
