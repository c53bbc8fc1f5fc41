import { addMonths, day, type Instant, utcDay } from '../../shared/kernel/time.ts';
import type { Chance } from '../support/chance.ts';
import { OFFERS, type OfferPlan, publishPrices, putOnSale } from '../support/sales.ts';
import type { World } from '../support/world.ts';

/** What is sold in a simulated program, at prices that are drawn anew every month. */
export function prices(draws: Chance): OfferPlan[] {
  const price = (from: number, to: number) => {
    const cents = draws.between(from, to);
    return { listPrice: (cents / 80).toFixed(2), wholesalePrice: (cents / 100).toFixed(2) };
  };
  return [
    { id: OFFERS.base, name: 'Base', ...price(800, 3500) },
    { id: OFFERS.otherBase, name: 'Other base', family: 'crm', ...price(4000, 9000) },
    {
      id: OFFERS.withFee,
      name: 'With a fee',
      family: 'ems',
      earlyTerminationFee: { percentOfRemaining: '10' },
      ...price(500, 1500),
    },
    { id: OFFERS.addOn, name: 'Add-on', addOnTo: [OFFERS.base], ...price(300, 900) },
  ];
}

const monthText = (on: string): string => on.slice(0, 4) + on.slice(5, 7);

/** The program's first list takes effect at once. */
export const sellEverything = (world: World, offers: readonly OfferPlan[]): Promise<void> =>
  putOnSale(world, monthText(world.program.now()), offers);

/** The list of the month after next, published early enough to be seen 30 days ahead (CAT-4). */
export function publishNextPrices(world: World, draws: Chance, at: Instant): Promise<void> {
  const month = addMonths(day(`${utcDay(at).slice(0, 7)}-01`), 2);
  return publishPrices(world, monthText(month), prices(draws));
}
