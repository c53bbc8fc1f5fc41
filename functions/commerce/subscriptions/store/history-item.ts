import type { Actor } from '../../../../shared/contracts/events.ts';
import { type StoredKind, storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** What one save of a subscription changed, as it is shown (API-3). Kept as long as the subscription. */
export interface HistoryEntry {
  /** The version that the save made, from 1 without gap. */
  readonly sequence: number;
  /** When it took effect. */
  readonly at: string;
  /** Type of the event that told the other contexts. */
  readonly type: string;
  /** Who did it: a user or application, else the kind of what did. */
  readonly by: string;
  readonly changes: Readonly<Record<string, { readonly before?: unknown; readonly after?: unknown }>>;
}

/** An entry as it is stored: what came without having been there before, as it came; and what changed. */
interface StoredEntry extends Omit<HistoryEntry, 'changes'> {
  readonly came?: Readonly<Record<string, unknown>>;
  readonly changes?: HistoryEntry['changes'];
}
const stored = storedKind<StoredEntry>({
  kind: 'subscriptionHistory',
  shape: 2,
  // Before, what came was said as a change.
  upgrades: [(record) => record],
});

export const historyItem: StoredKind<HistoryEntry> = {
  ...stored,
  toItem(keys, { changes, ...entry }) {
    const all = Object.entries(changes);
    const isNew = (change: (typeof changes)[string]): boolean => !('before' in change) && 'after' in change;
    const came = Object.fromEntries(
      all.filter(([, change]) => isNew(change)).map(([name, { after }]) => [name, after]),
    );
    const others = Object.fromEntries(all.filter(([, change]) => !isNew(change)));
    return stored.toItem(keys, {
      ...entry,
      ...(Object.keys(came).length > 0 && { came }),
      ...(Object.keys(others).length > 0 && { changes: others }),
    });
  },
  fromItem(item) {
    const { came = {}, changes = {}, ...entry } = stored.fromItem(item);
    const asChanges = Object.entries(came).map(([name, after]) => [name, { after }] as const);
    return { ...entry, changes: { ...Object.fromEntries(asChanges), ...changes } };
  },
};

/** What a save tells the others, as an entry of the history. */
export function historyEntry(told: {
  readonly version: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly actor: Actor;
  readonly detail: Readonly<Record<string, unknown>>;
}): HistoryEntry {
  const { before = {}, after = {} } = told.detail as Record<'before' | 'after', Record<string, unknown>>;
  const changed = (told.detail.changed as string[] | undefined) ?? Object.keys(after);
  return {
    sequence: told.version,
    at: told.occurredAt,
    type: told.type,
    by: told.actor.principalId ?? told.actor.kind,
    changes: Object.fromEntries(changed.map((name) => [name, beforeAndAfter(before[name], after[name])])),
  };
}

const beforeAndAfter = (before: unknown, after: unknown) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
