import type { Day } from '../../../../shared/kernel/time.ts';

/** The region that a partner is authorised for, from the first day of a billing period on, until another one follows (PRG-3). */
export interface PartnerRegion {
  readonly from: Day;
  readonly region: string;
}

/** Those of all periods so far, oldest first, with that of the next: repeats of a region are not written down. */
export const withRegion = (regions: readonly PartnerRegion[], next: PartnerRegion): readonly PartnerRegion[] =>
  regions.at(-1)?.region === next.region ? regions : [...regions, next];
