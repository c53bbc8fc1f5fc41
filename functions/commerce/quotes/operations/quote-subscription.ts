import type * as z from 'zod';
import { newBusinessRefusal } from '../../../../shared/http/authorize.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Buying } from '../../buying/index.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { orderStore, quoteCycleChange } from '../../orders/index.ts';
import {
  loadSubscription,
  type Quote,
  quoteChange,
  quoteIntentions,
  type Subscription,
  toQuotedWire,
} from '../../subscriptions/index.ts';
import type * as s from '../schemas.ts';
import type { QuotesDeps, QuotesOperation } from './dependencies.ts';

/**
 * BIL-9: any intended change of a subscription, priced before it is done. Seats and status as a change of the subscription, the
 * billing cycle as one of its order: the same checks refuse both, and both are charged by the same rules.
 */
export const quoteSubscription: QuotesOperation<'quoteSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const { quantity, status, billingCycle } = call.body;
  const quote =
    billingCycle === undefined
      ? await quoteChange(found.value, { quantity, status }, call, deps)
      : await quoteCycle(found.value, billingCycle as BillingCycle, call, deps);
  return quote.ok ? ok({ status: 200, body: toQuoteWire(quote.value) }) : quote;
};

/** As the order's own change is decided, without finishing first what is being made from it. */
async function quoteCycle(
  of: Subscription,
  billingCycle: BillingCycle,
  call: Buying & { readonly ifMatch?: string | undefined },
  deps: QuotesDeps,
) {
  if (!etagMatches(call.ifMatch, etagOf(of.subscriptionId, of.version))) return refuse('stale_etag');
  const order = await orderStore(deps.table).load(of);
  if (!order) return refuse('order_not_found');
  if (order.billingCycle === billingCycle) return ok(await quoteIntentions([], call, deps));
  if (order.status === 'pending') return refuse('order_provisioning');
  const account = newBusinessRefusal(call.caller, call.at);
  return account ? refuse(account) : quoteCycleChange(order, billingCycle, call, deps);
}

const toQuoteWire = (quote: Quote): z.input<typeof s.Quote> => ({
  currency: quote.currency,
  total: amountNumber(quote.total),
  lines: quote.lines.map((quoted) => ({
    subscriptionId: quoted.subscription.subscriptionId.toUpperCase(),
    offerId: quoted.subscription.offerId,
    quantity: quoted.line.quantity,
    ...toQuotedWire(quoted, quote),
  })),
  attributes: { objectType: 'Quote' },
});
