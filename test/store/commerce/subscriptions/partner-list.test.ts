import { beforeEach, expect, test } from 'vitest';
import { partnerSubscriptionsPartition } from '../../../../functions/commerce/subscriptions/store/keys.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { subscriptionStore } from '../../../../functions/commerce/subscriptions/store/subscription-store.ts';
import type { SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { Cursor, Table } from '../../../../shared/dynamo/table.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';
import { type Spent, tableOfMany } from '../../../support/scale/many-rows.ts';

/** SUB-7: what a page of a partner's list costs when it sold a million subscriptions. */
const MILLION = 1_000_000;
const PER_CUSTOMER = 10;
const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const customerOf = (number: number): string => guid(Math.floor(number / PER_CUSTOMER));

let table: Table;
let spent: Spent;
beforeEach(() => {
  ({ table, spent } = tableOfMany({
    partition: partnerSubscriptionsPartition('partner'),
    count: MILLION,
    numberOf: (sortKey) => Number(sortKey.slice(-12)),
    item: (number) => toItem(aSubscription({ customerId: customerOf(number), subscriptionId: guid(number) })),
  }));
});

const all = () => subscriptionStore(table).ofPartner('partner', () => true);
const placeOf = (number: number): Cursor => {
  const item = toItem(aSubscription({ customerId: customerOf(number), subscriptionId: guid(number) }));
  return { pk: item.pk, sk: item.sk, gsi2pk: String(item.gsi2pk), gsi2sk: String(item.gsi2sk) };
};
const idsOf = async (list: SoughtList<{ subscriptionId: string }>, size: number, after?: Cursor) => {
  const { items, next } = await list.page({ size, ...(after && { after }) });
  return { ids: items.map(({ subscriptionId }) => subscriptionId), next };
};

test.each([
  ['at the beginning', undefined, 0],
  ['in the middle', 499_999, 500_000],
  ['at the end', 999_499, 999_500],
])('SUB-7: a page of 500 %s reads 501 rows, less than a megabyte', async (_, after, first) => {
  const page = await idsOf(all(), 500, after === undefined ? undefined : placeOf(after));
  expect(page.ids[0]).toBe(guid(first));
  expect(page.ids).toHaveLength(500);
  expect(page.next === undefined).toBe(first === 999_500);
  expect(spent.items).toBeLessThanOrEqual(501);
  expect(spent.bytes).toBeLessThan(1024 * 1024);
});

test('SUB-7: a filter that meets nothing reads a megabyte a page, and goes on', async () => {
  const none = subscriptionStore(table).ofPartner('partner', () => false);
  const first = await idsOf(none, 500);
  expect(first.ids).toEqual([]);
  expect(first.next).toBeDefined();
  expect(spent.bytes).toBeLessThan(1.1 * 1024 * 1024);
  const read = spent.items;
  await idsOf(none, 500, first.next);
  expect(spent.items).toBeLessThan(2.2 * read);
});

test('SUB-7: a filter that meets one in three thousand finds each of them, none twice', async () => {
  const few = subscriptionStore(table).ofPartner(
    'partner',
    ({ subscriptionId }) => Number(subscriptionId.slice(-12)) % 3000 === 2999,
  );
  const found: string[] = [];
  let after: Cursor | undefined = placeOf(989_999);
  while (after) {
    const page: { ids: string[]; next: Cursor | undefined } = await idsOf(few, 2, after);
    found.push(...page.ids);
    after = page.next;
  }
  expect(found).toEqual([guid(992_999), guid(995_999), guid(998_999)]);
});
