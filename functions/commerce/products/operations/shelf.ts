import type { CallBase, RelatedCustomer } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import {
  type Catalogue,
  catalogueStore,
  isKnown,
  isVisible,
  type Look,
  type Offer,
  offerId,
  openSegments,
  pastMarketRefusal,
  type Segment,
  viewerOf,
  visibleOffers,
} from '../../catalogue/index.ts';
import { type PricesInForce, pricesInForce } from '../../price-lists/index.ts';
import type { Listing } from '../domain/availability.ts';
import { type Product, productsOf } from '../domain/product.ts';
import type { ProductsDeps } from './dependencies.ts';

/** The catalogue as one caller sees it in one market, or for one customer: one consistent read of a small item. */
export interface Shelf {
  readonly catalogue: Catalogue;
  readonly look: Look;
  readonly locale: string;
  readonly caller: Caller;
  /** Links of a market end with it; those of a customer begin with the customer. */
  readonly root: string;
  readonly ending: string;
}

interface CallOfPartner extends Pick<CallBase, 'at' | 'locale'> {
  readonly caller: Caller;
}
type Deps = Pick<ProductsDeps, 'table'>;

/** What is or was sold in a country. */
export async function shelfOfMarket(
  call: CallOfPartner & { readonly query: { readonly country: string } },
  { table }: Deps,
): Promise<Result<Shelf, Refusal<'offer_not_in_market'>>> {
  const { caller, locale, at, query } = call;
  const catalogue = await catalogueStore(table).read();
  const refusal = pastMarketRefusal(catalogue.markets, query.country, caller);
  if (refusal) return refusal;
  const viewer = viewerOf(caller, query.country);
  return ok({ catalogue, look: { viewer, at }, locale, caller, root: '', ending: `?country=${query.country}` });
}

/** What a customer can buy (CUS-5). */
export async function shelfOfCustomer(
  call: CallOfPartner & { readonly customer: Pick<RelatedCustomer, 'customerId' | 'account'> },
  { table }: Deps,
): Promise<Shelf> {
  const { caller, locale, at } = call;
  const { customerId, account } = call.customer;
  const viewer = viewerOf(caller, account.country, account.customer?.qualification ?? 'none');
  const catalogue = await catalogueStore(table).read();
  return { catalogue, look: { viewer, at }, locale, caller, root: `/customers/${customerId}`, ending: '' };
}

/** What is sold here now; to customers of a segment alone where one is named. One that is closed is refused. */
export function onSale(shelf: Shelf, segment?: Segment): Result<Offer[], Refusal<'segment_closed'>> {
  const { catalogue, look } = shelf;
  const { openings } = catalogue;
  if (segment && openSegments({ segments: [segment] }, openings).length === 0)
    return refuse('segment_closed', {
      field: 'targetSegment',
      description: `The program does not sell to the segment ${segment}.`,
    });
  const offers = visibleOffers(catalogue, look.viewer, look.at);
  return ok(segment ? offers.filter((offer) => openSegments(offer, openings).includes(segment)) : offers);
}

/** A product as it is found by its id: for a market what was ever sold, for a customer what it can buy. */
export function findProduct(shelf: Shelf, productId: string): Result<Product, Refusal<'product_not_found'>> {
  const id = offerId(productId);
  const offers = [...shelf.catalogue.offers.values()];
  const [product] = productsOf(offers.filter((offer) => offer.plan.id === id && isFound(shelf, offer)));
  return product ? ok(product) : refuse('product_not_found');
}

const isFound = ({ catalogue, look }: Shelf, offer: Offer): boolean =>
  look.viewer.qualification === undefined ? isKnown(catalogue, offer, look.viewer) : isVisible(catalogue, offer, look);

/** An offer as a SKU of its product. */
export interface FoundSku {
  readonly product: Product;
  readonly sku: Offer;
}

export function findSku(
  shelf: Shelf,
  path: { readonly productId: string; readonly skuId: string },
): Result<FoundSku, Refusal<'product_not_found' | 'sku_not_found'>> {
  const product = findProduct(shelf, path.productId);
  if (!product.ok) return product;
  const sku = product.value.skus.find(({ id }) => id === offerId(path.skuId));
  return sku ? ok({ product: product.value, sku }) : refuse('sku_not_found');
}

/** What price lists say of an offer: the calendar, and for seats one chunk of prices. */
export async function listingOf({ look, caller }: Shelf, offer: Offer, { table }: Deps): Promise<Listing> {
  const { country } = look.viewer;
  const currency = caller.account.partner?.currency;
  const prices: PricesInForce = await pricesInForce(table, { at: look.at, country, currency: currency ?? '' });
  const isSold = async (segment: Segment): Promise<boolean> =>
    offer.billing === 'usage' || (currency !== undefined && (await prices.priceOf(offer, segment)) !== undefined);
  const found = await Promise.all(offer.segments.map(async (segment) => ((await isSold(segment)) ? [segment] : [])));
  const priced = new Set(found.flat());
  return { ...prices, isPriced: (segment) => priced.has(segment) };
}
