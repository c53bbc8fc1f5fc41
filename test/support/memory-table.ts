import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import {
  assertWritable,
  batchesOf,
  type Condition,
  type ConflictReason,
  type Cursor,
  conflictOf,
  type Item,
  isKey,
  isPlaceIn,
  type Key,
  type Page,
  type Query,
  type Table,
  type Write,
} from '../../shared/dynamo/table.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { plainCopy, sizeOf } from './plain-item.ts';

/**
 * The in-memory twin of the table: the same answers, conflicts, cancellation reasons and limits as DynamoDB, held to
 * the same suite of tests. `beforeWrite` lets a simulation crash between any two writes; `afterWrite` feeds its
 * streams, and a crash there is a write whose answer was lost.
 */
export interface MemoryTable extends Table {
  readonly items: ReadonlyMap<string, Item>;
  /** Writes done so far. */
  readonly writes: number;
  /** Lets the indexes catch up with everything written. */
  catchUp(): void;
  /** Remembers what is stored now, with the indexes caught up. */
  mark(): Mark;
}

/** A moment of the table. What it costs to look at it and to go back to it is what was changed since, not what is stored. */
export interface Mark {
  /** What is not stored as it was, by key. */
  changes(): readonly Change[];
  /** Goes back to that moment, as often as one likes. Marks that were made since are gone. */
  undo(): void;
}
export interface Change {
  readonly key: Key;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}
export interface MemoryTableHooks {
  beforeWrite?(writes: readonly Write[]): void | Promise<void>;
  afterWrite?(writes: readonly Write[], stored: readonly Item[]): void | Promise<void>;
  beforeRead?(): void | Promise<void>;
  /** True: the indexes do not show this write yet. They catch up, in order, with the first write for which it is false. */
  isIndexLate?(): boolean;
}

const SEPARATOR = '\u0000';
const PARTITION_KEY_BYTES_MAX = 2048;
const SORT_KEY_BYTES_MAX = 1024;
const ITEM_BYTES_MAX = 400 * 1024;
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;
const PAGE_BYTES_MAX = 1024 * 1024;

type IndexName = 'gsi1' | 'gsi2';
const INDEXES: readonly IndexName[] = ['gsi1', 'gsi2'];

const idOf = (key: Key): string => key.pk + SEPARATOR + key.sk;

/** Items of one partition of the table or of an index, in the order of their sort keys. */
interface Entry {
  readonly place: string;
  readonly sort: string;
  readonly item: Item;
}
type Partitions = Map<string, Entry[]>;

/**
 * Whether every key that was ever stored or asked for has ASCII alone. Then texts are in the order of their bytes as they are; else
 * that order is found character by character, which takes many times as long.
 */
let isAllAscii = true;

interface State {
  readonly items: Map<string, Item>;
  readonly base: Partitions;
  readonly indexes: Readonly<Record<IndexName, Partitions>>;
  readonly lateChanges: (() => void)[];
  /** Each change since the first mark, the newest last. */
  log?: Change[];
}

export function memoryTable(hooks: MemoryTableHooks = {}): MemoryTable {
  const state: State = {
    items: new Map(),
    base: new Map(),
    indexes: { gsi1: new Map(), gsi2: new Map() },
    lateChanges: [],
  };
  let done = 0;
  return {
    items: state.items,
    get writes() {
      return done;
    },
    catchUp: () => catchUp(state),
    mark: () => mark(state),
    get: async (key) => {
      await hooks.beforeRead?.();
      return isKey(key) ? state.items.get(idOf(key)) : undefined;
    },
    batchGet: async (keys) => {
      await hooks.beforeRead?.();
      return batchesOf(keys)
        .flat()
        .flatMap((key) => state.items.get(idOf(key)) ?? []);
    },
    query: async (query) => {
      await hooks.beforeRead?.();
      return runQuery(query.index ? state.indexes[query.index] : state.base, query);
    },
    write: async (writes) => {
      if (writes.length === 0) return;
      await hooks.beforeWrite?.(writes);
      const stored = applyWrites(state, writes, hooks);
      done += 1;
      await hooks.afterWrite?.(writes, stored);
    },
  };
}

// --- limits --------------------------------------------------------------------------------------------------------

const assertText = (value: unknown, what: string, bytesMax: number): void => {
  invariant(typeof value === 'string' && value !== '', `${what} is a text that is not empty`);
  const bytes = Buffer.byteLength(value);
  invariant(bytes <= bytesMax, `${what} has at most ${bytesMax} bytes`);
  if (bytes !== value.length) isAllAscii = false;
};
const noteText = (text: string): void => {
  if (Buffer.byteLength(text) !== text.length) isAllAscii = false;
};
const assertKey = (key: Key): void => {
  assertText(key.pk, 'pk', PARTITION_KEY_BYTES_MAX);
  assertText(key.sk, 'sk', SORT_KEY_BYTES_MAX);
};

function assertStorable(item: Item): void {
  assertKey(item);
  for (const index of INDEXES) {
    const [pk, sk] = [item[`${index}pk`], item[`${index}sk`]];
    if (pk !== undefined) assertText(pk, `${index}pk`, PARTITION_KEY_BYTES_MAX);
    if (sk !== undefined) assertText(sk, `${index}sk`, SORT_KEY_BYTES_MAX);
  }
  invariant(bytesOf(item) <= ITEM_BYTES_MAX, 'an item has at most 400 KB');
}

const sizes = new WeakMap<Item, number>();
/** Bytes of an item that is stored: counted once, for it never changes. */
function bytesOf(item: Item): number {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const bytes = sizeOf(item);
  sizes.set(item, bytes);
  return bytes;
}

// --- writes --------------------------------------------------------------------------------------------------------

const targetOf = (write: Write): Key =>
  'put' in write ? write.put : 'delete' in write ? write.delete : 'check' in write ? write.check : write.update;

function applyWrites(state: State, writes: readonly Write[], hooks: MemoryTableHooks): Item[] {
  assertWritable(writes);
  const targets = writes.map(targetOf);
  targets.forEach(assertKey);
  const befores = targets.map((key) => state.items.get(idOf(key)));
  const reasons = writes.map(
    (write, index): ConflictReason => (holds(write.if, befores[index]) ? undefined : 'condition'),
  );
  if (reasons.some((reason) => reason !== undefined)) throw conflictOf(writes, reasons);
  const afters = writes.map((write, index) => itemAfter(write, befores[index]));
  const bytes = afters.reduce((total, item) => total + (item ? bytesOf(item) : 0), 0);
  invariant(bytes <= TRANSACTION_BYTES_MAX, 'a transaction has at most 4 MB');
  const stored: Item[] = [];
  const isIndexLate = hooks.isIndexLate?.() ?? false;
  writes.forEach((write, index) => {
    if ('check' in write) return;
    const after = afters[index];
    const change = { key: targets[index]!, before: befores[index], after };
    state.log?.push(change);
    replace(state, change, isIndexLate);
    if (after) stored.push(after);
  });
  return stored;
}

function itemAfter(write: Write, before: Item | undefined): Item | undefined {
  if ('put' in write) return storable(write.put);
  if ('delete' in write) return undefined;
  if ('check' in write) return before;
  const after: Record<string, unknown> = { ...before, pk: write.update.pk, sk: write.update.sk };
  for (const [attribute, to] of Object.entries(write.set ?? {})) if (to !== undefined) after[attribute] = to;
  for (const [attribute, by] of Object.entries(write.add ?? {})) after[attribute] = sumOf(after[attribute], by);
  for (const attribute of write.remove ?? []) delete after[attribute];
  return storable(after as Item);
}

/** What is stored is what everybody reads: nobody changes it. */
function storable(item: Item): Item {
  if (sizes.has(item)) return item;
  const copied = plainCopy(item);
  assertStorable(copied);
  return copied;
}

/** DynamoDB adds decimals, not binary fractions. */
function sumOf(before: unknown, by: number): number {
  invariant(before === undefined || typeof before === 'number', 'only a number is added to');
  return new Decimal(before ?? 0).plus(by).toNumber();
}

function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'absent':
      return item === undefined;
    case 'present':
      return item !== undefined;
    case 'absentOrLess':
      return item === undefined || isLess(item[condition.attribute], condition.value);
    case 'equals':
      return (
        item !== undefined &&
        Object.entries(condition.values).every(([attribute, value]) => item[attribute] === value) &&
        Object.entries(condition.below ?? {}).every(([attribute, value]) => isLess(item[attribute], value))
      );
  }
}

/** Values of different types do not compare. */
function isLess(stored: unknown, value: string | number): boolean {
  if (typeof stored === 'number' && typeof value === 'number') return stored < value;
  return typeof stored === 'string' && typeof value === 'string' && compareCharacters(stored, value) < 0;
}

function replace(state: State, { key, before, after }: Change, isIndexLate: boolean): void {
  if (after) state.items.set(idOf(key), after);
  else state.items.delete(idOf(key));
  if (before) removeEntry(state.base, before.pk, before.sk);
  if (after) insertEntry(state.base, after.pk, { place: after.sk, sort: after.sk, item: after });
  if (!before?.gsi1pk && !before?.gsi2pk && !after?.gsi1pk && !after?.gsi2pk) return;
  state.lateChanges.push(() => replaceInIndexes(state, before, after));
  if (!isIndexLate) catchUp(state);
}

function catchUp({ lateChanges }: State): void {
  for (const change of lateChanges.splice(0)) change();
}

function replaceInIndexes({ indexes }: State, before: Item | undefined, after: Item | undefined): void {
  for (const index of INDEXES) {
    const [old, fresh] = [before && indexEntry(index, before), after && indexEntry(index, after)];
    if (old) removeEntry(indexes[index], old.pk, old.entry.place);
    if (fresh) insertEntry(indexes[index], fresh.pk, fresh.entry);
  }
}

function indexEntry(index: IndexName, item: Item): { pk: string; entry: Entry } | undefined {
  const [pk, sort] = [item[`${index}pk`], item[`${index}sk`]];
  if (typeof pk !== 'string' || typeof sort !== 'string') return undefined;
  return { pk, entry: { place: sort + SEPARATOR + idOf(item), sort, item } };
}

function mark(state: State): Mark {
  catchUp(state);
  state.log ??= [];
  const log = state.log;
  const [from, last] = [log.length, log.at(-1)];
  const assertThere = (): void => invariant(log[from - 1] === last, 'nobody went back behind this mark');
  return {
    changes() {
      assertThere();
      const first = new Map(
        log
          .slice(from)
          .toReversed()
          .map(({ key, before }) => [idOf(key), { key, before }]),
      );
      return [...first]
        .map(([id, change]) => ({ ...change, after: state.items.get(id) }))
        .filter(({ before, after }) => !isDeepStrictEqual(before, after));
    },
    undo() {
      assertThere();
      for (const { key, before, after } of log.splice(from).toReversed())
        replace(state, { key, before: after, after: before }, false);
    },
  };
}

// --- partitions ----------------------------------------------------------------------------------------------------

function insertEntry(partitions: Partitions, pk: string, entry: Entry): void {
  const entries = partitions.get(pk) ?? [];
  if (entries.length === 0) partitions.set(pk, entries);
  entries.splice(firstAtOrAfter(entries, entry.place), 0, entry);
}

function removeEntry(partitions: Partitions, pk: string, place: string): void {
  const entries = partitions.get(pk);
  const at = entries ? firstAtOrAfter(entries, place) : -1;
  invariant(entries?.[at]?.place === place, 'what is removed was there');
  entries.splice(at, 1);
  if (entries.length === 0) partitions.delete(pk);
}

/** Index of the first entry whose place is not before `place`. */
const firstAtOrAfter = (entries: readonly Entry[], place: string): number =>
  firstThat(entries, (entry) => !isBelow(entry.place, place));

/** Index of the first entry that is so; all behind it are so as well. */
function firstThat(entries: readonly Entry[], isSo: (entry: Entry) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(entries[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The order of UTF-8 bytes, which is not the order of UTF-16 units: surrogates sort behind all other characters. */
function compareCharacters(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return byteRank(left) - byteRank(right);
  }
  return a.length - b.length;
}
/** The same of keys. */
function compareKeys(a: string, b: string): number {
  if (isAllAscii) return a === b ? 0 : a < b ? -1 : 1;
  return compareCharacters(a, b);
}
const byteRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

// --- queries -------------------------------------------------------------------------------------------------------

function runQuery(partitions: Partitions, query: Query): Page {
  assertQuery(query);
  if (!isPlaceIn(query)) return { items: [] };
  const entries = partitions.get(query.pk) ?? [];
  const { after, descending = false } = query;
  const behind = after && placeOfCursor(after, query);
  if (behind) noteText(behind);
  let from = firstThat(
    entries,
    ({ sort, place }) => !isBefore(sort, query) && (!behind || descending || isAbove(place, behind)),
  );
  let to = firstThat(
    entries,
    ({ sort, place }) => isBehind(sort, query) || (!!behind && descending && !isBelow(place, behind)),
  );
  const items: Item[] = [];
  let bytes = 0;
  while (from < to) {
    const { item } = entries[descending ? --to : from++]!;
    items.push(item);
    bytes += bytesOf(item);
    if (items.length === query.limit || bytes > PAGE_BYTES_MAX) return { items, next: cursorOf(item, query) };
  }
  return { items };
}

function assertQuery({ index, pk, sk, consistent, limit }: Query): void {
  assertText(pk, `${index ?? ''}pk`, PARTITION_KEY_BYTES_MAX);
  for (const bound of sk ? Object.values(sk).flat() : []) assertText(bound, 'a bound of sk', SORT_KEY_BYTES_MAX);
  invariant(!(index && consistent), 'an index is not read consistently');
  invariant(limit === undefined || limit > 0, 'a limit is positive');
}

const cursorOf = (item: Item, { index }: Query): Cursor => ({
  pk: item.pk,
  sk: item.sk,
  ...(index && { [`${index}pk`]: String(item[`${index}pk`]), [`${index}sk`]: String(item[`${index}sk`]) }),
});

/** The place behind which a page begins. */
const placeOfCursor = ({ pk, sk, ...indexed }: Cursor, { index }: Query): string =>
  index ? indexed[`${index}sk`]! + SEPARATOR + idOf({ pk: pk!, sk: sk! }) : sk!;

const isAbove = (place: string, other: string): boolean => compareKeys(place, other) > 0;
const isBelow = (place: string, other: string): boolean => compareKeys(place, other) < 0;

/** Whether a sort key lies before all of a range. */
function isBefore(sort: string, { sk: range }: Query): boolean {
  if (!range || 'before' in range) return false;
  if ('beginsWith' in range) return isBelow(sort, range.beginsWith);
  return isBelow(sort, 'between' in range ? range.between[0] : range.from);
}

/** Whether a sort key lies behind all of a range. */
function isBehind(sort: string, { sk: range }: Query): boolean {
  if (!range || 'from' in range) return false;
  if ('beginsWith' in range) return isAbove(sort, range.beginsWith) && !sort.startsWith(range.beginsWith);
  return 'between' in range ? isAbove(sort, range.between[1]) : !isBelow(sort, range.before);
}
