import { chance } from '../support/chance.ts';
import type { SimulationPlan } from './simulate.ts';

/** Notice is given in the first weeks, takes effect in thirty days and more, and what was sold runs off for a year. */
const LONG_ENOUGH_TO_RUN_OFF = 470;
const A_YEAR_AND_A_MONTH = 400;

/** What makes lives hard, and how hard it may be; of a seed's own life what stands there twice is drawn twice as often. */
export const HARDSHIPS = {
  crash: [0, 0.005, 0.03],
  conflict: [0, 0.05],
  indexLag: [0, 0.3],
  duplicate: [0.02, 0.3],
  together: [0, 0.5],
  late: [0, 0.01, 0.1],
  largeOrders: [0, 0, 0.15],
  taxChanges: [0, 0.01, 0.05],
  endings: [0, 0, 0.6],
  rangeItems: [2, 5, 200],
  closings: [0, 0.5, 1],
  actionsPerYear: [0, 6, 30],
} as const;
export type Hardship = keyof typeof HARDSHIPS;

/**
 * Lives that are designed so that each hardship meets each other one at each of its strengths: a row is one life, a digit the
 * strength of a hardship, in the order above and of those that differ. No fewer rows than twelve are known to do. Who adds a
 * hardship or a strength searches anew, by changing single digits for as long as fewer pairs are missing.
 */
const DESIGNED = [
  ...['110000011011', '211101100112', '011002011212', '100110120222', '001112101021', '200102020121'],
  ...['211010021002', '210001011220', '000011120010', '101112110100', '110101001201', '000000001100'],
];
/** Their seeds. */
export const designedSeeds: readonly string[] = DESIGNED.map((_, at) => `designed ${at + 1}`);

type Strengths = Readonly<Record<Hardship, number>>;

/** How hard the designed life of a seed is; undefined for any other seed. */
function designedStrengths(seed: string): Strengths | undefined {
  const row = DESIGNED[designedSeeds.indexOf(seed)];
  if (row === undefined) return undefined;
  const strengths = Object.entries(HARDSHIPS).map(([name, all], at) => [
    name,
    [...new Set<number>(all)][Number(row[at])],
  ]);
  return Object.fromEntries(strengths) as Strengths;
}

/**
 * The plan that a seed stands for: a few small partners for a year and a month, some of them with much trouble, some
 * with none. A year and a month, so that terms of twelve months end and renew.
 */
export function planOf(seed: string): SimulationPlan {
  const draws = chance(`plan/${seed}`);
  const designed = designedStrengths(seed);
  const isCalm = draws.isTrue(0.15) && !designed;
  const drawn = (of: Hardship): number => designed?.[of] ?? draws.of<number>(HARDSHIPS[of]);
  const endings = drawn('endings');
  return {
    seed,
    days: endings > 0 ? LONG_ENOUGH_TO_RUN_OFF : A_YEAR_AND_A_MONTH,
    partners: designed ? draws.between(6, 8) : draws.between(3, 6),
    customersPerPartner: draws.between(1, 3),
    wishesPerYear: draws.between(15, 60),
    largeOrders: drawn('largeOrders'),
    quietDays: 0.015,
    taxChanges: drawn('taxChanges'),
    endings,
    rangeItems: drawn('rangeItems'),
    troubles: isCalm
      ? { crash: 0, conflict: 0, indexLag: 0, duplicate: 0, together: 0, late: 0 }
      : {
          crash: drawn('crash'),
          conflict: drawn('conflict'),
          indexLag: drawn('indexLag'),
          duplicate: drawn('duplicate'),
          together: drawn('together'),
          late: drawn('late'),
        },
    writesPdf: draws.isTrue(0.15),
    closings: drawn('closings'),
    actionsPerYear: drawn('actionsPerYear'),
    reportsPerYear: 0,
    amendmentsPerYear: 0,
    paymentsPerYear: 40,
  };
}

/**
 * The same with metered use and an operator that corrects and voids invoices: shorter, for invoices of some months show what comes
 * late, is taken back and repriced.
 */
export const meteredPlanOf = (seed: string): SimulationPlan => ({
  ...planOf(seed),
  ...{ days: 160, partners: 3, closings: 0, endings: 0, quietDays: 0.04, reportsPerYear: 60, amendmentsPerYear: 15 },
});

/** How hard the lives of a plan are, by hardship. */
export const hardshipsOf = ({ troubles, ...plan }: SimulationPlan): Strengths => ({
  ...plan,
  ...troubles,
});
