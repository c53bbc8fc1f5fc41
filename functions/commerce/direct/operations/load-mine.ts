import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { loadSettled, type Subscription, subscriptionKey, subscriptionOf } from '../../subscriptions/index.ts';
import { partnersStore } from '../store/partners-store.ts';
import { sellersOf } from './contacts.ts';
import type { DirectDeps } from './dependencies.ts';

interface Wanted {
  readonly customerId: string;
  readonly subscriptionId: string;
}

export const directScope = ({ customerId, subscriptionId }: Wanted) => ({
  partnerId: DIRECT_CHANNEL,
  customerId,
  subscriptionId: subscriptionId.toLowerCase(),
});

/** A direct subscription of the customer, with all recorded that has fallen due. */
export const loadDirect = (
  wanted: Wanted,
  occasion: { readonly at: Instant; readonly cause: Cause },
  deps: Pick<DirectDeps, 'table' | 'records'>,
): Promise<Subscription | undefined> => loadSettled(directScope(wanted), occasion, deps);

/** The same for the customer itself, which is told whom to contact where a partner sold it (CUS-3). */
export async function loadMine(
  wanted: Wanted,
  occasion: { readonly at: Instant; readonly cause: Cause },
  deps: Pick<DirectDeps, 'table' | 'records'>,
): Promise<Result<Subscription, Refusal<'subscription_not_found' | 'contact_your_partner'>>> {
  const found = await loadDirect(wanted, occasion, deps);
  if (found) return ok(found);
  const sold = await soldByPartner(wanted, deps.table);
  if (!sold) return refuse('subscription_not_found');
  const seller = (await sellersOf([sold], occasion.at, deps.table)).get(sold.subscriptionId)!;
  return refuse('contact_your_partner', { data: [seller] });
}

/** Looks at each partner that the customer has or had, a hundred a read. */
async function soldByPartner(
  { customerId, subscriptionId: named }: Wanted,
  table: Table,
): Promise<Subscription | undefined> {
  const subscriptionId = named.toLowerCase();
  for await (const page of partnersStore(table).ofCustomer(customerId)) {
    const keys = page.map(({ partnerId }) => subscriptionKey({ partnerId, customerId, subscriptionId }));
    const [item] = await table.batchGet(keys, { consistent: true });
    if (item) return subscriptionOf(item);
  }
  return undefined;
}
