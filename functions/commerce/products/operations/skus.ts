import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Segment } from '../../catalogue/index.ts';
import type { ProductsOperation } from './dependencies.ts';
import { toSkuWire } from './product-wire.ts';
import { findProduct, findSku, onSale, type Shelf, shelfOfCustomer, shelfOfMarket } from './shelf.ts';

/** CAT-1, CAT-2, CAT-6, CUS-5: what of a product is sold in a market. */
export const listSkus: ProductsOperation<'listSkus'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  return shelf.ok ? listed(shelf.value, call.path.productId, call.query.targetSegment) : shelf;
};

/** CUS-5: what of a product a customer can buy. */
export const listCustomerSkus: ProductsOperation<'listCustomerSkus'> = async (call, deps) =>
  listed(await shelfOfCustomer(call, deps), call.path.productId, call.query.targetSegment);

function listed(shelf: Shelf, productId: string, segment: Segment | undefined) {
  const product = findProduct(shelf, productId);
  if (!product.ok) return product;
  const offers = onSale(shelf, segment);
  if (!offers.ok) return offers;
  const skus = offers.value.filter(({ plan }) => plan.id === product.value.id);
  const items = skus.map((sku) => toSkuWire({ product: product.value, sku }, shelf));
  return ok({ status: 200 as const, body: collection(items) });
}

/** CAT-1, CAT-5: one SKU, as long as it was ever sold. */
export const viewSku: ProductsOperation<'viewSku'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  return shelf.ok ? viewed(shelf.value, call.path) : shelf;
};

/** CUS-5: one SKU that the customer can buy. */
export const viewCustomerSku: ProductsOperation<'viewCustomerSku'> = async (call, deps) =>
  viewed(await shelfOfCustomer(call, deps), call.path);

function viewed(shelf: Shelf, path: { readonly productId: string; readonly skuId: string }) {
  const found = findSku(shelf, path);
  return found.ok ? ok({ status: 200 as const, body: toSkuWire(found.value, shelf) }) : found;
}
