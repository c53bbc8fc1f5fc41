import type { Operations } from '../../../shared/http/call.ts';
import { checkOutCart } from '../carts/operations/check-out-cart.ts';
import { createCart } from '../carts/operations/create-cart.ts';
import { replaceCart } from '../carts/operations/replace-cart.ts';
import { validateCart } from '../carts/operations/validate-cart.ts';
import { viewCart } from '../carts/operations/view-cart.ts';
import { changeOfferDefinition } from '../catalogue/operations/change-offer-definition.ts';
import { defineCategory } from '../catalogue/operations/define-category.ts';
import { defineOffers } from '../catalogue/operations/define-offers.ts';
import { listAddOnOffers } from '../catalogue/operations/list-add-on-offers.ts';
import { listCategoryDefinitions } from '../catalogue/operations/list-category-definitions.ts';
import { listCustomerOffers } from '../catalogue/operations/list-customer-offers.ts';
import { listCustomerOfferCategories, listOfferCategories } from '../catalogue/operations/list-offer-categories.ts';
import { listOfferDefinitions } from '../catalogue/operations/list-offer-definitions.ts';
import { listOffers } from '../catalogue/operations/list-offers.ts';
import { publishOffer } from '../catalogue/operations/publish-offer.ts';
import { retireOffer } from '../catalogue/operations/retire-offer.ts';
import { viewOffer } from '../catalogue/operations/view-offer.ts';
import { viewOfferDefinition } from '../catalogue/operations/view-offer-definition.ts';
import type { CommerceDeps, CommerceRoutes } from '../operations/dependencies.ts';
import { changeOrder } from '../orders/operations/change-order.ts';
import {
  listOrderActivationLinks,
  listOrderLineActivationLinks,
} from '../orders/operations/list-order-activation-links.ts';
import { listOrders } from '../orders/operations/list-orders.ts';
import { placeOrder } from '../orders/operations/place-order.ts';
import { viewOrder } from '../orders/operations/view-order.ts';
import { viewOrderProvisioning } from '../orders/operations/view-order-provisioning.ts';
import { comparePriceList } from '../price-lists/operations/compare-price-list.ts';
import { createPriceList } from '../price-lists/operations/create-price-list.ts';
import { listPriceListDrafts } from '../price-lists/operations/list-price-list-drafts.ts';
import { listPriceLists } from '../price-lists/operations/list-price-lists.ts';
import { publishPriceList } from '../price-lists/operations/publish-price-list.ts';
import { putPrices } from '../price-lists/operations/put-prices.ts';
import { viewPriceList } from '../price-lists/operations/view-price-list.ts';
import { viewPriceListDraft } from '../price-lists/operations/view-price-list-draft.ts';
import { changeSubscription } from '../subscriptions/operations/change-subscription.ts';
import { listAddOns } from '../subscriptions/operations/list-add-ons.ts';
import { listPartnerSubscriptions } from '../subscriptions/operations/list-partner-subscriptions.ts';
import { listSubscriptionHistory } from '../subscriptions/operations/list-subscription-history.ts';
import { listSubscriptions } from '../subscriptions/operations/list-subscriptions.ts';
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
} from '../subscriptions/operations/nothing-to-convert.ts';
import { viewSubscription } from '../subscriptions/operations/view-subscription.ts';
import { viewSubscriptionProvisioning } from '../subscriptions/operations/view-subscription-provisioning.ts';
import { viewSupportContact } from '../subscriptions/operations/view-support-contact.ts';

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
