import { byRank } from '../../catalogue/domain/catalogue.ts';
import type { Offer } from '../../catalogue/domain/offer.ts';

/**
 * A product is a plan with the offers that sell it, its SKUs: the same catalogue, seen by what is used instead of by what is
 * bought (CAT-1).
 */
export interface Product {
  /** Id of the plan. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'OnlineServices' | 'Azure';
  /** By rank; at least one. */
  readonly skus: readonly Offer[];
}

/** Offers by what they sell, in the order in which the first offer of each comes. */
export function productsOf(offers: readonly Offer[]): Product[] {
  const byPlan = Map.groupBy(offers, ({ plan }) => plan.id);
  return [...byPlan.values()].map((ofPlan) => {
    const skus = ofPlan.toSorted(byRank);
    const { plan } = skus[0]!;
    return { id: plan.id, title: plan.name, kind: skus.some(isAzure) ? 'Azure' : 'OnlineServices', skus };
  });
}

const isAzure = ({ family, billing }: Offer): boolean => family === 'azure' || billing === 'usage';

type Shows = (offer: Offer) => boolean;
const nothing: Shows = () => false;

/** Parts of the catalogue by their public names: of some the program sells nothing. */
const VIEWS: Readonly<Record<string, Shows>> = {
  onlineservices: ({ billing }) => billing === 'license',
  microsoftazure: ({ billing }) => billing === 'usage',
  azure: isAzure,
  azurereservations: nothing,
  azurereservationsvm: nothing,
  azurereservationssql: nothing,
  azurereservationscosmosdb: nothing,
  software: nothing,
  softwaresuselinux: nothing,
  softwareperpetual: nothing,
  softwaresubscriptions: nothing,
};

/** What a view of the catalogue shows, by its name in any case; undefined for a name that is none. */
export const viewNamed = (name: string): Shows | undefined => {
  const key = name.toLowerCase();
  return Object.hasOwn(VIEWS, key) ? VIEWS[key] : undefined;
};
