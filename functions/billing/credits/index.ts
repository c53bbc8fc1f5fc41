/** What operations and stores of the slices above may use. */
export type { Credit, CreditKind } from './domain/credit.ts';
export { usageCreditLines, withCredits } from './domain/credit-line.ts';
export { carryCredits } from './operations/carry-credits.ts';
export {
  billingDatesOf,
  type CreditedSubscription,
  creditedSubscriptions,
  creditReader,
} from './operations/credit-reader.ts';
export type { CreditsDeps } from './operations/dependencies.ts';
export { openCredits, openLinesWithCredits } from './operations/open-lines-with-credits.ts';
