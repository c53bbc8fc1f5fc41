import { orderStore } from '../../functions/commerce/orders/store/order-store.ts';
import { historyOf } from '../../functions/commerce/subscriptions/store/history-store.ts';
import { subscriptionStore } from '../../functions/commerce/subscriptions/store/subscription-store.ts';
import type { SoughtList } from '../../shared/dynamo/sought.ts';
import { aSubscription } from '../support/commerce-builders.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable } from '../support/scale/counted-table.ts';
import { historyItems, orderItems, soldItems } from '../support/scale/large-customer.ts';
import type { Figure } from './figure.ts';

const MANY = 10_000;
const WITHOUT_SIZE = 10_000;
const pair = { partnerId: 'partner', customerId: 'customer' };

/** What it costs to read what one customer bought in ten thousand orders, counted. */
export async function customerBench(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const base = aSubscription(pair);
  const items = [...soldItems(pair, MANY), ...orderItems(pair, MANY), ...historyItems(base, MANY)];
  for (let start = 0; start < items.length; start += 100)
    await table.write(items.slice(start, start + 100).map((item) => ({ put: item })));
  const pageOf = async (list: SoughtList<unknown>): Promise<number> => {
    table.counted();
    await list.page({ size: WITHOUT_SIZE });
    return table.counted().readUnits;
  };
  const [subscriptions, orders] = [subscriptionStore(table), orderStore(table)];
  const of = 'a customer with 10,000 orders';
  const figure = { unit: 'read units', budget: 290 };
  return [
    {
      name: `${of}: a page of subscriptions`,
      value: await pageOf(subscriptions.ofCustomer(pair, () => true)),
      ...figure,
    },
    {
      name: `${of}: the same, filtered to nothing`,
      value: await pageOf(subscriptions.ofCustomer(pair, () => false)),
      ...figure,
    },
    { name: `${of}: a page of orders`, value: await pageOf(orders.ofCustomer(pair, () => true)), ...figure },
    { name: 'a page of 10,000 saves of a subscription', value: await pageOf(historyOf(table, base)), ...figure },
  ];
}
