import type { NewEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, pagesOf, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Pair } from '../domain/relationship.ts';
import * as keys from './keys.ts';
import { pairItem, relationsItem } from './pair-item.ts';
import { pairPlace } from './pair-store.ts';

/**
 * A farewell: what is ahead of a customer since a partner left it (CUS-6). It lies where its relationships are counted, so that
 * every change of one of them begins it, ends it, or breaks what was decided of it.
 */
export interface Farewell {
  readonly customerId: string;
  /** How often anything between the customer and its partners changed. */
  readonly changes: number;
  /** `left`: nobody was told yet. `told`: it is known since when it may be erased. Absent: there is none. */
  readonly stage?: 'left' | 'told';
  /** When the last partner left it, or from when on it may be erased. */
  readonly at?: string;
}

/** The farewells of customers, and all that a customer's partners ever were to it. */
export const farewellStore = (table: Table) => ({
  async load(customerId: string): Promise<Farewell | undefined> {
    const item = await table.get(keys.relationsKey(customerId), { consistent: true });
    return item && farewellOf(item);
  },

  /** Whose farewell an item of the index means. */
  due: (item: Item): string => keys.customerOfRelations(item),

  /** Every pair of the customer, those that are over too, a page after the other, consistently. */
  async *pairsOf(customerId: string): AsyncGenerator<readonly Pair[]> {
    for await (const items of pagesOf(table, { ...pairPlace(customerId), limit: PAGE }))
      yield items.map(pairItem.fromItem);
  },

  /** The write by which it begins, or begins anew. */
  beginWrite: (of: Farewell, leftAt: Instant): Write => moved(of, { set: keys.leftIndex({ ...of, leftAt }) }),

  /** Writes that say from when on the customer may be erased, with the event that tells of it. */
  tellWrites: (of: Farewell, erasedFrom: Instant, told: NewEvent, cause: Cause): Write[] => [
    moved(of, { set: keys.erasureIndex({ ...of, erasedFrom }) }),
    ...outboxWrite({
      aggregate: keys.relationsKey(of.customerId),
      version: of.changes + 1,
      events: [told],
      cause,
    }),
  ],

  /** The write by which there is none any more: it has a partner, or is not for us to erase. */
  endWrite: (of: Farewell): Write => moved(of, { remove: ['gsi1pk', 'gsi1sk'] }),

  /** The write that deletes it with the customer, on condition that nothing came in between. */
  deleteWrite: (of: Farewell): Write => ({ delete: keys.relationsKey(of.customerId), if: unchanged(of) }),
});

/** Pairs that are looked at together. */
const PAGE = 40;

const unchanged = ({ changes }: Farewell) => ({ kind: 'equals', values: { changes } }) as const;

const moved = (
  of: Farewell,
  change: { readonly set?: Readonly<Record<string, string>>; readonly remove?: readonly string[] },
): Write => ({ update: keys.relationsKey(of.customerId), ...change, add: { changes: 1 }, if: unchanged(of) });

function farewellOf(item: Item): Farewell {
  const { changes } = relationsItem.fromItem(item);
  const found = { customerId: keys.customerOfRelations(item), changes };
  const { gsi1pk, gsi1sk } = item;
  if (typeof gsi1pk !== 'string' || typeof gsi1sk !== 'string') return found;
  const stage = gsi1pk === keys.leftBefore('').pk ? 'left' : 'told';
  return { ...found, stage, at: gsi1sk.slice(0, gsi1sk.lastIndexOf('#')) };
}
