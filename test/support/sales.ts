import type { TokenClaims } from '../../shared/identity/token.ts';
import type { World } from './world.ts';

/** Builders of what is sold: offers with prices in a published list, and orders. */
export interface OfferPlan {
  readonly id: string;
  readonly name: string;
  readonly family?: 'office365' | 'ems' | 'crm';
  /** List price per seat and month. */
  readonly listPrice: string;
  readonly wholesalePrice?: string;
  /** Where, and in which currency, this is its price: the United States, in dollars. */
  readonly country?: string;
  readonly currency?: string;
  /** Bases of an add-on. */
  readonly addOnTo?: readonly string[];
  readonly earlyTerminationFee?:
    | { readonly amount: string; readonly currency: string }
    | { readonly percentOfRemaining: string };
}

/** Ids of offers that tests sell, by what they are. */
export const OFFERS = {
  base: '0b000000-0000-4000-8000-000000000001',
  otherBase: '0b000000-0000-4000-8000-000000000002',
  withFee: '0b000000-0000-4000-8000-000000000003',
  addOn: '0b000000-0000-4000-8000-000000000004',
  metered: '0b000000-0000-4000-8000-000000000005',
  crm: '0b000000-0000-4000-8000-000000000006',
} as const;

const operatorOf = ({ operator }: World) => ({ as: operator }) as const;

/** Defines offers, prices them in the list of a month (`yyyyMM`), publishes the list and then the offers. */
export async function putOnSale(world: World, month: string, offers: readonly OfferPlan[]): Promise<void> {
  const defined = new Map(offers.map((offer) => [offer.id, offer]));
  for (const offer of defined.values()) await defineOffer(world, offer);
  await publishPrices(world, month, offers);
  for (const id of defined.keys())
    await world.send({ method: 'POST', path: `/v1/operator/offers/${id}/publish`, ...operatorOf(world) });
}

async function defineOffer(world: World, offer: OfferPlan): Promise<void> {
  const { id, name, family = 'office365', addOnTo = [], earlyTerminationFee } = offer;
  const body = {
    id,
    name,
    family,
    isAddOn: addOnTo.length > 0,
    prerequisiteOffers: addOnTo,
    plan: { id: id.replace('0b', '0c'), name },
    markets: ['*'],
    maximumQuantity: 1000,
    ...(earlyTerminationFee && { earlyTerminationFee }),
  };
  await world.send({ method: 'POST', path: '/v1/operator/offers', ...operatorOf(world), body });
}

/** Publishes the prices of a month. But for the program's first list it must happen 30 days before the 1st. */
export async function publishPrices(
  world: World,
  month: string,
  prices: readonly Pick<OfferPlan, 'id' | 'listPrice' | 'wholesalePrice' | 'country' | 'currency'>[],
): Promise<void> {
  const as = operatorOf(world);
  await world.send({ method: 'POST', path: '/v1/operator/pricelists', ...as, body: { month } });
  const rows = prices.map(({ id, listPrice, wholesalePrice, country = 'US', currency = 'USD' }) => ({
    offerId: id,
    country,
    currency,
    listPrice,
    ...(wholesalePrice !== undefined && { wholesalePrice }),
  }));
  const path = `/v1/operator/pricelists/${month}`;
  const { body: stored } = await world.send({ method: 'PUT', path: `${path}/prices`, ...as, body: { prices: rows } });
  if (stored.rows.failed > 0) throw new Error(`prices were refused: ${JSON.stringify(stored.results)}`);
  await world.send({ method: 'POST', path: `${path}/publish`, ...as });
}

/** Puts metered use on sale. It has no price in a list: a rate card is in force for partners of the United States. */
export async function putMeteredOnSale(world: World, { withRateCard = true } = {}): Promise<void> {
  const body = {
    id: OFFERS.metered,
    name: 'Metered',
    family: 'azure',
    billing: 'usage',
    supportedBillingCycles: ['monthly'],
    plan: { id: OFFERS.metered.replace('0b', '0c'), name: 'Metered' },
    markets: ['*'],
  };
  await world.send({ method: 'POST', path: '/v1/operator/offers', ...operatorOf(world), body });
  const path = `/v1/operator/offers/${OFFERS.metered}/publish`;
  await world.send({ method: 'POST', path, ...operatorOf(world) });
  if (withRateCard) await publishRateCard(world);
}

/** Publishes a rate card of one meter that is in force at once, for partners of the United States unless told otherwise. */
export async function publishRateCard(
  world: World,
  { name = 'azure', ...version }: { name?: string; currency?: string; region?: string; effectiveDate?: string } = {},
): Promise<void> {
  const meter = {
    id: METER,
    name: 'D2 v3',
    category: 'Virtual Machines',
    unit: '1 Hour',
    rates: { 0: 0.12, 1000: 0.105 },
  };
  await world.send({
    method: 'POST',
    path: `/v1/operator/ratecards/${name}/versions`,
    ...operatorOf(world),
    body: {
      currency: 'USD',
      region: 'US',
      effectiveDate: world.program.now(),
      ...version,
      meters: [{ ...meter, includedQuantity: 100 }],
      offerTerms: [{ name: 'Wholesale', discount: 0.15 }],
    },
  });
}

/** The one meter of rate cards of tests. */
export const METER = '0d000000-0000-4000-8000-000000000001';

export interface LinePlan {
  readonly offerId: string;
  readonly quantity: number;
  readonly parentSubscriptionId?: string;
  readonly friendlyName?: string;
  /** Network id of the reseller of record. */
  readonly partnerIdOnRecord?: string;
}
export interface PlacedOrder {
  readonly orderId: string;
  /** Ids of the subscriptions, in the order of the lines. */
  readonly subscriptionIds: readonly string[];
}

export const orderBody = (lines: readonly LinePlan[], billingCycle: 'monthly' | 'annual'): object => ({
  billingCycle,
  lineItems: lines.map((line, lineItemNumber) => ({ lineItemNumber, ...line })),
});

export async function placeOrder(
  world: World,
  as: TokenClaims,
  customerId: string,
  lines: readonly LinePlan[],
  billingCycle: 'monthly' | 'annual' = 'monthly',
): Promise<PlacedOrder> {
  const path = `/v1/customers/${customerId}/orders`;
  const { body } = await world.send({ method: 'POST', path, as, body: orderBody(lines, billingCycle) });
  const subscriptionIds = body.lineItems.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId);
  return { orderId: body.id, subscriptionIds };
}
