import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { parentOf, renewedTermOf } from '../../orders/index.ts';
import type * as s from '../../schemas.ts';
import { type Quote, toQuotedWire } from '../../subscriptions/index.ts';
import type { Cart, CartLine, CartLineWish } from '../domain/cart.ts';

type CartWire = z.input<typeof s.Cart>;
export type CartLineWire = z.input<typeof s.CartLine>;
type CartBody = z.output<typeof s.CartBody>;

/**
 * A cart as partners see it: add-ons under their base (commerce contract 7).
 * @param quote what the lines that can be ordered would be charged; their subscriptions bear the numbers of the lines.
 */
export function toCartWire(cart: Cart, quote?: Quote): CartWire {
  return {
    id: cart.cartId,
    creationTimestamp: toWireInstant(cart.createdAt),
    lastModifiedTimestamp: toWireInstant(cart.modifiedAt),
    expirationTimestamp: toWireInstant(cart.validUntil),
    lastModifiedUser: cart.modifiedBy,
    status: cart.status,
    lineItems: toCartLinesWire(cart.lines, cart, quote),
    ...(quote && { total: amountNumber(quote.total) }),
    links: { self: link(`/customers/${cart.customerId}/carts/${cart.cartId}`) },
    attributes: { objectType: 'Cart', etag: etagOf(cart.cartId, cart.version) },
  };
}

export function toCartLinesWire(lines: readonly CartLine[], cart: Cart, quote?: Quote): CartLineWire[] {
  const bases = lines.filter(({ parentLineId }) => parentLineId === undefined);
  return bases.map((base) => {
    const addOns = lines.filter(({ parentLineId }) => parentLineId === base.id);
    const wire = toLineWire(base, cart, quote);
    return addOns.length === 0 ? wire : { ...wire, addonItems: addOns.map((addOn) => toLineWire(addOn, cart, quote)) };
  });
}

const toLineWire = (line: CartLine, { currency }: Cart, quote: Quote | undefined): CartLineWire => ({
  id: line.id,
  catalogItemId: line.itemId,
  ...(line.friendlyName && { friendlyName: line.friendlyName }),
  quantity: line.quantity,
  currencyCode: currency,
  billingCycle: line.billingCycle,
  ...(line.termDuration && { termDuration: line.termDuration }),
  ...(line.renewsTo && { renewsTo: { termDuration: line.renewsTo } }),
  ...(line.resellerOfRecord && { participants: [{ key: RESELLER_KEY, value: line.resellerOfRecord }] }),
  ...(line.parentSubscriptionId && {
    provisioningContext: { parentSubscriptionId: line.parentSubscriptionId.toUpperCase() },
  }),
  orderGroup: line.orderGroup,
  ...quoted(line, quote),
  ...(line.error && {
    error: {
      errorCode: line.error.errorCode,
      errorDescription: line.error.description,
      additionalInformation: {
        code: line.error.code,
        ...given({
          availableQuantity: line.error.availableQuantity,
          purchasedQuantity: line.error.purchasedQuantity,
        }),
      },
    },
  }),
});

function quoted({ id }: CartLine, quote: Quote | undefined) {
  const found = quote?.lines.find(({ subscription }) => subscription.lineNumber === id);
  return found && quote && toQuotedWire(found, quote);
}

const RESELLER_KEY = 'transaction_reseller';

type LineBody = Omit<CartBody['lineItems'][number], 'addonItems'> & { addonItems?: readonly LineBody[] | undefined };

/** Lines as the client sent them; both names of the item id are accepted. */
export const fromCartBody = ({ lineItems }: CartBody): CartLineWish[] => lineItems.map(fromLine);

const fromLine = (line: LineBody): CartLineWish => ({
  itemId: (line.catalogItemId ?? line.catalogId ?? '').trim(),
  quantity: line.quantity,
  billingCycle: line.billingCycle as BillingCycle | undefined,
  friendlyName: line.friendlyName,
  termDuration: line.termDuration,
  renewsTo: renewedTermOf(line.renewsTo),
  currencyCode: line.currencyCode,
  parentSubscriptionId: parentOf(line),
  resellerOfRecord: line.participants?.find(({ key }) => isReseller(key))?.value,
  addOns: (line.addonItems ?? []).map(fromLine),
});

const isReseller = (key: string | number): boolean =>
  typeof key === 'number' ? key === 1 : key.toLowerCase().replaceAll('_', '') === 'transactionreseller';
