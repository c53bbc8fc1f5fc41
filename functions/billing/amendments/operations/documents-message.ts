import * as z from 'zod';

/** What lies on the run's queue for a document that is issued and not written yet. */
export const DocumentsMessage = z.object({
  kind: z.literal('documents'),
  invoiceId: z.string().min(1),
  /** When that was asked for. */
  at: z.string(),
});
export type DocumentsMessage = z.infer<typeof DocumentsMessage>;
