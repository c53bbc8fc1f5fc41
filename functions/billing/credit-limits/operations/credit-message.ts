import * as z from 'zod';

/** What lies on the worker's queue for a partner whose credit is to be computed anew. */
export const CreditMessage = z.object({
  kind: z.literal('credit'),
  partnerId: z.string().min(1),
  /** When that was asked for. */
  at: z.string(),
});
export type CreditMessage = z.infer<typeof CreditMessage>;
