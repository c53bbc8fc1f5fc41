import type { Operation } from '../../../../shared/http/call.ts';
import type { OrdersDeps } from '../../orders/index.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { quotesRoutes } from '../routes.ts';

/** What quotes work with: what the changes work with that they price. */
export type QuotesDeps = SubscriptionsDeps & OrdersDeps;

/** An operation of this slice, by its name in the route table. */
export type QuotesOperation<Name extends keyof typeof quotesRoutes> = Operation<
  (typeof quotesRoutes)[Name],
  QuotesDeps
>;
