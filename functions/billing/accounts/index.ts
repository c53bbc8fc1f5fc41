/** What operations and stores of the slices above may use. */
export { type AccountBalance, type BalanceFacts, balanceAfter, owedOf } from './domain/account-balance.ts';
export {
  allocated,
  BOOK_ACCOUNTS,
  type Books,
  creditApplied,
  creditFreed,
  deallocated,
  incentivesAccrued,
  incentivesPaidOut,
  invoiceIssued,
  type MovedInvoice,
  type Movement,
  noteIssued,
  paymentReceived,
  paymentTakenBack,
  trialBalance,
  writeOffTakenBack,
  writtenOff,
} from './domain/books.ts';
export { currencySymbol } from './domain/currency.ts';
export type { CustomerRange } from './domain/customer-range.ts';
export { enteredAmount } from './domain/entered-amount.ts';
export type { PartnerRegion } from './domain/region.ts';
export { percentFrom, type TaxRate, taxRateOn } from './domain/tax.ts';
export { contentOf } from './operations/content-of.ts';
export { customerNames } from './operations/customer-names.ts';
export { regionsOf } from './operations/regions.ts';
export { SettleMessage } from './operations/settle-message.ts';
export { taxRatesOf } from './operations/tax-rates.ts';
export type { BillingProfile } from './store/account-item.ts';
export { accountStore, type BillingAccount, movementWrites, termsWrite } from './store/account-store.ts';
export type { CustomerName } from './store/customer-items.ts';
export { dueQuery, type KeyRange, sortRange, termsKey as termsAggregate, unsettledQuery } from './store/keys.ts';
export { namesStore } from './store/names-store.ts';
export type { OfferName } from './store/offer-item.ts';
export { begunAt, doneMember, doneRanges, type PeriodRow, type RunPlan } from './store/period-item.ts';
export { duePeriod, openCheck, openWrite, periodStore, settledWrite } from './store/period-store.ts';
export type { BillingTerms, CollectionsStep } from './store/terms-item.ts';
