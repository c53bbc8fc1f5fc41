import type { ContextName } from '../../shared/contracts/routes.ts';
import type { TestAnswer } from '../support/api.ts';
import type { Chance } from '../support/chance.ts';
import { OFFERS } from '../support/sales.ts';

/** What partners know of what they sold: enough to think of something to do next. */
export interface SoldSubscription {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly offerId: string;
  readonly billingCycle: 'monthly' | 'annual';
  quantity: number;
  status: string;
}
export interface PartnerLife {
  readonly name: string;
  /** The subscription that was changed last: people come back to what they just did. */
  lastChanged?: string;
  readonly customers: string[];
  /** Paths of carts that are not checked out yet. */
  readonly carts: string[];
  readonly subscriptions: Map<string, SoldSubscription>;
}

/** Something that a partner wants, as a request. */
export interface Wish {
  readonly what: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** Whose operation it is; commerce's when absent. */
  readonly context?: ContextName;
  /** Told of its answer, besides what the partner learns. */
  heard?(answer: TestAnswer): void;
}

/** What partners of a program buy. */
export interface Tastes {
  /** How often an order is larger than one transaction holds. */
  readonly largeOrders: number;
  /** How often what they want to buy is metered. */
  readonly metered: number;
}

const BASES = [OFFERS.base, OFFERS.base, OFFERS.otherBase, OFFERS.withFee] as const;
const NAMES = ['Head office', 'Branch', 'Field staff', 'Trainees', 'Back office'] as const;

/** Draws what a partner wants to do; undefined when there is nothing that it could do. */
export function wish(partner: PartnerLife, draws: Chance, tastes: Tastes): Wish | undefined {
  const customerId = partner.customers.length > 0 ? draws.of(partner.customers) : undefined;
  if (customerId === undefined) return undefined;
  const subscriptions = [...partner.subscriptions.values()];
  const cart = draws.isTrue(0.3) ? partner.carts.pop() : undefined;
  if (cart !== undefined) return { what: 'checkout', method: 'POST', path: `${cart}/checkout`, body: {} };
  if (tastes.metered > 0 && draws.isTrue(tastes.metered)) return buyMetered(customerId);
  if (subscriptions.length === 0 || draws.isTrue(0.12))
    return order(customerId, subscriptions, draws, tastes.largeOrders);
  if (draws.isTrue(0.03)) return fillCart(customerId, draws);
  const again = partner.lastChanged === undefined ? undefined : partner.subscriptions.get(partner.lastChanged);
  const sold = again && draws.isTrue(0.5) ? again : draws.of(subscriptions);
  partner.lastChanged = sold.id;
  return changeOf(sold, draws);
}

/** The wish to buy what is metered. */
const buyMetered = (customerId: string): Wish => ({
  what: 'metered order',
  method: 'POST',
  path: `/v1/customers/${customerId}/orders`,
  body: { billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, offerId: OFFERS.metered, quantity: 1 }] },
});

function order(
  customerId: string,
  subscriptions: readonly SoldSubscription[],
  draws: Chance,
  largeOrders: number,
): Wish {
  const bases = subscriptions.filter((sold) => sold.customerId === customerId && sold.offerId === OFFERS.base);
  const parent = bases.length > 0 && draws.isTrue(0.4) ? draws.of(bases) : undefined;
  const billingCycle = parent?.billingCycle ?? draws.of(['monthly', 'monthly', 'annual'] as const);
  const lines = parent
    ? [{ offerId: OFFERS.addOn, quantity: draws.between(1, 20), parentSubscriptionId: parent.id }]
    : Array.from({ length: draws.isTrue(largeOrders) ? draws.between(30, 60) : draws.between(1, 3) }, () => ({
        offerId: draws.of(BASES),
        quantity: draws.between(1, 30),
      }));
  const lineItems = lines.map((line, lineItemNumber) => ({ lineItemNumber, ...line }));
  const path = `/v1/customers/${customerId}/orders`;
  return { what: 'order', method: 'POST', path, body: { billingCycle, lineItems } };
}

function fillCart(customerId: string, draws: Chance): Wish {
  const lineItems = Array.from({ length: draws.between(1, 3) }, () => ({
    catalogItemId: draws.of(BASES),
    quantity: draws.between(1, 30),
    billingCycle: draws.of(['monthly', 'annual'] as const),
  }));
  return { what: 'cart', method: 'POST', path: `/v1/customers/${customerId}/carts`, body: { lineItems } };
}

function changeOf(sold: SoldSubscription, draws: Chance): Wish {
  const path = `/v1/customers/${sold.customerId}/subscriptions/${sold.id}`;
  const change = (what: string, body: object): Wish => ({ what, method: 'PATCH', path, body });
  if (sold.status === 'suspended')
    return draws.isTrue(0.5)
      ? change('reactivate', { status: 'active' })
      : change('stay', { friendlyName: draws.of(NAMES) });
  const drawn = sold.offerId.toLowerCase() === OFFERS.metered ? 0.5 + draws.next() * 0.4 : draws.next();
  if (drawn < 0.5) return change('seats', { quantity: draws.between(1, 40) });
  if (drawn < 0.65) return change('suspend', { status: 'suspended' });
  if (drawn < 0.75) return change('renewal', { autoRenewEnabled: draws.isTrue(0.7) });
  if (drawn < 0.9) return change('name', { friendlyName: draws.of(NAMES) });
  const billingCycle = sold.billingCycle === 'monthly' ? 'annual' : 'monthly';
  const orderPath = `/v1/customers/${sold.customerId}/orders/${sold.orderId}`;
  return { what: 'cycle', method: 'PATCH', path: orderPath, body: { billingCycle } };
}
