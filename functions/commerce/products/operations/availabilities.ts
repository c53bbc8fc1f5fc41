import { collection } from '../../../../shared/contracts/wire.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Segment } from '../../catalogue/index.ts';
import { availabilitiesOf, availabilityOf } from '../domain/availability.ts';
import type { ProductsDeps, ProductsOperation } from './dependencies.ts';
import { toAvailabilityWire } from './product-wire.ts';
import { findSku, listingOf, onSale, type Shelf, shelfOfCustomer, shelfOfMarket } from './shelf.ts';

/** CAT-1, CAT-2, CAT-6, CUS-5: as what a SKU is sold in a market, to each segment. */
export const listAvailabilities: ProductsOperation<'listAvailabilities'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  return shelf.ok ? listed(shelf.value, { ...call.path, ...call.query }, deps) : shelf;
};

/** CUS-5: as what a customer can buy a SKU. */
export const listCustomerAvailabilities: ProductsOperation<'listCustomerAvailabilities'> = async (call, deps) =>
  listed(await shelfOfCustomer(call, deps), { ...call.path, ...call.query }, deps);

interface SkuAsked {
  readonly productId: string;
  readonly skuId: string;
}

async function listed(
  shelf: Shelf,
  asked: SkuAsked & { readonly targetSegment?: Segment | undefined },
  deps: Pick<ProductsDeps, 'table'>,
) {
  const found = findSku(shelf, asked);
  if (!found.ok) return found;
  const { targetSegment } = asked;
  const offers = onSale(shelf, targetSegment);
  if (!offers.ok) return offers;
  const { sku } = found.value;
  const listing = await listingOf(shelf, sku, deps);
  const items = availabilitiesOf(shelf.catalogue, sku, shelf.look, listing)
    .filter(({ segment }) => targetSegment === undefined || segment === targetSegment)
    .map((availability) => toAvailabilityWire(availability, found.value, shelf));
  return ok({ status: 200 as const, body: collection(items) });
}

/** CAT-1: one availability, of today or of any month before. */
export const viewAvailability: ProductsOperation<'viewAvailability'> = async (call, deps) => {
  const shelf = await shelfOfMarket(call, deps);
  return shelf.ok ? viewed(shelf.value, call.path, deps) : shelf;
};

/** CUS-5: one availability in which the customer can buy. */
export const viewCustomerAvailability: ProductsOperation<'viewCustomerAvailability'> = async (call, deps) =>
  viewed(await shelfOfCustomer(call, deps), call.path, deps);

async function viewed(
  shelf: Shelf,
  asked: SkuAsked & { readonly availabilityId: string },
  deps: Pick<ProductsDeps, 'table'>,
) {
  const found = findSku(shelf, asked);
  if (!found.ok) return found;
  const { sku } = found.value;
  const listing = await listingOf(shelf, sku, deps);
  const availability = availabilityOf(shelf.catalogue, sku, asked.availabilityId, shelf.look, listing);
  if (!availability) return refuse('availability_not_found');
  return ok({ status: 200 as const, body: toAvailabilityWire(availability, found.value, shelf) });
}
