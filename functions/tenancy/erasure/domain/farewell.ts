import { addDaysTo, type Instant } from '../../../../shared/kernel/time.ts';

/** Days for which a customer, and the partner that it had last, know that it may be erased (CUS-6). */
export const NOTICE_DAYS = 30;

/** A customer that was left at or before this instant is told as of `at`: with the notice, the grace is over then. */
export const leftLongEnough = (at: Instant, graceDays: number): Instant => addDaysTo(at, NOTICE_DAYS - graceDays);

/** From when on a customer may be erased that is told at this instant, however late that is. */
export const erasableFrom = (toldAt: Instant): Instant => addDaysTo(toldAt, NOTICE_DAYS);
