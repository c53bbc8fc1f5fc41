import type { Actor } from '../../../../shared/contracts/events.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

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

export const historyItem = storedKind<HistoryEntry>({ kind: 'subscriptionHistory', shape: 1, upgrades: [] });

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
