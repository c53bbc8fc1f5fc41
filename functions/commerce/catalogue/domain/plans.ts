import type { Catalogue } from './catalogue.ts';
import type { Plan } from './offer.ts';

type Offers = Pick<Catalogue, 'offers'>;
const known = new WeakMap<object, ReadonlyMap<string, Plan>>();

/**
 * The plan of an id, in any case. Several offers may give the same plan: the first one that names its services says what it is,
 * else the first of all; offers are compared by their ids, so that it is the same whenever one asks.
 */
export function findPlan({ offers }: Offers, planId: string): Plan | undefined {
  const plans = known.get(offers) ?? plansOf({ offers });
  known.set(offers, plans);
  return plans.get(planId.toLowerCase());
}

function plansOf({ offers }: Offers): ReadonlyMap<string, Plan> {
  const plans = new Map<string, Plan>();
  for (const { plan } of [...offers.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const before = plans.get(plan.id.toLowerCase());
    if (!before || (!before.servicePlans?.length && plan.servicePlans?.length)) plans.set(plan.id.toLowerCase(), plan);
  }
  return plans;
}
