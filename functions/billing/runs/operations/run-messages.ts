import * as z from 'zod';

const about = {
  runId: z.string().min(1),
  /** When it was asked for. */
  at: z.string(),
};

/** What lies on the billing run's queue for runs over many partners. */
export const BillingRunMessage = z.discriminatedUnion('kind', [
  /** Visits some of the partners, from a place on, and asks for the rest. */
  z.object({ kind: z.literal('runWalk'), ...about, after: z.record(z.string(), z.string()).optional() }),
  /** Looks what has come of all of them. */
  z.object({ kind: z.literal('runSweep'), ...about }),
  /** Estimates one period of one partner. */
  z.object({ kind: z.literal('runPreview'), ...about, partnerId: z.string(), billingOn: z.string() }),
]);
export type BillingRunMessage = z.infer<typeof BillingRunMessage>;

export type PartnersOutcome = 'walked' | 'swept' | 'previewedRow' | 'settled';
