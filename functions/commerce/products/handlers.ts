import {
  listAvailabilities,
  listCustomerAvailabilities,
  viewAvailability,
  viewCustomerAvailability,
} from './operations/availabilities.ts';
import { checkInventory } from './operations/check-inventory.ts';
import { listCustomerProducts, listProducts, viewCustomerProduct, viewProduct } from './operations/products.ts';
import { listCustomerSkus, listSkus, viewCustomerSku, viewSku } from './operations/skus.ts';

/** What answers each route of the slice. */
export const productsOperations = {
  listProducts,
  viewProduct,
  listSkus,
  viewSku,
  listAvailabilities,
  viewAvailability,
  listCustomerProducts,
  viewCustomerProduct,
  listCustomerSkus,
  viewCustomerSku,
  listCustomerAvailabilities,
  viewCustomerAvailability,
  checkInventory,
} as const;
