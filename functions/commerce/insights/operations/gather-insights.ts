import { type Item, pagesOf, type Table } from '../../../../shared/dynamo/table.ts';
import { addDays, type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Counts, Walk } from '../../../../shared/messaging/walk/walk.ts';
import { type Subscription, soldBy, subscriptionOf } from '../../subscriptions/index.ts';
import { DEPLOYMENT, SUBSCRIPTIONS, USAGE } from '../domain/fields.ts';
import { type SoldPlan, soldPlans } from '../domain/rows.ts';
import { slicesDue } from '../store/keys.ts';
import { packedRows } from '../store/packed-rows.ts';
import { type Slice, sliceItem, TABLES, type TableName } from '../store/slice-item.ts';
import { sliceStore } from '../store/slice-store.ts';
import { type InsightsDeps, SIZES } from './dependencies.ts';
import { namesOf, rowsOfLicences, type Sold, subscriptionRows } from './make-rows.ts';

/** What the rows of each table are. */
export const INSIGHTS = { subscriptions: SUBSCRIPTIONS, deployment: DEPLOYMENT, usage: USAGE } as const;

/** Digits of a prefix at most; what one customer of all bought is gathered whole. */
const PREFIX_MAX = 8;
const COUNTS = { gathered: 0, split: 0, subscriptions: 0 };

/** Where the rows of a slice lie. What is gathered anew replaces it; what is not ends after eight days. */
export const fileOf = ({ partnerId, prefix }: Pick<Slice, 'partnerId' | 'prefix'>, table: TableName): string =>
  `commerce/insights/${partnerId}/${prefix === '' ? 'all' : prefix}/${table}`;

/** What a partner sold to the customers of a slice, in the order of customers; undefined when it is more than `max`. */
export async function soldIn(
  slice: Pick<Slice, 'partnerId' | 'prefix'>,
  max: number,
  table: Table,
): Promise<readonly Subscription[] | undefined> {
  return (await itemsIn(slice, max, table))?.map(subscriptionOf);
}

async function itemsIn(
  { partnerId, prefix }: Pick<Slice, 'partnerId' | 'prefix'>,
  max: number,
  table: Table,
): Promise<readonly Item[] | undefined> {
  const found: Item[] = [];
  for await (const page of pagesOf(table, { ...soldBy(partnerId), ...(prefix && { sk: { beginsWith: prefix } }) })) {
    found.push(...page);
    if (found.length > max) return undefined;
  }
  return found;
}

/**
 * Gathers once a day what partners sold, slice by slice, so that lists and sums over a million are read from files. A slice
 * that has grown too large is split, and its parts are gathered in the same run. Of who sold little, half of what is answered
 * without files at most, nothing is gathered.
 */
export const gatherInsights: Walk<InsightsDeps> = {
  // Parts of what was split lie apart; a million that are met for the first time are split twice.
  due({ scheduledAt }) {
    const tomorrow = addDays(utcDay(instant(scheduledAt)), 1);
    return [slicesDue('KNOWN', tomorrow), slicesDue('NEW', tomorrow), slicesDue('NEW', tomorrow)];
  },
  async each(item, { scheduledAt }, deps) {
    const at = instant(scheduledAt);
    const slice = await sliceStore(deps.table).load(sliceItem.fromItem(item));
    return slice?.dueOn && slice.dueOn <= utcDay(at) ? gather(slice, at, deps) : COUNTS;
  },
  counts: COUNTS,
};

/** SUB-8: seats that run by customer and plan; of whole customers, or what was sold to one counts twice. */
export function plansIn({ subscriptions, at }: Sold): readonly SoldPlan[] {
  const plans = soldPlans(at);
  plans.add(subscriptions);
  return plans.all();
}

async function gather(slice: Slice, at: Instant, deps: InsightsDeps): Promise<Counts> {
  const { partnerId, prefix } = slice;
  const { fresh, slice: sliceMax } = deps.sizes ?? SIZES;
  const max = prefix.length < PREFIX_MAX ? sliceMax : Number.POSITIVE_INFINITY;
  const found = await itemsIn(slice, max, deps.table);
  const slices = sliceStore(deps.table);
  if (!found) return { ...COUNTS, split: (await slices.split(slice)) ? 1 : 0 };
  const dueOn = addDays(utcDay(at), 1);
  if (prefix === '' && found.length <= fresh / 2) {
    await slices.gathered(slice, { partnerId, prefix, dueOn });
    return COUNTS;
  }
  const subscriptions = found.map(subscriptionOf);
  const sold = { partnerId, subscriptions, at };
  const names = namesOf(subscriptions, deps);
  const rows = {
    subscriptions: await subscriptionRows(sold, deps, names),
    ...(await rowsOfLicences(plansIn(sold), at, deps, names)),
  };
  for (const name of TABLES)
    await deps.files.put(fileOf(slice, name), await packedRows(rows[name], INSIGHTS[name]), {
      contentType: 'application/gzip',
    });
  const counts = {
    subscriptions: rows.subscriptions.length,
    deployment: rows.deployment.length,
    usage: rows.usage.length,
  };
  const isSaved = await slices.gathered(slice, {
    ...slice,
    dueOn,
    gatheredAt: at,
    counts,
  });
  return isSaved ? { ...COUNTS, gathered: 1, subscriptions: counts.subscriptions } : COUNTS;
}
