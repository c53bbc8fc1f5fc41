import { type Cursor, putIfVersion, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { addDays, type DayPeriod, epochMs, startOfDay } from '../../../../shared/kernel/time.ts';
import type { CustomerRange } from '../../accounts/index.ts';
import { withLeftOut } from '../domain/usage-window.ts';
import { usageAsideKey, usageAsidesQuery } from './keys.ts';
import { usageAsideItem } from './usage-aside-item.ts';

interface SubscriptionIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** A stretch of a range of customers, with the subscriptions of it that invoices left out. */
export interface AsideStretch {
  readonly range: CustomerRange;
  readonly leftOut: ReadonlyMap<string, readonly DayPeriod[]>;
}

/** Subscriptions of a stretch at most: some 200 KB. */
const PER_STRETCH = 1000;
/**
 * Days that spans are kept behind their end: use, its corrections and voids ask for invoices of some 530 days before at most, and
 * what was billed earlier decides on nothing.
 */
const KEPT_DAYS = 600;

/** Metered subscriptions that invoices left out: few, mostly none. Where a rate was missing they may be all. */
export const usageAsideStore = (table: Table) => ({
  /** A range of customers in stretches that follow each other, from its end on where it is read backwards. */
  async *stretches(
    partnerId: string,
    { from, to }: CustomerRange,
    { isBackwards = false, size = PER_STRETCH }: { readonly isBackwards?: boolean; readonly size?: number } = {},
  ): AsyncGenerator<AsideStretch> {
    let rest: CustomerRange = { from, ...(to !== undefined && { to }) };
    const query = { ...usageAsidesQuery(partnerId, rest), limit: size, ...(isBackwards && { descending: true }) };
    let after: Cursor | undefined;
    for (;;) {
      const { items, next } = await table.query({ ...query, ...(after && { after }) });
      after = next;
      const leftOut = new Map(items.map((item) => [item.sk, usageAsideItem.fromItem(item).leftOut]));
      const last = items.at(-1)?.sk;
      if (!next || last === undefined) {
        yield { range: rest, leftOut };
        return;
      }
      // Sheets of a subscription sort behind its own id, and before what ends with a tilde.
      const cut = isBackwards ? last : `${last}~`;
      yield { range: isBackwards ? { ...rest, from: cut } : { ...rest, to: cut }, leftOut };
      rest = isBackwards ? { ...rest, to: cut } : { ...rest, from: cut };
    }
  },

  /** Notes the days that invoices leave out so far. Repeated it changes nothing. */
  setAside: (ids: SubscriptionIds, days: DayPeriod): Promise<void> =>
    retryOnConflict(async () => {
      const key = usageAsideKey(ids);
      const item = await table.get(key, { consistent: true });
      const { leftOut, version } = item ? usageAsideItem.fromItem(item) : { leftOut: [], version: 0 };
      const counting = leftOut.filter(({ end }) => addDays(end, KEPT_DAYS) > days.end);
      const after = { leftOut: withLeftOut(counting, days), version: version + 1 };
      const expiresAt = epochMs(startOfDay(addDays(days.end, KEPT_DAYS))) / 1000;
      await table.write([putIfVersion(usageAsideItem.toItem({ ...key, expiresAt }, after), version)]);
    }),
});
