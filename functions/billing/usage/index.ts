/** What operations and stores of the slices above may use. */
export { condensed } from './domain/condensed.ts';
export type { DaySheet, SheetRow, UsageFacts } from './domain/day-sheet.ts';
export type { VoidedInvoice } from './domain/meter-period.ts';
export { type RatedDay, ratedDays } from './domain/rated-days.ts';
export { rateUsage, type UsageToRate } from './domain/rating.ts';
export type { UsageLine, UsageReason } from './domain/usage-line.ts';
export { endedOn, notRunningOn, ownerOn, type UsageOwner } from './domain/usage-owner.ts';
export type { FoldDeps, UsageDeps } from './operations/dependencies.ts';
export { uncountedSubscriptions, usageIsSettled } from './store/batch-store.ts';
export { customerOf, ownerStore } from './store/owner-store.ts';
export { type SheetDeps, type SheetIds, type SheetReading, type UsageStore, usageStore } from './store/sheet-store.ts';
