import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import type { Buying } from '../../buying/index.ts';
import { isGone, isTermOver } from '../domain/subscription.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { settleSubscription } from './settle-subscription.ts';

/** SUB-2: a base whose term is over renews before an add-on is bought for it, also when the daily job is still to come. */
export async function settleBases(
  { at, caller, customer, cause }: Buying & { readonly cause: Cause },
  lines: readonly { readonly parentSubscriptionId?: string | undefined }[],
  deps: Pick<SubscriptionsDeps, 'table' | 'records'>,
): Promise<void> {
  const ids = lines.flatMap(({ parentSubscriptionId }) => parentSubscriptionId ?? []);
  if (ids.length === 0) return;
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId };
  const bases = await subscriptionStore(deps.table).loadMany(scope, ids);
  for (const [subscriptionId, base] of bases)
    if (isTermOver(base, at) || isGone(base, at))
      await settleSubscription({ ...scope, subscriptionId }, at, cause, deps);
}
