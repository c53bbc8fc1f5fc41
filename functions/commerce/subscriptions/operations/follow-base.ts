import { DirectSubscriptionChanged, type SubscriptionUpdated } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { letAddOnsFollow } from './save-family.ts';

/** SUB-2, SUB-5: lets add-ons follow a base; only for its latest version, since a later event will do for a later one. */
export async function followBase(
  event: EventOf<typeof SubscriptionUpdated | typeof DirectSubscriptionChanged>,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<void> {
  const { after } = event.detail;
  if (after.parentSubscriptionId !== undefined) return;
  const scope = { partnerId: sellerOf(event), customerId: after.customerId, subscriptionId: event.aggregateId };
  const base = await subscriptionStore(table).load(scope);
  if (base?.version !== event.aggregateVersion) return;
  await letAddOnsFollow(base, instant(event.occurredAt), causeOf(event), table);
}

/** An event of a partner's sale is the partner's, one of a direct sale the customer's. */
export const sellerOf = ({ type, tenantId }: { readonly type: string; readonly tenantId: string }): string =>
  type === DirectSubscriptionChanged.type ? DIRECT_CHANNEL : tenantId;
