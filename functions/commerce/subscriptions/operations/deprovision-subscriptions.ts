import { addMs } from '../../../../shared/kernel/time.ts';
import { settling } from './renew-subscriptions.ts';

/**
 * SUB-4: records the end of subscriptions that were suspended for 60 days. Whoever reads or changes one judges its
 * status to the millisecond anyway; the event takes effect at suspension plus 60 days, however late this runs.
 */
export const deprovisionSubscriptions = settling('deprovisionSubscriptions', 'DEPROVISION', {
  until: (at) => addMs(at, 1),
  counts: { deprovisioned: 0 },
});
