import { collection } from '../../../../shared/contracts/wire.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { meets } from '../domain/subscription-filter.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { resellerAskedFor } from './list-subscriptions.ts';
import { toSubscriptionsWire } from './subscription-wire.ts';

/** SUB-7: what this partner sold, over all its customers, by customer and subscription; a page reads a megabyte at most. */
export const listPartnerSubscriptions: SubscriptionsOperation<'listPartnerSubscriptions'> = async (call, { table }) => {
  const resellerOfRecord = resellerAskedFor(call.caller, call.query.mpn_id);
  const sold = subscriptionStore(table).ofPartner(
    call.caller.tenantId,
    (of) =>
      meets(call.query, of, call.at) && (resellerOfRecord === undefined || of.resellerOfRecord === resellerOfRecord),
  );
  const [page, catalogue] = await Promise.all([seekPage(call, sold, SEEK), catalogueStore(table).read()]);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const wire = await toSubscriptionsWire(items, { at: call.at, catalogue, table });
  return ok({ status: 200, body: collection(wire, links, token) });
};
