import { AGENTS } from '../../../../shared/contracts/roles.ts';
import { relatedCustomer } from '../../../../shared/http/authorize.ts';
import { refusing } from '../../../../shared/http/problem.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Allowances, allowanceStore, leftOf } from '../../buying/index.ts';
import { type Offer, offerId, visibleOffers } from '../../catalogue/index.ts';
import type { ProductsDeps, ProductsOperation } from './dependencies.ts';
import { shelfOfCustomer, shelfOfMarket } from './shelf.ts';

/**
 * Commerce contract 5.3: of which products nothing is left, for a customer or for anybody. What is not sold there is left
 * out. Counted now; a purchase counts again.
 */
export const checkInventory: ProductsOperation<'checkInventory'> = async (call, deps) => {
  const { targetItems, inventoryContext } = call.body;
  const customerId = inventoryContext?.customerId;
  const customer = customerId === undefined ? undefined : await customerOf(call.caller, customerId, call.at, deps);
  const ofMarket = await shelfOfMarket(call, deps);
  if (!ofMarket.ok) return ofMarket;
  const shelf = customer ? await shelfOfCustomer({ ...call, customer }, deps) : ofMarket.value;
  const asked = (offer: Offer): boolean =>
    targetItems.some(
      ({ productId, skuId }) =>
        offerId(productId) === offer.plan.id && (skuId === undefined || offerId(skuId) === offer.id),
    );
  const skus = visibleOffers(shelf.catalogue, shelf.look.viewer, shelf.look.at).filter(asked);
  const counted = await allowanceStore(deps.table).load(customerId, skus);
  return ok({ status: 200, body: skus.map((sku) => toInventoryWire(sku, counted)) });
};

/** A customer is looked at by the agents of its partner alone, as wherever a path names one. @throws RefusalError */
async function customerOf(caller: Caller, customerId: string, at: Instant, { records }: Pick<ProductsDeps, 'records'>) {
  if (!AGENTS.some((role) => caller.roles.has(role))) throw refusing('role_lacks_right');
  return relatedCustomer({ customer: 'reseller', refusals: [] }, caller, customerId, records, at);
}

function toInventoryWire({ id, plan, name }: Offer, { cap, inventory }: Allowances) {
  const isRestricted = [cap.get(id), inventory.get(id)].some((counter) => (leftOf(counter) ?? 1) < 1);
  const restriction = {
    reasonCode: 'OutOfInventory' as const,
    description: `Nothing is left of ${name}.`,
    properties: [],
  };
  return { productId: plan.id, skuId: id, isRestricted, restrictions: isRestricted ? [restriction] : [] };
}
