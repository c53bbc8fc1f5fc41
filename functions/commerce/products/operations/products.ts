import { collection } from '../../../../shared/contracts/wire.ts';
import type { CallBase } from '../../../../shared/http/call.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { marketRefusal, type Segment } from '../../catalogue/index.ts';
import { productsOf, viewNamed } from '../domain/product.ts';
import type { ProductsOperation } from './dependencies.ts';
import { toProductWire } from './product-wire.ts';
import { findProduct, onSale, type Shelf, shelfOfCustomer, shelfOfMarket } from './shelf.ts';

/** CAT-1, CAT-2, CAT-6, CUS-5: what is sold in a market, by plan. */
export const listProducts: ProductsOperation<'listProducts'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  if (!shelf.ok) return shelf;
  const refusal = marketRefusal(shelf.value.catalogue.markets, call.query.country, call.caller);
  return refusal ?? listed(shelf.value, call);
};

/** CAT-2, CUS-5: what a customer can buy, by plan. */
export const listCustomerProducts: ProductsOperation<'listCustomerProducts'> = async (call, deps) =>
  listed(await shelfOfCustomer(call, deps), call);

interface ListCall extends Pick<CallBase, 'rawPath' | 'rawQuery'> {
  readonly query: {
    readonly targetView: string;
    readonly targetSegment?: Segment | undefined;
    readonly offset?: number | undefined;
    readonly size?: number | undefined;
  };
}

function listed(shelf: Shelf, call: ListCall) {
  const { query } = call;
  const shows = viewNamed(query.targetView);
  if (!shows)
    return refuse('view_unknown', {
      field: 'targetView',
      description: `The catalogue has no view ${query.targetView}.`,
    });
  const offers = onSale(shelf, query.targetSegment);
  if (!offers.ok) return offers;
  const all = pageOf(productsOf(offers.value.filter(shows)), query);
  const page = wirePage(all, (product) => toProductWire(product, shelf));
  return ok({ status: 200 as const, body: collection(page.items, offsetLinks(call, page)) });
}

/** CAT-1: one product, as long as anything of it was ever sold. */
export const viewProduct: ProductsOperation<'viewProduct'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  return shelf.ok ? viewed(shelf.value, call.path.productId) : shelf;
};

/** CUS-5: one product that the customer can buy. */
export const viewCustomerProduct: ProductsOperation<'viewCustomerProduct'> = async (call, deps) =>
  viewed(await shelfOfCustomer(call, deps), call.path.productId);

function viewed(shelf: Shelf, productId: string) {
  const product = findProduct(shelf, productId);
  return product.ok ? ok({ status: 200 as const, body: toProductWire(product.value, shelf) }) : product;
}
