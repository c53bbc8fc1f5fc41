import { partnerSubscriptionsPartition } from '../../functions/commerce/subscriptions/store/keys.ts';
import { toItem } from '../../functions/commerce/subscriptions/store/subscription-item.ts';
import { subscriptionStore } from '../../functions/commerce/subscriptions/store/subscription-store.ts';
import type { Cursor } from '../../shared/dynamo/table.ts';
import { aSubscription } from '../support/commerce-builders.ts';
import { tableOfMany } from '../support/scale/many-rows.ts';
import type { Figure } from './figure.ts';

const MILLION = 1_000_000;
/** Bytes that one read unit of an index takes. */
const UNIT_BYTES = 8192;

/** What pages of long lists read, counted. */
export async function listBench(): Promise<Figure[]> {
  const soldBy = () =>
    tableOfMany({
      partition: partnerSubscriptionsPartition('partner'),
      count: MILLION,
      numberOf: (sortKey) => Number(sortKey.slice(-12)),
      item: (number) => toItem(aSubscription({ subscriptionId: `sub-${String(number).padStart(12, '0')}` })),
    });
  const pagesOf = async (rows: number): Promise<number> => {
    const { table, spent } = soldBy();
    let after: Cursor | undefined;
    for (let found = 0; found < rows; found += 500)
      after = (
        await subscriptionStore(table)
          .ofPartner('partner', () => true)
          .page({ size: 500, ...(after && { after }) })
      ).next;
    return spent.bytes / UNIT_BYTES;
  };
  const unitsOf = async (isWanted: () => boolean): Promise<number> => {
    const { table, spent } = soldBy();
    await subscriptionStore(table).ofPartner('partner', isWanted).page({ size: 500 });
    return spent.bytes / UNIT_BYTES;
  };
  return [
    {
      name: 'a page of 500 of a million subscriptions',
      value: await unitsOf(() => true),
      unit: 'read units',
      budget: 130,
    },
    { name: '5,000 of them, page by page', value: await pagesOf(5000), unit: 'read units', budget: 560 },
    { name: 'the same, filtered to nothing', value: await unitsOf(() => false), unit: 'read units', budget: 140 },
  ];
}
