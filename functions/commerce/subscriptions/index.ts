/** What operations and stores of the slices above may use. */
export {
  firstTerm,
  isGone,
  isTermOver,
  recycled,
  type Subscription,
  statusAt,
} from './domain/subscription.ts';
export type { SubscriptionsDeps } from './operations/dependencies.ts';
export { loadSubscription, type SubscriptionCall } from './operations/load-subscription.ts';
export { type QuoteCall, quoteChange } from './operations/quote-change.ts';
export { type Quote, type QuotedLine, quoteIntentions } from './operations/quote-intentions.ts';
export { toQuotedWire } from './operations/quote-wire.ts';
export { saveWithAddOns, stepBehindBase, stepsBehind } from './operations/save-family.ts';
export { settleBases } from './operations/settle-bases.ts';
export { settleSubscription } from './operations/settle-subscription.ts';
export { settledView } from './operations/settled-view.ts';
export { type TermPrices, termPrices } from './operations/term-prices.ts';
export { entryOf, historiesOf } from './store/history-store.ts';
export { dueIndex, dueQueries, subscriptionKey } from './store/keys.ts';
export {
  creationWithStepWrites,
  creationWrites,
  registerAddOns,
  type SubscriptionStep,
  soldTo,
  stepWrites,
  subscriptionOf,
  subscriptionStore,
  WRITES_PER_STEP,
} from './store/subscription-store.ts';
