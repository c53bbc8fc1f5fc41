import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { atNumber, placeNumber, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import { allOf, type Item, type Query, type Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
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

/** Saves that are read at once, backwards: most cycles have fewer. */
const SAVES_AT_ONCE = 20;

/** The saves up to that of `version`, newest first, down to one from before a day, or to the first of all. */
export async function latestSaves(
  table: Table,
  of: SubscriptionScope & { readonly version: number },
  from: Day,
): Promise<HistoryEntry[]> {
  const saves: HistoryEntry[] = [];
  for (let to = of.version; to > 0; to -= SAVES_AT_ONCE) {
    const first = Math.max(1, to - SAVES_AT_ONCE + 1);
    saves.push(...(await savesBetween(table, of, first, to)).reverse());
    const oldest = saves.at(-1);
    // One that is kept no more is older than any day that counts.
    if (oldest?.sequence !== first || oldest.at < from) break;
  }
  return saves;
}

async function savesBetween(table: Table, of: SubscriptionScope, first: number, last: number): Promise<HistoryEntry[]> {
  const kept = (await allOf(table, historyQuery(of, first, last))).map(historyItem.fromItem);
  if (kept.length === last - first + 1) return kept;
  const told = (await allOf(table, eventsQuery(of, first, last)))
    .flatMap(eventsOf)
    .map((event) => historyEntry({ ...event, version: event.aggregateVersion }));
  const bySequence = new Map([...told, ...kept].map((entry) => [entry.sequence, entry]));
  const all = [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
  return all.filter(({ sequence }, index) => sequence === last - (all.length - 1 - index));
}

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
