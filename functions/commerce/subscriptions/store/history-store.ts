import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { atNumber, placeNumber, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { Item, Query, Table } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';
import { type HistoryEntry, historyEntry, historyItem } from './history-item.ts';
import { eventsQuery, HISTORIES_PREFIX, historyQuery, subscriptionOfHistory } from './keys.ts';

type SubscriptionScope = CustomerScope & { readonly subscriptionId: string };

/** Entries of some saves, in their order, and how far they go: none that was kept up to there is missing. */
interface Stretch {
  readonly entries: readonly HistoryEntry[];
  readonly through: number;
}

/** Where the histories of all that a partner sold to a customer lie, subscription by subscription. */
export const historiesOf = (scope: CustomerScope): Query => ({
  pk: customerPartition(scope),
  sk: { beginsWith: HISTORIES_PREFIX },
  consistent: true,
});
/** What an item there says. */
export const entryOf = (item: Item): HistoryEntry & { readonly subscriptionId: string } => ({
  ...historyItem.fromItem(item),
  subscriptionId: subscriptionOfHistory(item),
});

/**
 * What each save changed, oldest first. What has no item of its own, as all that is older, is read from its event while that
 * lasts. A place is the number of a save, behind which a page begins: saves are numbered without gap.
 */
export const historyOf = (table: Table, scope: SubscriptionScope): SoughtList<HistoryEntry> => ({
  async page({ size, after }) {
    const from = placeNumber(after) + 1;
    const kept = await keptFrom(table, scope, { from, count: size + 1 });
    const { entries, through } = isDense(kept, from) ? kept : await withEvents(table, scope, kept, from, size + 1);
    const items = entries.slice(0, size);
    const isAll = through === END && entries.length <= size;
    return isAll ? { items } : { items, next: atNumber(items.at(-1)?.sequence ?? through) };
  },
  before: async ({ size, end }) => {
    const start = placeNumber(end) - size;
    return start > 0 ? atNumber(start) : undefined;
  },
});

const END = Number.POSITIVE_INFINITY;

async function keptFrom(
  table: Table,
  scope: SubscriptionScope,
  { from, count }: { from: number; count: number },
): Promise<Stretch> {
  const { items, next } = await table.query({ ...historyQuery(scope, from), limit: count });
  const entries = items.map(historyItem.fromItem);
  return { entries, through: next ? entries.at(-1)!.sequence : END };
}

/** Saves that have an item each are all that a page asks for. */
const isDense = ({ entries }: Stretch, from: number): boolean =>
  entries.length > 0 && entries.at(-1)!.sequence === from + entries.length - 1;

async function withEvents(
  table: Table,
  scope: SubscriptionScope,
  kept: Stretch,
  from: number,
  count: number,
): Promise<Stretch> {
  const asked = eventsQuery(scope, from, kept.through === END ? undefined : kept.through);
  const { items, next } = await table.query({ ...asked, limit: count });
  const told = items.flatMap(eventsOf).map((event) => historyEntry({ ...event, version: event.aggregateVersion }));
  const through = Math.min(kept.through, next ? (told.at(-1)?.sequence ?? kept.through) : END);
  const bySequence = new Map([...told, ...kept.entries].map((entry) => [entry.sequence, entry]));
  const entries = [...bySequence.values()].filter(({ sequence }) => sequence <= through);
  return { entries: entries.sort((a, b) => a.sequence - b.sequence), through };
}
