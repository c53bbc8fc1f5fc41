import * as z from 'zod';

/** What lies on the queue of usage: a batch that is to be folded. */
export const FoldMessage = z.object({
  kind: z.literal('fold'),
  batchId: z.string().min(1).max(100),
  /** Batches of earlier days have been tried before it up to this one. */
  after: z.string().min(1).max(100).optional(),
});
export type FoldMessage = z.infer<typeof FoldMessage>;
