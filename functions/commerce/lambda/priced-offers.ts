export { pricedOffers } from '../price-lists/operations/priced-offers.ts';
