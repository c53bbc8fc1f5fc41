/** What operations and stores of the slices above may use. */
export {
  invoicedDays,
  isAside,
  type KnownSubscription,
  linesIn,
  type Obstacle,
  obstacleTo,
} from './domain/subscription.ts';
export { type Tally, tally } from './domain/tally.ts';
export { mergedShares, type TaxShare, type TaxShares, taxShares } from './domain/tax-shares.ts';
export { addTotals, NO_TOTALS, type Totals } from './domain/totals.ts';
export type { ConsumerDeps } from './operations/dependencies.ts';
export { type OpenLines, openLines } from './operations/open-lines.ts';
export type { BillingCase, CaseReason } from './store/case-item.ts';
export { caseWrite, mendedWrite } from './store/case-store.ts';
export { asideOf, fromItem, idsOf } from './store/subscription-item.ts';
export { type SubscriptionIds, setAsideWrite, sizeWrite, subscriptionStore } from './store/subscription-store.ts';
