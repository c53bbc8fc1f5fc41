import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { ownerStore, type UsageOwner } from '../../usage/index.ts';
import type { Metered } from '../domain/metered.ts';
import type { RunningCost, Spending } from '../domain/spending.ts';
import { sumOf, totalCost } from '../domain/usage-cost.ts';
import { type MeteredIds, meteredStore } from '../store/metered-store.ts';
import { spendingStore } from '../store/spending-store.ts';
import type { CostMessage } from './cost-message.ts';
import type { CostsDeps, SpendingDeps } from './dependencies.ts';
import { saveSpending } from './save-spending.ts';
import { bookOf, inDollars, type OpenPeriod, openPeriod, ratedInPeriod, type UsedInPeriod } from './usage-estimate.ts';

/**
 * Running costs are small copies of what day sheets say, so that a partner with very many customers is answered without reading
 * them all. They are always computed anew from all sheets of a subscription, and all subscriptions of a customer, and never
 * added to: repeated, late or side by side they come out the same.
 */

/** Carries out one message. Throwing makes the queue deliver it again. */
export async function handleCostMessage(message: CostMessage, deps: CostsDeps): Promise<'costed'> {
  const at = message.at as Instant;
  if (message.kind === 'spending') {
    await refreshCustomer(message, at, deps);
    return 'costed';
  }
  for (const owner of await ownerStore(deps.table).of(message.subscriptionId)) {
    if (owner.billingType !== 'usage') continue;
    await refreshSubscription(owner, at, deps);
    await sumCustomer(owner, at, deps);
  }
  return 'costed';
}

/** Computes what is left of an earlier period, and what was used in this one by the rates as they are now, then adds up. */
async function refreshCustomer(pair: Pair, at: Instant, deps: CostsDeps): Promise<void> {
  const open = await openPeriod(pair.partnerId, utcDay(at), deps);
  for (const metered of await meteredStore(deps.table).ofCustomer(pair))
    if (open && metered.cost && (metered.cost.end < open.period.end || metered.cost.isUsed))
      await refreshSubscription(metered, at, deps);
  await sumCustomer(pair, at, deps);
}

type Pair = Omit<MeteredIds, 'subscriptionId'>;

/**
 * Computes the running cost of a subscription from its sheets. Nobody who has read older sheets saves over it, and a message that
 * comes late sees no less than those before it.
 */
export const refreshSubscription = (about: UsageOwner | Metered, at: Instant, deps: CostsDeps): Promise<void> =>
  meteredStore(deps.table).change(about, async (before) => {
    const asOf = before?.cost && before.cost.at > at ? before.cost.at : at;
    const open = await openPeriod(about.partnerId, utcDay(asOf), deps);
    if (!open) return undefined;
    const used = await ratedInPeriod(about, open, deps);
    return { ...(before ?? meteredOf(about)), cost: await costOf(used, open, asOf, deps) };
  });

/** One whose beginning has not been told yet: the next save of it does, and has its names. */
function meteredOf(about: UsageOwner | Metered): Omit<Metered, 'version'> {
  const { partnerId, customerId, subscriptionId, offerId, friendlyName } = about;
  return { partnerId, customerId, subscriptionId, offerId, friendlyName, status: 'active', asOf: 0 };
}

async function costOf(
  { days, isUsed }: UsedInPeriod,
  open: OpenPeriod,
  at: Instant,
  deps: CostsDeps,
): Promise<RunningCost> {
  const { period, account, today } = open;
  const total = totalCost(days);
  const book = await bookOf(open, deps);
  const { currency } = account.profile;
  return { start: period.start, end: period.end, total, currency, usd: inDollars(total, book, today), isUsed, at };
}

/** Adds up the customer's subscriptions, and tells what is to be told of the sum. Before the first of them there is nothing. */
export const sumCustomer = (pair: Pair, at: Instant, deps: SpendingDeps): Promise<Spending | undefined> =>
  retryOnConflict(async () => {
    const { partnerId, customerId } = pair;
    const before = await spendingStore(deps.table).load(partnerId, customerId);
    // What comes late knows no less than what was added up before.
    const asOf = before.cost && before.cost.at > at ? before.cost.at : at;
    const open = await openPeriod(partnerId, utcDay(asOf), deps);
    const metered = await meteredStore(deps.table).ofCustomer(pair);
    if (!open || metered.length === 0) return undefined;
    const costs = metered.flatMap(({ cost }) => (cost?.end === open.period.end ? [cost] : []));
    const cost: RunningCost = {
      start: open.period.start,
      end: open.period.end,
      total: sumOf(costs.map(({ total }) => total)),
      currency: open.account.profile.currency,
      usd: sumOf(costs.map(({ usd }) => usd)),
      isUsed: costs.some(({ isUsed }) => isUsed),
      at: asOf,
    };
    const actor = { tenantId: partnerId, kind: 'schedule' as const };
    const id = `spending:${customerId}:${asOf}`;
    return saveSpending(
      before,
      { ...before, cost },
      { at: asOf, cause: { actor, correlationId: id, causationId: id } },
      deps,
    );
  });
