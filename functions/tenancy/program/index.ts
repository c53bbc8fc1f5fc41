/** What operations and stores of the slices above may use. */

export { isEnded, isRunOffOver, mayDoNewBusiness, type Partner, runOffEndOf } from './domain/partner.ts';
export { scheduleCause } from './operations/schedule-cause.ts';
export { choiceStore } from './store/choice-store.ts';
export { cut, duePartners, END, lower } from './store/keys.ts';
export { offeredChoiceItem, partnerItem } from './store/partner-item.ts';
export { partnerStore } from './store/partner-store.ts';
