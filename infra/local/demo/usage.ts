import { type Client, guidOf } from './client.ts';
import { awaitMail } from './mail.ts';
import { placeOrder, type Seller, type SoldCustomer, subscriptionOf } from './selling.ts';

/** Metered use: a rate card, a subscription with a budget, and what is used on its days. */

/** Invented meters and rates; what partners pay is 15 percent less. */
const METERS = [
  {
    id: guidOf('meter', 'machine'),
    name: 'D2 v3',
    category: 'Virtual Machines',
    unit: '1 Hour',
    rates: { 0: 0.4, 5000: 0.38 },
  },
  {
    id: guidOf('meter', 'storage'),
    name: 'LRS Data Stored',
    category: 'Storage',
    unit: '1 GB/Month',
    rates: { 0: 0.0184 },
    includedQuantity: 5,
  },
] as const;

/** Publishes the rate card without which nothing metered is sold. */
export const publishRateCard = (operator: Client, effectiveDate: string): Promise<unknown> =>
  operator.send('POST /v1/operator/ratecards/azure/versions', {
    body: {
      currency: 'USD',
      region: 'US',
      effectiveDate,
      meters: METERS,
      offerTerms: [{ name: 'Partner discount', discount: 0.15 }],
    },
    requestId: guidOf('rate card', effectiveDate),
  });

/** Who uses it: four machines all day long and some storage, from the day of the orders on. */
export const metered = {
  partner: 'harbor',
  customer: 'Cedar Mill Foods',
  nickname: 'Recipe site',
  budget: 800,
  machineHoursADay: 96,
  gigabytesADay: 12,
  /** Days on which the operator reports what was used since the last time. */
  reportedOn: [9, 17, 20],
} as const;

export async function sellMetered(seller: Seller, customer: SoldCustomer): Promise<void> {
  const line = { offer: 'Microsoft Azure', seats: 1, nickname: metered.nickname };
  await placeOrder(seller, customer, { billingCycle: 'monthly', lines: [line] });
  await seller.client.send(`PATCH /v1/customers/${customer.id}/usagebudget`, { body: { amount: metered.budget } });
}

/** Reports the days before `day` that no report has yet; `start` is the day of the orders. */
export async function reportUsage(
  operator: Client,
  customer: SoldCustomer,
  { start, day }: { start: string; day: number },
) {
  const earlier = metered.reportedOn.filter((other) => other < day).at(-1) ?? 0;
  const subscriptionId = subscriptionOf(customer, metered.nickname);
  const records = Array.from({ length: day - earlier }, (_, index) => earlier + index).flatMap((number) => {
    const on = new Date(Date.parse(start) + number * 86_400_000).toISOString().slice(0, 10);
    return [metered.machineHoursADay, metered.gigabytesADay].map((quantity, meter) => ({
      recordId: `${on}-${METERS[meter]!.name}`,
      subscriptionId,
      meterId: METERS[meter]!.id,
      usageStartTime: `${on}T00:00:00Z`,
      usageEndTime: `${on}T23:00:00Z`,
      quantity,
      resourceUri: `/subscriptions/${subscriptionId}/resourceGroups/site/providers/Example.Demo/resources/${meter + 1}`,
      location: 'eastus',
    }));
  });
  await operator.send('POST /v1/operator/usagerecords', { body: { records }, requestId: guidOf('usage', `${day}`) });
  return records.length;
}

interface CustomerUsage {
  readonly totalCost: number;
  readonly percentUsed: number;
}

/** What the customer has used of its budget, once everything that was reported is counted. */
export async function usedOfBudget(client: Client, customer: SoldCustomer): Promise<CustomerUsage> {
  const { items } = await client.send<{ items: readonly (CustomerUsage & { id: string })[] }>(
    'GET /v1/customers/usagerecords',
  );
  const found = items.find(({ id }) => id === customer.id);
  if (!found) throw new Error(`${customer.plan.companyName} has no metered use`);
  return found;
}

/** The mail that warns of the budget, as the partner's admin agent reads it. */
export const budgetMail = (controlRoot: string, address: string) =>
  awaitMail(controlRoot, address, ({ subject }) => /budget/i.test(subject));
