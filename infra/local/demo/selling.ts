import type { OfferFinder } from './catalogue.ts';
import { type Client, guidOf, RefusedError } from './client.ts';
import type { CartLinePlan, ChangePlan, CustomerPlan, LicensedPlan, LinePlan, OrderPlan } from './sales.ts';

/** A partner at work: creates customers, attests agreements, orders, changes what it sold. */

export interface SoldCustomer {
  readonly plan: CustomerPlan;
  readonly id: string;
  /** Subscription ids by nickname. */
  readonly subscriptions: Map<string, string>;
}

export interface Seller {
  readonly key: string;
  readonly client: Client;
  readonly offer: OfferFinder;
  /** Network id and tenant of an indirect reseller by its key. */
  readonly reseller: (key: string) => { readonly tenantId: string; readonly mpnId: string };
}

const suffix = 'onprogram.example';

export async function sellTo(seller: Seller, plan: CustomerPlan, at: string): Promise<SoldCustomer> {
  const id = await createCustomer(seller, plan);
  await attestAgreement(seller.client, plan, id, at);
  const customer: SoldCustomer = { plan, id, subscriptions: new Map() };
  for (const order of plan.orders) await placeOrder(seller, customer, order);
  if (plan.cart) await checkOut(seller, customer, plan.cart);
  return customer;
}

export async function createCustomer({ client, reseller }: Seller, plan: CustomerPlan): Promise<string> {
  const { companyName, contact, domainPrefix, country } = plan;
  const { id } = await client.send<{ id: string }>('POST /v1/customers', {
    body: {
      companyProfile: { domain: `${domainPrefix}.${suffix}` },
      billingProfile: {
        ...contact,
        companyName,
        email: `accounts@${domainPrefix}.example`,
        ...languages[country],
        defaultAddress: { country, ...contact, ...addresses[country] },
      },
      ...(plan.reseller !== undefined && { associatedPartnerId: reseller(plan.reseller).tenantId }),
    },
    requestId: guidOf('customer', client.tenantId, companyName),
  });
  return id;
}

const languages: Readonly<Record<CustomerPlan['country'], { culture: string; language: string }>> = {
  US: { culture: 'en-US', language: 'en' },
  GB: { culture: 'en-GB', language: 'en' },
  FR: { culture: 'fr-FR', language: 'fr' },
  JP: { culture: 'ja-JP', language: 'ja' },
};

const addresses: Readonly<Record<CustomerPlan['country'], Readonly<Record<string, string>>>> = {
  US: { addressLine1: '100 Main Street', city: 'Madison', state: 'WI', postalCode: '53703', phoneNumber: '6085550100' },
  GB: { addressLine1: '1 Quay Street', city: 'Bristol', postalCode: 'BS1 4DJ', phoneNumber: '1174960100' },
  FR: { addressLine1: '12 rue des Lilas', city: 'Lyon', postalCode: '69003', phoneNumber: '0199000100' },
  JP: {
    addressLine1: '1-1 Marunouchi',
    city: 'Chiyoda-ku',
    state: 'Tokyo',
    postalCode: '100-0001',
    phoneNumber: '0355550100',
  },
};

async function attestAgreement(client: Client, plan: CustomerPlan, customerId: string, at: string): Promise<void> {
  const { items } = await client.send<{ items: { templateId: string; agreementType: string; versionRank: number }[] }>(
    'GET /v1/agreements',
  );
  const newest = items.toSorted((a, b) => b.versionRank - a.versionRank)[0];
  if (!newest) throw new Error('the program has no customer agreement');
  await client.send(`POST /v1/customers/${customerId}/agreements`, {
    body: {
      primaryContact: { ...plan.contact, email: `accounts@${plan.domainPrefix}.example` },
      templateId: newest.templateId,
      type: newest.agreementType,
      dateAgreed: at,
    },
    requestId: guidOf('agreement', customerId),
  });
}

// --- orders ----------------------------------------------------------------------------------------------------------

interface PlacedOrder {
  readonly id: string;
  readonly lineItems: readonly { readonly subscriptionId?: string; readonly friendlyName?: string }[];
}

export async function placeOrder(seller: Seller, customer: SoldCustomer, order: OrderPlan): Promise<PlacedOrder> {
  const nicknames = order.lines.map(({ nickname }) => nickname).join(',');
  const placed = await seller.client.send<PlacedOrder>(`POST /v1/customers/${customer.id}/orders`, {
    body: {
      billingCycle: order.billingCycle,
      lineItems: order.lines.map((line, lineItemNumber) => ({ lineItemNumber, ...orderLine(seller, customer, line) })),
    },
    requestId: guidOf('order', customer.id, nicknames),
  });
  noteSubscriptions(customer, [placed]);
  return placed;
}

function orderLine({ offer, reseller }: Seller, customer: SoldCustomer, line: LinePlan) {
  const resellerKey = customer.plan.reseller;
  return {
    offerId: offer(line.offer).offerId,
    quantity: line.seats,
    friendlyName: line.nickname,
    ...(line.addTo !== undefined && { parentSubscriptionId: subscriptionOf(customer, line.addTo) }),
    ...(resellerKey !== undefined && { partnerIdOnRecord: reseller(resellerKey).mpnId }),
  };
}

export function subscriptionOf({ plan, subscriptions }: SoldCustomer, nickname: string): string {
  const id = subscriptions.get(nickname);
  if (id === undefined) throw new Error(`${plan.companyName} has no subscription "${nickname}"`);
  return id;
}

function noteSubscriptions({ subscriptions }: SoldCustomer, orders: readonly PlacedOrder[]): void {
  for (const { lineItems } of orders)
    for (const { friendlyName, subscriptionId } of lineItems)
      if (friendlyName !== undefined && subscriptionId !== undefined) subscriptions.set(friendlyName, subscriptionId);
}

interface Checkout {
  readonly orders: readonly PlacedOrder[];
  readonly orderErrors?: readonly { readonly description: string }[];
}

async function checkOut(
  { client, offer }: Seller,
  customer: SoldCustomer,
  lines: readonly CartLinePlan[],
): Promise<void> {
  const cartLine = (line: LinePlan, billingCycle: string): Record<string, unknown> => ({
    catalogItemId: offer(line.offer).offerId,
    quantity: line.seats,
    friendlyName: line.nickname,
    billingCycle,
  });
  const cart = await client.send<{ id: string }>(`POST /v1/customers/${customer.id}/carts`, {
    body: {
      lineItems: lines.map(({ addOns = [], billingCycle, ...base }) => ({
        ...cartLine(base, billingCycle),
        addonItems: addOns.map((addOn) => cartLine(addOn, billingCycle)),
      })),
    },
    requestId: guidOf('cart', customer.id),
  });
  const path = `/v1/customers/${customer.id}/carts/${cart.id}/checkout`;
  const result = await client.send<Checkout>(`POST ${path}`, { requestId: guidOf('checkout', customer.id) });
  const errors = result.orderErrors ?? [];
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ description }) => description).join('; ')}`);
  noteSubscriptions(customer, result.orders);
}

/** Places an order that must fail, and answers how it was refused. @throws Error when it goes through. */
export async function orderRefused(
  seller: Seller,
  customer: SoldCustomer,
  lines: readonly LinePlan[],
): Promise<{ readonly reason: string; readonly lines: readonly { readonly description: string }[] }> {
  try {
    await placeOrder(seller, customer, { billingCycle: 'monthly', lines });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const { data } = error.answer.json as { data: { description: string }[] };
    return { reason: `${error.answer.status}, code ${error.code}`, lines: data };
  }
  throw new Error('an order was placed that the program must refuse');
}

// --- licences --------------------------------------------------------------------------------------------------------

/** Enters people in the customer's directory and assigns them licences; answers how many it assigned. */
export async function assignLicences(
  { client, offer }: Seller,
  { plan, id }: SoldCustomer,
  { people, offers }: LicensedPlan,
): Promise<number> {
  const licensesToAssign = offers.map((name) => ({ skuId: offer(name).planId }));
  for (const displayName of people) {
    const userPrincipalName = `${displayName.toLowerCase().replaceAll(' ', '.')}@${plan.domainPrefix}.${suffix}`;
    const passwordProfile = {
      password: `Open7-${guidOf('given', userPrincipalName).slice(-8)}`,
      forceChangePassword: true,
    };
    const user = await client.send<{ id: string }>(`POST /v1/customers/${id}/users`, {
      body: { userPrincipalName, displayName, usageLocation: plan.country, passwordProfile },
      requestId: guidOf('person', userPrincipalName),
    });
    await client.send(`POST /v1/customers/${id}/users/${user.id}/licenseupdates`, {
      body: { licensesToAssign },
      requestId: guidOf('licences', userPrincipalName),
    });
  }
  return people.length * licensesToAssign.length;
}

// --- changes ---------------------------------------------------------------------------------------------------------

/** Carries out one change of the month and says what it was. */
export async function change(seller: Seller, customer: SoldCustomer, plan: ChangePlan): Promise<string> {
  if ('buy' in plan) {
    await placeOrder(seller, customer, plan.buy);
    return plan.buy.lines.map(({ offer, seats, addTo }) => `${seats} × ${offer} added to “${addTo}”`).join(', ');
  }
  const path = `/v1/customers/${customer.id}/subscriptions/${subscriptionOf(customer, plan.subscription)}`;
  const { quantity: before } = await seller.client.send<{ quantity: number }>(`GET ${path}`);
  const body = 'seats' in plan ? { quantity: plan.seats } : { status: plan.status };
  const { licensesToUnassign = 0 } = await seller.client.send<{ licensesToUnassign?: number }>(`PATCH ${path}`, {
    body,
  });
  const over = licensesToUnassign > 0 ? `, users to unassign: ${licensesToUnassign}` : '';
  if ('seats' in plan) return `“${plan.subscription}” from ${before} to ${plan.seats} seats${over}`;
  return `“${plan.subscription}” ${plan.status === 'suspended' ? 'suspended' : 'reactivated'}`;
}
