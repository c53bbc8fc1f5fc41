import { z } from 'zod';

/** Who invoices partners: what the operator's deployment says (infra/README, switches). Texts in any script. */
export type Seller = z.infer<typeof Seller>;
export const Seller = z.object({
  name: z.string().min(1),
  /** Lines as they stand on a letter. */
  address: z.array(z.string()),
  taxId: z.string().optional(),
  /** Lines that say to which account partners pay; none: their agreement names it. */
  bankDetails: z.array(z.string()),
});
