import * as z from 'zod';

/** Failed subscriptions that a message names: some 80 KB of the 256 that a message holds. */
export const FAILED_MAX = 2000;

/** What lies on the queue of usage: a batch that is to be folded. */
export const FoldMessage = z.object({
  kind: z.literal('fold'),
  batchId: z.string().min(1).max(100),
  /** Batches of earlier days have been tried before it up to this one. */
  after: z.string().min(1).max(100).optional(),
  /** Subscriptions that failed among these: their later batches wait behind them. */
  failed: z.array(z.string().min(1).max(100)).max(FAILED_MAX).optional(),
});
export type FoldMessage = z.infer<typeof FoldMessage>;
