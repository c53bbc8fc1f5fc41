import { invariant } from '../kernel/invariant.ts';
import type { Item, Key } from './table.ts';

/** A record as it lies in the table, in whatever shape. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** Leads a record from one shape to the next. */
export type Upgrade = (record: StoredRecord) => StoredRecord;

/** Keys of an item in table and indexes, and when it may be removed. */
export type ItemKeys = Key & {
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
  readonly gsi2pk?: string;
  readonly gsi2sk?: string;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
};

/**
 * One kind of stored item. What is stored stays for years: every shape that was ever written is read, the newest is
 * written. `kind` and `shape` stand beside the members of the record, as does the `version` of what is saved more than
 * once, so that conditions can name all of them.
 */
export interface StoredKind<T> {
  readonly kind: string;
  /** Number of the newest shape. */
  readonly shape: number;
  /** What an update sets that may be the first write of an item: only for a kind that has had one shape. */
  readonly envelope: { readonly kind: string; readonly shape: number };
  /** Members that are not set are left out. */
  toItem(keys: ItemKeys, record: T): Item;
  /** @throws InvariantError when the item is of another kind, or of a shape that only a later version knows. */
  fromItem(item: Item): T;
}

interface Definition {
  /** Unique in the program, camelCase. */
  readonly kind: string;
  readonly shape: number;
  /** From the oldest shape to the newest, one step each. Items from before shapes had numbers are of the oldest. */
  readonly upgrades: readonly Upgrade[];
}

const ENVELOPE: ReadonlySet<string> = new Set([
  ...['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt'],
  ...['kind', 'shape'],
]);

/** Records have no members of these names: they are the envelope's. */
type Unenveloped<T> = 'kind' extends keyof T ? never : 'shape' extends keyof T ? never : Definition;

/** A record whose members have other names now; those that it does not have are not made. */
export const renamed = (record: StoredRecord, names: Readonly<Record<string, string>>): StoredRecord =>
  Object.fromEntries(Object.entries(record).map(([name, member]) => [names[name] ?? name, member]));

/** Defines a kind. A test holds examples of all its shapes (`test/store/shapes`). */
export function storedKind<T extends object>(definition: Unenveloped<T>): StoredKind<T> {
  const { kind, shape }: Definition = definition;
  const upgraded = upgrading(definition);
  return {
    kind,
    shape,
    envelope: { kind, shape },
    toItem: (keys, record) => ({ ...(record as StoredRecord), ...keys, kind, shape }),
    fromItem(item) {
      const { kind: storedAs = kind, shape: stored } = item;
      invariant(storedAs === kind, `an item of kind ${storedAs} is not read as ${kind}`);
      const record: Record<string, unknown> = {};
      for (const member in item) if (!ENVELOPE.has(member)) record[member] = item[member];
      return upgraded(record, stored) as T;
    },
  };
}

/** Leads a record of a shape to the newest. @throws InvariantError for a shape that only a later version knows. */
function upgrading({ kind, shape, upgrades }: Definition): (record: StoredRecord, stored: unknown) => StoredRecord {
  const oldest = shape - upgrades.length;
  return (record, stored = oldest) => {
    if (stored === shape) return record;
    const missing = upgrades.slice(Number(stored) - oldest);
    invariant(missing.length === shape - Number(stored), `${kind} is known up to shape ${shape}, not ${stored}`);
    return missing.reduce<StoredRecord>((older, upgrade) => upgrade(older), record);
  };
}

/**
 * One kind of item that is read by the million: what it costs is its bytes. It spells its members itself, its kind
 * follows from its key, and its shape is the member `s`.
 */
export interface CompactKind<T> extends Omit<StoredKind<T>, 'envelope'> {
  isAt(key: Key): boolean;
}

interface CompactDefinition<T> {
  readonly kind: string;
  readonly shape: number;
  readonly isAt: (key: Key) => boolean;
  /** In the newest shape; members that are not set are left out. */
  readonly spell: (record: T) => StoredRecord;
  /** Reads every shape that was ever stored. */
  readonly read: (item: Item, shape: number) => T;
}

/** Defines such a kind. Items from before shapes had numbers are of the first. */
export const compactKind = <T>({ kind, shape, isAt, spell, read }: CompactDefinition<T>): CompactKind<T> => ({
  kind,
  shape,
  isAt,
  toItem: (keys, record) => ({ ...keys, ...spell(record), s: shape }),
  fromItem(item) {
    const stored = item.s === undefined ? 1 : Number(item.s);
    invariant(stored >= 1 && stored <= shape, `${kind} is known up to shape ${shape}, not ${item.s}`);
    return read(item, stored);
  },
});

/** One kind of object beside the table, as JSON text: `kind` and `shape` stand beside its members. */
export interface StoredFile<T> {
  readonly kind: string;
  readonly shape: number;
  toText(record: T): string;
  /** @throws InvariantError when the text is of another kind, or of a shape that only a later version knows. */
  fromText(text: string): T;
}

/** Defines a kind of objects, like {@link storedKind}. */
export function storedFile<T extends object>(definition: Unenveloped<T>): StoredFile<T> {
  const { kind, shape }: Definition = definition;
  const upgraded = upgrading(definition);
  return {
    kind,
    shape,
    toText: (record) => JSON.stringify({ kind, shape, ...record }),
    fromText(text) {
      const { kind: storedAs = kind, shape: stored, ...record } = JSON.parse(text) as StoredRecord;
      invariant(storedAs === kind, `a file of kind ${storedAs} is not read as ${kind}`);
      return upgraded(record, stored) as T;
    },
  };
}
