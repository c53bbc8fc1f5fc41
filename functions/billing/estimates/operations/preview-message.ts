import * as z from 'zod';
import { type Day, type Instant, isDay } from '../../../../shared/kernel/time.ts';

const about = {
  partnerId: z.string().min(1),
  asOf: z
    .string()
    .refine(isDay)
    .transform((text) => text as Day),
  /** Names the run. */
  startedAt: z.string().transform((text) => text as Instant),
};

/** What lies on the run's queue for previews: a range of a partner's subscriptions to add up, or one to finish. */
export const PreviewMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('preview'), ...about, range: z.number().int().min(0) }),
  z.object({ kind: z.literal('previewed'), ...about }),
]);
export type PreviewMessage = z.infer<typeof PreviewMessage>;
