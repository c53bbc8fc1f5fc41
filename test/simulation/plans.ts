import { chance } from '../support/chance.ts';
import type { SimulationPlan } from './simulate.ts';

/** Notice is given in the first weeks, takes effect in thirty days and more, and what was sold runs off for a year. */
const LONG_ENOUGH_TO_RUN_OFF = 470;

/**
 * The plan that a seed stands for: a small partner or two for a year and a month, some of them with much trouble, some
 * with none. A year and a month, so that terms of twelve months end and renew.
 */
export function planOf(seed: string): SimulationPlan {
  const draws = chance(`plan/${seed}`);
  const isCalm = draws.isTrue(0.25);
  const base = {
    seed,
    days: 400,
    partners: draws.between(1, 4),
    customersPerPartner: draws.between(1, 3),
    wishesPerYear: draws.between(20, 120),
    largeOrders: draws.of([0, 0, 0, 0.15]),
    quietDays: 0.015,
    taxChanges: draws.of([0, 0.01, 0.05]),
    troubles: isCalm
      ? { crash: 0, conflict: 0, indexLag: 0, duplicate: 0, together: 0, late: 0 }
      : {
          crash: draws.of([0, 0.005, 0.03]),
          conflict: draws.of([0, 0.05]),
          indexLag: draws.of([0, 0.3]),
          duplicate: draws.of([0.02, 0.3]),
          together: draws.of([0, 0.5]),
          late: draws.of([0, 0.01, 0.1]),
        },
    writesPdf: draws.isTrue(0.1),
  };
  const endings = draws.of([0, 0, 0, 0.6]);
  return { ...base, endings, days: endings > 0 ? LONG_ENOUGH_TO_RUN_OFF : base.days };
}
