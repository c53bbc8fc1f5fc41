import type { OfferFinder } from './catalogue.ts';
import { type Client, guidOf } from './client.ts';

/** What a customer had bought direct before it came to a partner, by seats. */
const SEATS = [20, 10, 5];
const OFFER = 'Office 365 Enterprise E1';

interface Plan {
  readonly id: string;
  readonly status: string;
  readonly steps: readonly { readonly name: string; readonly pool?: readonly { readonly activeUnits: number }[] }[];
}

/** A customer leaves the direct channel: planned, ordered, doubled in the pool, cancelled there (ORD-7). */
export async function showTransition({
  operator,
  seller,
  customer,
  offer,
  log,
}: {
  readonly operator: Client;
  readonly seller: Client;
  readonly customer: { readonly id: string; readonly companyName: string };
  readonly offer: OfferFinder;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { offerId } = offer(OFFER);
  const { items } = await operator.send<{ items: { id: string }[] }>(
    `POST /v1/operator/customers/${customer.id}/directsubscriptions`,
    { body: SEATS.map((quantity) => ({ id: guidOf('direct', customer.id, String(quantity)), offerId, quantity })) },
  );
  const plans = `/v1/customers/${customer.id}/transitionplans`;
  const { id } = await seller.send<Plan>(`POST ${plans}`, {
    body: { directSubscriptionIds: items.map((direct) => direct.id) },
    requestId: guidOf('transition', customer.id),
  });
  await seller.send(`POST ${plans}/${id}/order`);
  const done = await seller.send<Plan>(`POST ${plans}/${id}/canceldirect`);
  if (done.status !== 'cancelled') throw new Error(`the transition of ${customer.companyName} is ${done.status}`);
  const seats = done.steps.map(({ name, pool }) => `${name} ${pool?.[0]?.activeUnits ?? '?'}`);
  log('');
  log(
    `${customer.companyName} left the direct channel with ${SEATS.join(', ')} seats of ${OFFER}; its pool: ${seats.join(', ')}`,
  );
}
