import * as z from 'zod';
import { isDay } from '../shared/kernel/time.ts';

/**
 * A rate card as it holds from a day on: the object that `RateCardPublished` names, gzipped JSON. Objects are named by their content
 * and stay. Quantities and rates are decimal texts, in the currency of the card.
 */
export const RateCardFile = z.object({
  meters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      subcategory: z.string(),
      region: z.string(),
      unit: z.string(),
      tags: z.array(z.string()),
      /** By lower bound of billable units, ascending, from `0` on. */
      tiers: z.array(z.object({ from: z.string(), rate: z.string() })),
      /** First day of the version that sets it so. */
      on: z.string().refine(isDay),
    }),
  ),
  /** What comes off the rates; terms in effect on a day add up. */
  terms: z
    .array(
      z.object({
        /** 0 to 1. */
        discount: z.string(),
        excludedMeterIds: z.array(z.string()),
        effectiveOn: z.string().refine(isDay),
      }),
    )
    .optional(),
});
export type RateCardFile = z.infer<typeof RateCardFile>;
