import { changeCategory } from './operations/change-category.ts';
import { changeOfferDefinition } from './operations/change-offer-definition.ts';
import { defineCategory } from './operations/define-category.ts';
import { defineOffers } from './operations/define-offers.ts';
import { followRegions } from './operations/follow-regions.ts';
import { listAddOnOffers } from './operations/list-add-on-offers.ts';
import { listCategoryDefinitions } from './operations/list-category-definitions.ts';
import { listCustomerOffers } from './operations/list-customer-offers.ts';
import { listCustomerOfferCategories, listOfferCategories } from './operations/list-offer-categories.ts';
import { listOfferDefinitions } from './operations/list-offer-definitions.ts';
import { listOffers } from './operations/list-offers.ts';
import { changeOpening, listOpenings } from './operations/openings.ts';
import { publishOffer } from './operations/publish-offer.ts';
import { retireOffer } from './operations/retire-offer.ts';
import { viewOffer } from './operations/view-offer.ts';
import { viewOfferDefinition } from './operations/view-offer-definition.ts';

/** What answers each route of the slice. */
export const catalogueOperations = {
  listOfferDefinitions,
  defineOffers,
  viewOfferDefinition,
  changeOfferDefinition,
  publishOffer,
  retireOffer,
  listCategoryDefinitions,
  defineCategory,
  changeCategory,
  listOpenings,
  changeOpening,
  listOfferCategories,
  listOffers,
  viewOffer,
  listAddOnOffers,
  listCustomerOffers,
  listCustomerOfferCategories,
} as const;

/** What takes each event that the slice listens to. */
export const catalogueConsumerFunctions = { followRegions } as const;
