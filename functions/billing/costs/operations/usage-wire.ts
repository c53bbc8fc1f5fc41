import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type DayPeriod, type Instant, toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import type { BillingAccount } from '../../accounts/index.ts';
import { percentUsed } from '../domain/budget.ts';
import type { Metered } from '../domain/metered.ts';
import type { RunningCost } from '../domain/spending.ts';
import type { MeteredSpending } from '../store/spending-store.ts';
import { budgetMembers } from './usage-budget.ts';
import type { OpenPeriod } from './usage-estimate.ts';

/** What every usage estimate says alike (billing contract 9.11). */
export interface Costed {
  readonly id: string;
  readonly name: string;
  readonly total: string;
  readonly usd: string;
  readonly at: Instant;
}

/** Clients parse it as a culture: English as it is written in the partner's country. */
const localeOf = ({ profile }: BillingAccount): string => `en-${profile.country}`;

export const costMembers = ({ id, name, total, usd, at }: Costed, account: BillingAccount) => ({
  resourceId: id,
  id,
  resourceName: name,
  name,
  totalCost: Number(total),
  currencyLocale: localeOf(account),
  currencyCode: account.profile.currency,
  usdTotalCost: Number(usd),
  lastModifiedDate: toWireInstant(at),
});

/** Meters and resources have no culture and no second name. */
export const plainCostMembers = ({ total, usd, at }: Omit<Costed, 'id' | 'name'>, account: BillingAccount) => ({
  totalCost: Number(total),
  currencyCode: account.profile.currency,
  usdTotalCost: Number(usd),
  lastModifiedDate: toWireInstant(at),
});

export const periodMembers = ({ start, end }: DayPeriod) => ({
  billingStartDate: toWireDay(start),
  billingEndDate: toWireDay(addDays(end, -1)),
});

/** What was computed for an earlier period says nothing of this one, in which nothing was used yet. */
export function costIn(cost: RunningCost | undefined, { period }: OpenPeriod, otherwise: Instant) {
  if (cost?.end === period.end) return { total: cost.total, usd: cost.usd, at: cost.at };
  return { total: '0', usd: '0', at: cost?.at ?? otherwise };
}

export const percentIn = (spending: MeteredSpending, total: string): number =>
  Number(percentUsed(total, spending.budget));

export const toWireCustomerRecord = (
  spending: MeteredSpending,
  name: string,
  { open, at }: { open: OpenPeriod; at: Instant },
) => {
  const cost = costIn(spending.cost, open, at);
  return {
    ...costMembers({ id: spending.customerId, name, ...cost }, open.account),
    budget: budgetMembers(spending),
    percentUsed: percentIn(spending, cost.total),
    isUpgraded: false as const,
    attributes: { objectType: 'CustomerMonthlyUsageRecord' as const },
  };
};

export const toWireSubscriptionRecord = (metered: Metered, { open, at }: { open: OpenPeriod; at: Instant }) => ({
  ...costMembers(
    { id: shownId(metered.subscriptionId), name: metered.friendlyName, ...costIn(metered.cost, open, at) },
    open.account,
  ),
  status: metered.status,
  partnerOnRecord: metered.partnerOnRecord ?? '',
  offerId: metered.offerId,
  attributes: { objectType: 'SubscriptionMonthlyUsageRecord' as const },
});
