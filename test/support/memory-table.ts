import {
  type Condition,
  type ConflictReason,
  type Cursor,
  type Item,
  type Key,
  type Page,
  type Query,
  type Table,
  WRITES_MAX,
  type Write,
  WriteConflictError,
} from '../../shared/dynamo/table.ts';
import { invariant } from '../../shared/kernel/invariant.ts';

/**
 * The in-memory twin of the table: the same answers, conflicts and cancellation reasons as DynamoDB, held to the
 * same suite of tests. `beforeWrite` lets a simulation crash between any two writes; `onWrite` feeds its streams.
 */
export interface MemoryTable extends Table {
  readonly items: ReadonlyMap<string, Item>;
}
export interface MemoryTableHooks {
  beforeWrite?(writes: readonly Write[]): void | Promise<void>;
  afterWrite?(writes: readonly Write[], stored: readonly Item[]): void | Promise<void>;
}

const SEPARATOR = '\u0000';
const idOf = (key: Key): string => key.pk + SEPARATOR + key.sk;
/** Stored items are plain JSON, as DynamoDB would hand them back. */
const copy = <T>(item: T): T => JSON.parse(JSON.stringify(item)) as T;
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function memoryTable(hooks: MemoryTableHooks = {}): MemoryTable {
  const items = new Map<string, Item>();
  return {
    items,
    get: async (key) => {
      const found = items.get(idOf(key));
      return found && copy(found);
    },
    batchGet: async (keys) => {
      invariant(keys.length <= 100, 'a batch reads at most 100 keys');
      return keys.map((key) => items.get(idOf(key))).flatMap((found) => (found ? [copy(found)] : []));
    },
    query: async (query) => runQuery(items, query),
    write: async (writes) => {
      if (writes.length === 0) return;
      await hooks.beforeWrite?.(writes);
      const stored = applyWrites(items, writes);
      await hooks.afterWrite?.(writes, stored);
    },
  };
}

const targetOf = (write: Write): Key =>
  'put' in write ? write.put : 'delete' in write ? write.delete : 'check' in write ? write.check : write.update;

function applyWrites(items: Map<string, Item>, writes: readonly Write[]): Item[] {
  invariant(writes.length <= WRITES_MAX, `a transaction holds at most ${WRITES_MAX} writes`);
  const ids = writes.map((write) => idOf(targetOf(write)));
  invariant(new Set(ids).size === ids.length, 'a transaction names no item twice');
  const reasons = writes.map(
    (write, index): ConflictReason => (holds(write.if, items.get(ids[index]!)) ? undefined : 'condition'),
  );
  if (reasons.some((reason) => reason !== undefined)) throw new WriteConflictError(reasons);
  const stored: Item[] = [];
  writes.forEach((write, index) => {
    const after = itemAfter(write, items.get(ids[index]!));
    if (after === undefined) items.delete(ids[index]!);
    else items.set(ids[index]!, after);
    if (after && !('check' in write)) stored.push(copy(after));
  });
  return stored;
}

function itemAfter(write: Write, before: Item | undefined): Item | undefined {
  if ('put' in write) return copy(write.put);
  if ('delete' in write) return undefined;
  if ('check' in write) return before;
  const after: Record<string, unknown> = { ...copy(before ?? {}), pk: write.update.pk, sk: write.update.sk };
  for (const [attribute, to] of Object.entries(write.set ?? {})) if (to !== undefined) after[attribute] = copy(to);
  for (const [attribute, by] of Object.entries(write.add ?? {}))
    after[attribute] = ((after[attribute] as number | undefined) ?? 0) + by;
  for (const attribute of write.remove ?? []) delete after[attribute];
  return after as Item;
}

function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'absent':
      return item === undefined;
    case 'present':
      return item !== undefined;
    case 'absentOrLess': {
      const stored = item?.[condition.attribute];
      return item === undefined || (stored !== undefined && (stored as string) < (condition.value as string));
    }
    case 'equals':
      return (
        item !== undefined && Object.entries(condition.values).every(([attribute, value]) => item[attribute] === value)
      );
  }
}

function runQuery(items: Map<string, Item>, query: Query): Page {
  const prefix = query.index ?? '';
  const [pk, sk] = [`${prefix}pk`, `${prefix}sk`];
  const place = (item: Item): string => String(item[sk]) + SEPARATOR + item.pk + SEPARATOR + item.sk;
  const matching = [...items.values()]
    .filter((item) => item[pk] === query.pk && typeof item[sk] === 'string' && inRange(item[sk], query))
    .sort((a, b) => byBytes(place(a), place(b)) * (query.descending ? -1 : 1));
  const start = query.after ? matching.findIndex((item) => isAfter(place(item), query)) : 0;
  const rest = start < 0 ? [] : matching.slice(start);
  const page = rest.slice(0, query.limit ?? rest.length);
  const last = page.at(-1);
  const more = last !== undefined && query.limit !== undefined && page.length === query.limit;
  return more ? { items: page.map(copy), next: cursorOf(last, query) } : { items: page.map(copy) };
}

const cursorOf = (item: Item, { index }: Query): Cursor => ({
  pk: item.pk,
  sk: item.sk,
  ...(index && { [`${index}pk`]: String(item[`${index}pk`]), [`${index}sk`]: String(item[`${index}sk`]) }),
});

function isAfter(place: string, query: Query): boolean {
  const after = query.after!;
  const sort = query.index ? after[`${query.index}sk`]! : after.sk!;
  const compared = byBytes(place, sort + SEPARATOR + after.pk + SEPARATOR + after.sk);
  return query.descending ? compared < 0 : compared > 0;
}

function inRange(sk: string, { sk: range }: Query): boolean {
  if (!range) return true;
  if ('beginsWith' in range) return sk.startsWith(range.beginsWith);
  if ('between' in range) return byBytes(sk, range.between[0]) >= 0 && byBytes(sk, range.between[1]) <= 0;
  return 'from' in range ? byBytes(sk, range.from) >= 0 : byBytes(sk, range.before) < 0;
}
