import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { unpackedItem } from '../../shared/dynamo/packed-kind.ts';
import type { CompactKind, ItemKeys, StoredFile, StoredKind } from '../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { readSource, sourceFiles } from '../architecture/imports.ts';

/** Examples of one kind in every shape that was ever stored, with a hash of what each shape consists of. */
export interface ShapeFile {
  /** Members below which anything may be, because their names are data. */
  readonly open?: readonly string[];
  readonly hashes: Readonly<Record<string, string>>;
  /** Items as they lay in the table; those without `shape` are from before shapes had numbers. */
  readonly examples: readonly Item[];
}

const FOLDER = new URL('../store/shapes/', import.meta.url);
const KEYS = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt'];
const ENVELOPE = [...KEYS, 'kind', 'shape'];

/** Everything that has shapes: items, those that are spelled short, and objects beside the table. */
export type AnyKind = StoredKind<object> | CompactKind<object> | StoredFile<object>;

export const shapeFiles = (): ReadonlyMap<string, ShapeFile> =>
  new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))]),
  );

const isKind = (value: unknown): value is AnyKind =>
  typeof value === 'object' && value !== null && ('fromItem' in value || 'fromText' in value) && 'shape' in value;

/** Every kind that a module of our own defines. */
export async function storedKinds(): Promise<readonly AnyKind[]> {
  const files = sourceFiles().filter(
    (file) =>
      !file.startsWith('test/') && /\b(storedKind|packedKind|compactKind|storedFile)[<(]/.test(readSource(file)),
  );
  const modules = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ `../../${file}`) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(isKind));
}

/** Number of the shape that something was stored in; none before shapes had numbers. */
export const shapeOf = ({ shape, s }: Partial<Item>): unknown => shape ?? s;

/** Whether an item of the table is of a kind. */
export const isOf = (kind: AnyKind, item: Item): boolean =>
  'isAt' in kind ? kind.isAt(item) : 'fromItem' in kind && item.kind === kind.kind;

/** What was stored once, read and written again: in the newest shape. */
export function rewritten(kind: AnyKind, stored: Item): object {
  if ('fromText' in kind) return JSON.parse(kind.toText(kind.fromText(JSON.stringify(stored))));
  const keys = Object.fromEntries(Object.entries(stored).filter(([name]) => KEYS.includes(name)));
  return unpackedItem(kind.toItem(keys as unknown as ItemKeys, kind.fromItem(stored)));
}

/** Members of a value with their types, one text each; names that are data are all `*`. */
function pathsIn(value: unknown, path: string, open: readonly string[]): string[] {
  if (open.includes(path)) return [`${path}: open`];
  if (Array.isArray(value)) return value.flatMap((each) => pathsIn(each, `${path}[]`, open));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, member]) => {
    if (path === '' && ENVELOPE.includes(name)) return [];
    const shown = /^[a-z][A-Za-z0-9]*$/.test(name) ? name : '*';
    return pathsIn(member, path === '' ? shown : `${path}.${shown}`, open);
  });
}

export const structureOf = (records: readonly object[], open: readonly string[] = []): string[] =>
  [...new Set(records.flatMap((record) => pathsIn(unpackedItem(record as Item), '', open)))].sort();

export const hashOf = (structure: readonly string[]): string =>
  createHash('sha256').update(structure.join('\n')).digest('hex').slice(0, 16);

/** Examples of a shape; those of the first may be from before shapes had numbers. */
export function ofShape(examples: readonly Item[], shape: number): readonly Item[] {
  const numbered = examples.filter((example) => shapeOf(example) === shape);
  return shape === 1 && numbered.length === 0 ? examples.filter((example) => shapeOf(example) === undefined) : numbered;
}

/** Members that all have. */
export const alwaysThere = (items: readonly object[]): string[] =>
  Object.keys(items[0] ?? {}).filter(
    (name) => !ENVELOPE.includes(name) && items.every((item) => Object.hasOwn(item, name)),
  );

/** What needs no kind, by words of its key, and why. The words of `shared/` are found in every context. */
const NO_KIND: readonly (readonly [key: RegExp, reason: string])[] = [
  [/ OUTBOX#/, 'an outbox item holds events, which have versions of their own; it goes after 400 days'],
  [/ INBOX#/, 'it says that an event was consumed, and is never read'],
  [/#REQUESTS /, 'a repeated request is answered from it for days, not years'],
  [/#LIMIT#/, 'a count of minutes or hours'],
];

/** Contexts whose items all have a kind. Access records are tenancy's, and what was seen is everybody's. */
const NUMBERED = ['ACCESS', 'SEEN', 'TENANCY', 'COMMERCE', 'NOTIFICATIONS', 'BILLING'];
export const isNumberedContext = (pk: string | undefined): boolean =>
  NUMBERED.some((context) => pk?.startsWith(`${context}#`));

/** Whether an item has no kind although it should. */
export const isUnnumbered = (item: Item): boolean =>
  shapeOf(item) === undefined &&
  isNumberedContext(item.pk) &&
  !NO_KIND.some(([key]) => key.test(`${item.pk} ${item.sk}`));
