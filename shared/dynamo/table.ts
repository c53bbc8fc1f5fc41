import { invariant } from '../kernel/invariant.ts';

/**
 * The narrow port through which every store reaches the one table. DynamoDB implements it in `dynamodb-table.ts`;
 * an in-memory twin for the simulation is held to the same tests.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Plain JSON values (numbers exact up to 15 digits) and index keys `gsi1pk`, `gsi1sk`, `gsi2pk`, `gsi2sk`. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** What must hold of the stored item for a write to happen. */
export type Condition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  /**
   * Every named attribute equals its value; `undefined` means that the attribute is absent. Those of `below` are numbers
   * less than theirs.
   */
  | {
      readonly kind: 'equals';
      readonly values: Readonly<Record<string, string | number | boolean | undefined>>;
      readonly below?: Readonly<Record<string, number>>;
    }
  /** The item is absent, or the attribute is less than the value. */
  | { readonly kind: 'absentOrLess'; readonly attribute: string; readonly value: string | number };

export type Write = (
  | { readonly put: Item; readonly if?: Condition }
  | { readonly delete: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition }
  | {
      readonly update: Key;
      readonly set?: Readonly<Record<string, unknown>>;
      /** Adds to numbers; an absent attribute counts as 0. */
      readonly add?: Readonly<Record<string, number>>;
      readonly remove?: readonly string[];
      readonly if?: Condition;
    }
) & {
  /**
   * The condition is what the caller's right to write rests on, checked before the operation began. Loading the state
   * again does not mend it: the right itself is to be checked again.
   */
  readonly isPremise?: true;
};

export interface Query {
  readonly index?: 'gsi1' | 'gsi2';
  readonly pk: string;
  readonly sk?:
    | { readonly beginsWith: string }
    | { readonly between: readonly [string, string] }
    | { readonly from: string }
    | { readonly before: string };
  /** Newest (largest sort key) first. */
  readonly descending?: boolean;
  /** Items per page, at most. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: Cursor;
  /** Not on an index. */
  readonly consistent?: boolean;
}

/** Opaque place in a query; plain JSON. */
export type Cursor = Readonly<Record<string, string>>;

export interface Page {
  readonly items: readonly Item[];
  readonly next?: Cursor;
}

export interface Table {
  /** A key that no item can have (empty, or too long) finds nothing. */
  get(key: Key, options?: { consistent?: boolean }): Promise<Item | undefined>;
  /** Any order, no item twice; absent keys are left out. */
  batchGet(keys: readonly Key[], options?: { consistent?: boolean }): Promise<readonly Item[]>;
  query(query: Query): Promise<Page>;
  /**
   * All writes or none; at most 100 and no item twice. One write is done without a transaction.
   * @throws WriteConflictError when a condition does not hold or another write got in between.
   */
  write(writes: readonly Write[]): Promise<void>;
}

/** Why a write of a transaction was refused. */
export type ConflictReason = 'condition' | 'conflict' | undefined;

/**
 * Waits before something is tried once more that was tried `tried` times in vain: longer each time, and by chance, so
 * that those who met do not meet again.
 */
export type BackOff = (tried: number) => Promise<void>;

type ConflictOptions = ErrorOptions & { readonly backOff?: BackOff };

/**
 * Nothing was written. `reasons[i]` tells what was wrong with write i: its condition did not hold, or another
 * transaction touched the item. Load again and decide again; see {@link retryOnConflict}.
 */
export class WriteConflictError extends Error {
  override readonly name: string = 'WriteConflictError';
  readonly reasons: readonly ConflictReason[];
  /** As the table hands it out that refused; absent: it may be tried again at once. */
  readonly backOff: BackOff | undefined;
  constructor(reasons: readonly ConflictReason[], { backOff, ...options }: ConflictOptions = {}) {
    super(`the write was refused: ${reasons.map((reason) => reason ?? '-').join(', ')}`, options);
    this.reasons = reasons;
    this.backOff = backOff;
  }
}

/**
 * Whether a write was refused for what is stored, so that it is done, or somebody else's, and need not come again. False for one
 * that only met others until it was given up: that says nothing of what is stored, and whoever takes it for done loses it.
 */
export const isRefused = (error: unknown): error is WriteConflictError =>
  error instanceof WriteConflictError && !error.reasons.includes('conflict');

/** Nothing was written, because what gave the caller the right to write is no longer as it was checked. */
export class PremiseGoneError extends WriteConflictError {
  override readonly name = 'PremiseGoneError';
}

/** The error of writes that were refused for these reasons. */
export const conflictOf = (
  writes: readonly Write[],
  reasons: readonly ConflictReason[],
  options?: ConflictOptions,
): WriteConflictError =>
  writes.some(({ isPremise }, index) => isPremise && reasons[index] === 'condition')
    ? new PremiseGoneError(reasons, options)
    : new WriteConflictError(reasons, options);

/** Writes in one transaction at most (a DynamoDB limit). */
export const WRITES_MAX = 100;

/** Keys in one batch read at most (a DynamoDB limit). */
export const BATCH_MAX = 100;

const PARTITION_KEY_BYTES_MAX = 2048;
const SORT_KEY_BYTES_MAX = 1024;
const isBetween = (text: string, bytesMax: number): boolean =>
  text !== '' && (text.length * 3 <= bytesMax || Buffer.byteLength(text) <= bytesMax);

/** Whether an item can have this key at all. Keys are made of what callers send; to read at one that is none finds nothing. */
export const isKey = ({ pk, sk }: Key): boolean =>
  isBetween(pk, PARTITION_KEY_BYTES_MAX) && isBetween(sk, SORT_KEY_BYTES_MAX);

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function isInRange(sort: string, sk: Query['sk']): boolean {
  if (!sk) return true;
  if ('beginsWith' in sk) return sort.startsWith(sk.beginsWith);
  if ('between' in sk) return compare(sort, sk.between[0]) >= 0 && compare(sort, sk.between[1]) <= 0;
  return 'from' in sk ? compare(sort, sk.from) >= 0 : compare(sort, sk.before) < 0;
}

/**
 * Whether the place to go on from lies in the query at all. Places come back from callers, who may have made them up;
 * DynamoDB takes none outside the query, and behind one there is nothing.
 */
export function isPlaceIn({ index, pk, sk, after }: Query): boolean {
  if (!after) return true;
  const names = ['pk', 'sk', ...(index ? [`${index}pk`, `${index}sk`] : [])];
  if (Object.keys(after).length !== names.length || names.some((name) => typeof after[name] !== 'string')) return false;
  const [partition, sort] = index ? [after[`${index}pk`]!, after[`${index}sk`]!] : [after.pk!, after.sk!];
  return (
    isKey({ pk: after.pk!, sk: after.sk! }) &&
    isKey({ pk: partition, sk: sort }) &&
    partition === pk &&
    isInRange(sort, sk)
  );
}

const targetOf = (write: Write): Key =>
  'put' in write ? write.put : 'delete' in write ? write.delete : 'check' in write ? write.check : write.update;
const idOf = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;

/** What every implementation demands of a list of writes. @throws InvariantError */
export function assertWritable(writes: readonly Write[]): void {
  invariant(writes.length <= WRITES_MAX, `a transaction holds at most ${WRITES_MAX} writes`);
  const ids = new Set(writes.map((write) => idOf(targetOf(write))));
  invariant(ids.size === writes.length, 'a transaction names no item twice');
}

/** The keys of a batch read as DynamoDB takes them: none twice, none that is no key, at most 100 at a time. */
export function batchesOf(keys: readonly Key[]): Key[][] {
  const distinct = [...new Map(keys.filter(isKey).map((key) => [idOf(key), key])).values()];
  const batches: Key[][] = [];
  for (let start = 0; start < distinct.length; start += BATCH_MAX)
    batches.push(distinct.slice(start, start + BATCH_MAX));
  return batches;
}

/** All items of a query, page by page. */
export async function* pagesOf(table: Table, query: Query): AsyncGenerator<readonly Item[]> {
  let after: Cursor | undefined;
  do {
    const page: Page = await table.query(after ? { ...query, after } : query);
    if (page.items.length > 0) yield page.items;
    after = page.next;
  } while (after);
}

export async function allOf(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(table, query)) items.push(...page);
  return items;
}

/**
 * Runs a load-decide-save again when somebody saved in between, after a wait that the table sets. A condition that still does not hold after
 * `attempts` is thrown on: then it is no race. So is {@link PremiseGoneError} at once: whoever checked the premise
 * checks it again.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T>, attempts = 5): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof WriteConflictError) || error instanceof PremiseGoneError || tried >= attempts) throw error;
      await error.backOff?.(tried);
    }
  }
}

export const putNew = (item: Item): Write => ({ put: item, if: { kind: 'absent' } });

/** Puts an aggregate whose stored version is still `versionBefore` (0: there is none yet). */
export const putIfVersion = (item: Item, versionBefore: number): Write =>
  versionBefore === 0
    ? { put: item, if: { kind: 'absent' } }
    : { put: item, if: { kind: 'equals', values: { version: versionBefore } } };
