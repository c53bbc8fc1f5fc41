import { ok } from '../../../../shared/kernel/result.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

/** Whether a subscription is there, for how many, and until when; it is there as soon as it can be read. */
export const viewSubscriptionProvisioning: SubscriptionsOperation<'viewSubscriptionProvisioning'> = async (
  call,
  deps,
) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const { planId, quantity, termEndOn } = found.value;
  return ok({
    status: 200,
    body: {
      skuId: planId,
      status: 'success',
      quantity,
      endDate: termEndOn ? toWireDay(termEndOn) : '9999-12-31T00:00:00Z',
      attributes: { objectType: 'SubscriptionProvisioningStatus' },
    },
  });
};
