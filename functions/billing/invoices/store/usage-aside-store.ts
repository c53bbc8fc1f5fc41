import { allOf, putIfVersion, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { CustomerRange } from '../../accounts/index.ts';
import { withLeftOut } from '../domain/usage-window.ts';
import { usageAsideKey, usageAsidesQuery } from './keys.ts';
import { usageAsideItem } from './usage-aside-item.ts';

interface SubscriptionIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Metered subscriptions that invoices ever left out: few, mostly none. */
export const usageAsideStore = (table: Table) => ({
  /** Those of a range of customers, by customer and subscription. */
  async ofRange(partnerId: string, range: CustomerRange): Promise<ReadonlyMap<string, readonly DayPeriod[]>> {
    const items = await allOf(table, usageAsidesQuery(partnerId, range));
    return new Map(items.map((item) => [item.sk, usageAsideItem.fromItem(item).leftOut]));
  },

  /** Notes the days that invoices leave out so far. Repeated it changes nothing. */
  setAside: (ids: SubscriptionIds, days: DayPeriod): Promise<void> =>
    retryOnConflict(async () => {
      const key = usageAsideKey(ids);
      const item = await table.get(key, { consistent: true });
      const { leftOut, version } = item ? usageAsideItem.fromItem(item) : { leftOut: [], version: 0 };
      const after = { leftOut: withLeftOut(leftOut, days), version: version + 1 };
      await table.write([putIfVersion(usageAsideItem.toItem(key, after), version)]);
    }),
});
