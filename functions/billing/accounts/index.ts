/** What operations and stores of the slices above may use. */
export { currencySymbol } from './domain/currency.ts';
export { followingPeriod } from './domain/period.ts';
export type { TaxRate } from './domain/tax.ts';
export { customerNames } from './operations/customer-names.ts';
export { taxRatesOf } from './operations/tax-rates.ts';
export {
  type AccountBalance,
  accountStore,
  type BillingAccount,
  type BillingProfile,
  balanceWrite,
} from './store/account-store.ts';
export { type KeyRange, sortRange } from './store/keys.ts';
export { type CustomerName, namesStore, type OfferName } from './store/names-store.ts';
export { begunAt, openWrite, type PeriodRow, periodStore, type RunPlan, settledWrite } from './store/period-store.ts';
