import { collection, link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type Instant, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { RateBook } from '../../rate-cards/index.ts';
import { ownerStore, type RatedDay, type UsageOwner, usageStore } from '../../usage/index.ts';
import { resourceOf } from '../domain/resource-uri.ts';
import { type CostGroup, groupedBy } from '../domain/usage-cost.ts';
import type { costsRoutes } from '../routes.ts';
import { meteredStore } from '../store/metered-store.ts';
import type { CostsDeps } from './dependencies.ts';
import { bookOf, inDollars, type OpenPeriod, openPeriod, ratedInPeriod } from './usage-estimate.ts';
import { costIn, costMembers, periodMembers, plainCostMembers } from './usage-wire.ts';

type Routes = typeof costsRoutes;

/** USG-4: what one subscription costs in the open period, as last computed. */
export const viewSubscriptionUsageSummary: Operation<Routes['viewSubscriptionUsageSummary'], CostsDeps> = async (
  call,
  deps,
) => {
  const found = await subscriptionOf(call, deps);
  if (!found.ok) return found;
  const { owner, open } = found.value;
  const [metered] = (await meteredStore(deps.table).ofCustomer(owner)).filter(
    ({ subscriptionId }) => subscriptionId === owner.subscriptionId,
  );
  const id = shownId(owner.subscriptionId);
  return ok({
    status: 200,
    body: {
      ...costMembers({ id, name: owner.friendlyName, ...costIn(metered?.cost, open, call.at) }, open.account),
      ...periodMembers(open.period),
      links: { self: link(`/customers/${owner.customerId}/subscriptions/${id}/usagesummary`) },
      attributes: { objectType: 'SubscriptionUsageSummary' },
    },
  });
};

/** USG-4: by meter, in the shape that clients know as resources. */
export const listResourceUsage: Operation<Routes['listResourceUsage'], CostsDeps> = async (call, deps) => {
  const found = await usedOf(call, deps);
  if (!found.ok) return found;
  const { open, costed } = found.value;
  const records = found.value
    .groups(({ meterId }) => meterId)
    .map((group) => ({
      ...costMembers({ id: group.first.meterId, name: group.first.rate.name, ...costed(group) }, open.account),
      ...meterMembers(group),
      attributes: { objectType: 'AzureResourceMonthlyUsageRecord' as const },
    }));
  return ok({ status: 200, body: collection(records) });
};

/** By day; an older shape that clients still ask for. */
export const listDailyUsage: Operation<Routes['listDailyUsage'], CostsDeps> = async (call, deps) => {
  const found = await usedOf(call, deps);
  if (!found.ok) return found;
  const { owner, open, costed } = found.value;
  const id = shownId(owner.subscriptionId);
  const records = found.value
    .groups(({ used }) => used.usageOn)
    .map((group) => ({
      ...costMembers({ id, name: owner.friendlyName, ...costed(group) }, open.account),
      dateUsed: toWireDay(group.first.used.usageOn),
      attributes: { objectType: 'SubscriptionDailyUsageRecord' as const },
    }));
  return ok({ status: 200, body: collection(records) });
};

/** USG-4: by meter. */
export const listMeterUsage: Operation<Routes['listMeterUsage'], CostsDeps> = async (call, deps) => {
  const found = await usedOf(call, deps);
  if (!found.ok) return found;
  const { owner, open, costed } = found.value;
  const records = found.value
    .groups(({ meterId }) => meterId)
    .map((group) => ({
      subscriptionId: shownId(owner.subscriptionId),
      meterId: group.first.meterId,
      meterName: group.first.rate.name,
      ...meterMembers(group),
      ...plainCostMembers(costed(group), open.account),
      attributes: { objectType: 'MeterUsageRecord' as const },
    }));
  return ok({ status: 200, body: collection(records) });
};

/** USG-4: by resource instance. */
export const listResourceInstanceUsage: Operation<Routes['listResourceInstanceUsage'], CostsDeps> = async (
  call,
  deps,
) => {
  const found = await usedOf(call, deps);
  if (!found.ok) return found;
  const { owner, open, costed } = found.value;
  const records = found.value
    .groups(({ used }) => used.resourceUri)
    .map((group) => ({
      subscriptionId: shownId(owner.subscriptionId),
      resourceUri: group.first.used.resourceUri,
      ...resourceOf(group.first.used.resourceUri),
      // A subscription has one entitlement, of the same id.
      entitlementId: owner.subscriptionId,
      entitlementName: owner.friendlyName,
      ...plainCostMembers(costed(group), open.account),
      attributes: { objectType: 'ResourceUsageRecord' as const },
    }));
  return ok({ status: 200, body: collection(records) });
};

const meterMembers = ({ first: { rate }, quantity }: CostGroup) => ({
  category: rate.category,
  subcategory: rate.subcategory,
  quantityUsed: Number(quantity),
  unit: rate.unit,
});

interface SubscriptionCall {
  readonly caller: { readonly tenantId: string };
  readonly customer: { readonly customerId: string };
  readonly path: { readonly subscriptionId: string };
  readonly at: Instant;
}
type Refused = Refusal<'subscription_not_found' | 'not_usage_based'>;
interface Found {
  readonly owner: UsageOwner;
  readonly open: OpenPeriod;
}

/** The caller's own usage-based subscription of the path; one of seats is told apart. */
async function subscriptionOf(
  { caller, customer, path, at }: SubscriptionCall,
  deps: CostsDeps,
): Promise<Result<Found, Refused>> {
  const owners = await ownerStore(deps.table).of(path.subscriptionId);
  const owner = owners.find(
    ({ partnerId, customerId }) => partnerId === caller.tenantId && customerId === customer.customerId,
  );
  const open = owner && (await openPeriod(caller.tenantId, utcDay(at), deps));
  if (!open) return refuse('subscription_not_found');
  return owner.billingType === 'usage' ? ok({ owner, open }) : refuse('not_usage_based');
}

/** Sums of a day, meter and resource that are rated within one call: some seconds, and some 600 MB. */
export const ROWS_AT_THE_CALL = 100_000;

interface Used extends Found {
  /** What was used, grouped by a text. */
  groups(keyOf: (day: RatedDay) => string): CostGroup[];
  /** What a group costs, and until when it is known. */
  costed(group: CostGroup): { readonly total: string; readonly usd: string; readonly at: Instant };
}

/** Its usage of the open period, rated now: it reads the sheets of one subscription, at most one a day. */
async function usedOf(
  call: SubscriptionCall,
  deps: CostsDeps,
): Promise<Result<Used, Refused | Refusal<'invalid_input'>>> {
  const found = await subscriptionOf(call, deps);
  if (!found.ok) return found;
  const { owner, open } = found.value;
  if ((await usageStore(deps).rowCount(owner, open.period)) > ROWS_AT_THE_CALL) {
    const description = `The subscription used more than ${ROWS_AT_THE_CALL} meters, resources and days in the open period: read its summary, or its utilisation by pages.`;
    return refuse('invalid_input', { field: 'subscriptionId', description });
  }
  const { days } = await ratedInPeriod(owner, open, deps);
  const book: RateBook = await bookOf(open, deps);
  return ok({
    ...found.value,
    groups: (keyOf) => groupedBy(days, keyOf),
    costed: ({ total }) => ({ total, usd: inDollars(total, book, open.today), at: call.at }),
  });
}
