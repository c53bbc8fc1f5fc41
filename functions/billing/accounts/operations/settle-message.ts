import * as z from 'zod';

/** What lies on the run's queue for an account whose invoices changed: see `settle` of `receivables`. */
export const SettleMessage = z.object({
  kind: z.literal('settle'),
  partnerId: z.string().min(1),
  /** When that was asked for. */
  at: z.string(),
});
export type SettleMessage = z.infer<typeof SettleMessage>;
