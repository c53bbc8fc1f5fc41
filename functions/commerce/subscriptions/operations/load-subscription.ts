import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Subscription } from '../domain/subscription.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';

export interface SubscriptionCall {
  readonly caller: Caller;
  readonly customer: RelatedCustomer;
  readonly path: { readonly subscriptionId: string };
}

export const scopeOf = ({ caller, customer, path }: SubscriptionCall) => ({
  partnerId: caller.tenantId,
  customerId: customer.customerId,
  subscriptionId: path.subscriptionId.toLowerCase(),
});

/** The subscription of the path, if this partner sold it to this customer (SUB-7); anyone else's does not exist. */
export async function loadSubscription(
  call: SubscriptionCall,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<Result<Subscription, Refusal<'subscription_not_found'>>> {
  const found = await subscriptionStore(table).load(scopeOf(call));
  return found ? ok(found) : refuse('subscription_not_found');
}
