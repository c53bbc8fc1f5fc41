import { collection } from '../../../../shared/contracts/wire.ts';
import { pageFrom } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { Subscription } from '../domain/subscription.ts';
import { meets, type SubscriptionFilter } from '../domain/subscription-filter.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { resellerAskedFor } from './list-subscriptions.ts';
import { toSubscriptionWire } from './subscription-wire.ts';

/** SUB-7: what this partner sold, over all its customers, by customer and subscription. */
export const listPartnerSubscriptions: SubscriptionsOperation<'listPartnerSubscriptions'> = async (
  call,
  { table, licences },
) => {
  const resellerOfRecord = resellerAskedFor(call.caller, call.query.mpn_id);
  const sold = subscriptionStore(table).ofPartner(call.caller.tenantId);
  const [page, catalogue] = await Promise.all([
    pageFrom(kept(sold, { ...call.query, resellerOfRecord }, call.at), call.query),
    catalogueStore(table).read(),
  ]);
  const view = { at: call.at, catalogue, licences };
  const items = await Promise.all(page.items.map((of) => toSubscriptionWire(of, view)));
  return ok({ status: 200, body: collection(items, offsetLinks(call, page)) });
};

async function* kept(
  all: AsyncIterable<Subscription>,
  { resellerOfRecord, ...filter }: SubscriptionFilter & { readonly resellerOfRecord: string | undefined },
  at: Instant,
): AsyncGenerator<Subscription> {
  for await (const of of all)
    if (meets(filter, of, at) && (resellerOfRecord === undefined || of.resellerOfRecord === resellerOfRecord)) yield of;
}
