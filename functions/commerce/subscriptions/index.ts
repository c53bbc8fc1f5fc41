/** What operations and stores of the slices above may use. */
export { ROLE_ASSIGNMENTS_MAX, type RoleAssignment, withoutRole, withRole } from './domain/role-assignment.ts';
export {
  type Amendment as SubscriptionAmendment,
  firstTerm,
  handedOver,
  isGone,
  isTermOver,
  recycled,
  type Subscription,
  statusAt,
  suspended,
} from './domain/subscription.ts';
export { amendSubscription } from './operations/amend-subscription.ts';
export { decideChange } from './operations/decide-change.ts';
export type { SubscriptionsDeps } from './operations/dependencies.ts';
export { baseOf, loadSettled } from './operations/load-settled.ts';
export { loadSubscription, type SubscriptionCall } from './operations/load-subscription.ts';
export { notePlaces } from './operations/note-place.ts';
export { type QuoteCall, quoteChange } from './operations/quote-change.ts';
export { type Quote, type QuotedLine, quoteIntentions } from './operations/quote-intentions.ts';
export { toQuotedWire } from './operations/quote-wire.ts';
export { letAddOnsFollow, saveWithAddOns, stepBehindBase, stepsBehind } from './operations/save-family.ts';
export { settleBases } from './operations/settle-bases.ts';
export { renewalAwaits, seatsGivenBack, settleSubscription } from './operations/settle-subscription.ts';
export { settledView } from './operations/settled-view.ts';
export { type SubscriptionView, toSubscriptionsWire } from './operations/subscription-wire.ts';
export { lockedIn, missingRateOfTerm, type TermPrices, termPrices } from './operations/term-prices.ts';
export { supportsForPartner } from './operations/view-support-contact.ts';
export { entryOf, historiesOf } from './store/history-store.ts';
export { dueIndex, dueQueries, soldBy, subscriptionKey } from './store/keys.ts';
export {
  byAge,
  registerAddOns,
  type Save,
  type SubscriptionStep,
  savedSteps,
  saveWrites,
  soldTo,
  stepsThatFit,
  subscriptionOf,
  subscriptionStore,
  subscriptionUnchanged,
  WRITES_PER_STEP,
} from './store/subscription-store.ts';
