import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import { subscriptionCustomerKey } from './keys.ts';

interface Ids {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Whose a subscription is: ids of lines begin with a subscription, and everything else is found by customer. */
export const subscriptionCustomerItem = storedKind<{ readonly customerId: string }>({
  kind: 'billedSubscriptionCustomer',
  shape: 1,
  upgrades: [],
});

/** Never changes, so that it is repeated without harm. */
export const customerOfWrite = ({ partnerId, customerId, subscriptionId }: Ids): Write => ({
  put: subscriptionCustomerItem.toItem(subscriptionCustomerKey(partnerId, subscriptionId), { customerId }),
});

/** Which customer has a subscription. Unknown of those whose history began before this was written down. */
export async function customerOf(
  { partnerId, subscriptionId }: Omit<Ids, 'customerId'>,
  { table }: { table: Table },
): Promise<string | undefined> {
  const item = await table.get(subscriptionCustomerKey(partnerId, subscriptionId));
  return item && subscriptionCustomerItem.fromItem(item).customerId;
}
