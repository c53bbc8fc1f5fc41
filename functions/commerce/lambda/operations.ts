import type { Operations } from '../../../shared/http/call.ts';
import { changeOfferDefinition } from '../operations/change-offer-definition.ts';
import { changeOrder } from '../operations/change-order.ts';
import { changeSubscription } from '../operations/change-subscription.ts';
import { checkOutCart } from '../operations/check-out-cart.ts';
import { comparePriceList } from '../operations/compare-price-list.ts';
import { createCart } from '../operations/create-cart.ts';
import { createPriceList } from '../operations/create-price-list.ts';
import { defineCategory } from '../operations/define-category.ts';
import { defineOffers } from '../operations/define-offers.ts';
import type { CommerceDeps, CommerceRoutes } from '../operations/dependencies.ts';
import { listAddOnOffers } from '../operations/list-add-on-offers.ts';
import { listAddOns } from '../operations/list-add-ons.ts';
import { listCategoryDefinitions } from '../operations/list-category-definitions.ts';
import { listCustomerOffers } from '../operations/list-customer-offers.ts';
import { listCustomerOfferCategories, listOfferCategories } from '../operations/list-offer-categories.ts';
import { listOfferDefinitions } from '../operations/list-offer-definitions.ts';
import { listOffers } from '../operations/list-offers.ts';
import { listOrderActivationLinks, listOrderLineActivationLinks } from '../operations/list-order-activation-links.ts';
import { listOrders } from '../operations/list-orders.ts';
import { listPartnerSubscriptions } from '../operations/list-partner-subscriptions.ts';
import { listPriceListDrafts } from '../operations/list-price-list-drafts.ts';
import { listPriceLists } from '../operations/list-price-lists.ts';
import { listSubscriptionHistory } from '../operations/list-subscription-history.ts';
import { listSubscriptions } from '../operations/list-subscriptions.ts';
import {
  activateSubscription,
  convertSubscription,
  listConversions,
  listSubscriptionActivationLinks,
  listTransitionEligibilities,
  listTransitions,
  listUpgrades,
  transitionSubscription,
  upgradeSubscription,
} from '../operations/nothing-to-convert.ts';
import { placeOrder } from '../operations/place-order.ts';
import { publishOffer } from '../operations/publish-offer.ts';
import { publishPriceList } from '../operations/publish-price-list.ts';
import { putPrices } from '../operations/put-prices.ts';
import { replaceCart } from '../operations/replace-cart.ts';
import { retireOffer } from '../operations/retire-offer.ts';
import { validateCart } from '../operations/validate-cart.ts';
import { viewCart } from '../operations/view-cart.ts';
import { viewOffer } from '../operations/view-offer.ts';
import { viewOfferDefinition } from '../operations/view-offer-definition.ts';
import { viewOrder } from '../operations/view-order.ts';
import { viewOrderProvisioning } from '../operations/view-order-provisioning.ts';
import { viewPriceList } from '../operations/view-price-list.ts';
import { viewPriceListDraft } from '../operations/view-price-list-draft.ts';
import { viewSubscription } from '../operations/view-subscription.ts';
import { viewSubscriptionProvisioning } from '../operations/view-subscription-provisioning.ts';
import { viewSupportContact } from '../operations/view-support-contact.ts';

/** One function per route: a missing or surplus one does not compile. */
export const commerceOperations = {
  activateSubscription,
  changeOfferDefinition,
  changeOrder,
  changeSubscription,
  checkOutCart,
  comparePriceList,
  convertSubscription,
  createCart,
  createPriceList,
  defineCategory,
  defineOffers,
  listAddOnOffers,
  listAddOns,
  listCategoryDefinitions,
  listConversions,
  listCustomerOfferCategories,
  listCustomerOffers,
  listOfferCategories,
  listOfferDefinitions,
  listOffers,
  listOrderActivationLinks,
  listOrderLineActivationLinks,
  listOrders,
  listPartnerSubscriptions,
  listPriceListDrafts,
  listPriceLists,
  listSubscriptionActivationLinks,
  listSubscriptionHistory,
  listSubscriptions,
  listTransitionEligibilities,
  listTransitions,
  listUpgrades,
  placeOrder,
  publishOffer,
  publishPriceList,
  putPrices,
  replaceCart,
  retireOffer,
  transitionSubscription,
  upgradeSubscription,
  validateCart,
  viewCart,
  viewOffer,
  viewOfferDefinition,
  viewOrder,
  viewOrderProvisioning,
  viewPriceList,
  viewPriceListDraft,
  viewSubscription,
  viewSubscriptionProvisioning,
  viewSupportContact,
} satisfies Operations<CommerceRoutes, CommerceDeps>;
