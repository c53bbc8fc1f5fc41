import * as z from 'zod';

const at = z.string();

/** Work on running costs. Each may come twice, late, or beside another: what it does follows from what is stored. */
export const CostMessage = z.discriminatedUnion('kind', [
  /** A subscription was used, as of an instant. */
  z.object({ kind: z.literal('used'), subscriptionId: z.string(), at }),
  /** A customer is to be looked at again: its period may be over, or a warning due. */
  z.object({ kind: z.literal('spending'), partnerId: z.string(), customerId: z.string(), at }),
]);
export type CostMessage = z.infer<typeof CostMessage>;
