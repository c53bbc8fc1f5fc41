import * as z from 'zod';

const about = {
  partnerId: z.string().min(1),
  /** Number of the invoice or note. */
  documentId: z.string().min(1),
};

/** What lies on the run's queue for an issued document that is to be counted: all of it, or one of its parts. */
export const AccrualMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accrue'), ...about }),
  z.object({ kind: z.literal('accruePart'), ...about, part: z.number().int().min(0) }),
]);
export type AccrualMessage = z.infer<typeof AccrualMessage>;
