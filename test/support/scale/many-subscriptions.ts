import { type KnownSubscription, unknownSubscription } from '../../../functions/billing/history/domain/subscription.ts';
import { subscriptionKey } from '../../../functions/billing/history/store/keys.ts';
import { subscriptionItem } from '../../../functions/billing/history/store/subscription-item.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import type { Entry } from '../../../shared/kernel/seat-rating/history.ts';
import type { Day } from '../../../shared/kernel/time.ts';
import { tableOfMany } from './many-rows.ts';

type Cycle = 'monthly' | 'annual';
const guid = (kind: string, n: number): string => `${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Ids of customers are spread over all there are, in the order of their numbers, for a million of them. */
const STEP = 4294;
export const manyCustomerId = (n: number): string =>
  `${(n * STEP).toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** The first row at a sort key or behind it, also where the key is only the beginning of one. */
export function manyNumber(sortKey: string): number {
  const [prefix = ''] = /^[0-9a-f]*/.exec(sortKey)!;
  const number = Math.ceil(Number.parseInt(prefix.padEnd(8, '0'), 16) / STEP);
  return sortKey.includes('#') && (sortKey.endsWith('~') || sortKey.endsWith('\u0000')) ? number + 1 : number;
}

/** Bought on 10 January 2018; billed monthly it has a line on each tenth. */
export function aManySubscription(n: number, cycle: Cycle): KnownSubscription {
  const bought: Entry = {
    kind: 'created',
    version: 1,
    eventId: guid('e0000000', n),
    effectiveOn: '2018-01-10' as Day,
    storedOn: '2018-01-10' as Day,
    quantity: 1 + (n % 90),
    billingCycle: cycle,
    lock: { priceList: '2018-01', currency: 'USD', wholesale: '16.00', list: '20.00', discountPercent: '0' },
    anchorOn: '2018-01-20' as Day,
    termEndOn: '2019-01-20' as Day,
  };
  return {
    ...unknownSubscription({ customerId: manyCustomerId(n), subscriptionId: guid('5ab00000', n) }),
    orderId: guid('0d000000', n),
    offerId: guid('0ffe0000', n % 20),
    entries: [bought],
  };
}

/** A partner with very many of them, one a customer, made when they are read; all else lies in memory. */
export const manySubscriptions = (
  partnerId: string,
  count: number,
  cycle: Cycle | ((n: number) => Cycle),
  memory: Table,
) =>
  tableOfMany(
    {
      partition: subscriptionKey({ partnerId, customerId: '', subscriptionId: '' }).pk,
      count,
      numberOf: manyNumber,
      item: (n) => {
        const subscription = aManySubscription(n, typeof cycle === 'string' ? cycle : cycle(n));
        return subscriptionItem.toItem(subscriptionKey({ partnerId, ...subscription }), { subscription, version: 1 });
      },
    },
    memory,
  );
