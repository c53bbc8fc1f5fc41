import * as z from 'zod';
import type { Day } from '../../../../shared/kernel/time.ts';

const IsoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((text) => text as Day);

const about = {
  partnerId: z.string().min(1),
  /** Billing date of the period. */
  billingOn: IsoDay,
  /** Time of the schedule that set the run going. */
  scheduledAt: z.string(),
};

/** What lies on the run's queue: a range of a partner's subscriptions to compute, or a period to finish. */
export const RunMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('range'), ...about, range: z.number().int().min(0) }),
  z.object({ kind: z.literal('finish'), ...about }),
]);
export type RunMessage = z.infer<typeof RunMessage>;
