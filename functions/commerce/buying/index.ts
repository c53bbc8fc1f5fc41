/** What operations and stores of the slices above may use. */
export { leftOf } from './domain/allowance.ts';
export { atListPrice, isDirect } from './domain/channel.ts';
export { addedCharge, firstCharge, lockPrice, pricingOf } from './domain/charge.ts';
export { checkLines, growthRefusal } from './domain/check-lines.ts';
export { counted, type Held, isLimited, isNear, liveOf, mergedHeld, trusted, withBought } from './domain/held.ts';
export type { AcceptedLine, LineRequest, RefusedLine } from './domain/line.ts';
export type { PriceLock } from './domain/price-lock.ts';
export { afterPurchase, type PartnerStanding } from './domain/purchase-eligibility.ts';
export { resellerRefusal } from './domain/reseller.ts';
export { type LoadedContext, lineContext, loadLimits, NO_HOLDINGS, priceLines } from './operations/line-context.ts';
export { codeOf, orderRefusal, textOf } from './operations/line-refusals.ts';
export { type Buying, checkPurchase, overCredit } from './operations/purchase-checks.ts';
export { type Allowances, allowanceStore, allowanceWrites } from './store/allowance-store.ts';
export { type CustomerScope, customerPartition, seatCapPartition } from './store/keys.ts';
export { networkStore } from './store/network-store.ts';
export { type Purchases, purchasesStore, purchasesWrite } from './store/purchases-store.ts';
