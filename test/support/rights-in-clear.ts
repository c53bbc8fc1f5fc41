import * as z from 'zod';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { openedText } from '../../shared/http/once-text.ts';
import { linkHash } from '../../shared/identity/links.ts';

/** All that an item says, what is kept compressed unpacked: events that wait in it, and answers that it keeps. */
export function storedText(item: Item): string {
  const events = typeof item.outbox === 'string' ? JSON.stringify(eventsOf(item)) : '';
  const reply = item.isPacked === true ? openedText(item.reply as string) : '';
  return JSON.stringify(item) + events + reply;
}

/** Likewise of many. */
export const storedTexts = (items: Iterable<Item>): string => [...items].map(storedText).join('\n');

const wordsIn = (text: string): string[] => text.match(/[\w-]{20,}/g) ?? [];

interface ReadItem {
  readonly text: string;
  /** Hashes that stand in it. */
  readonly hashes: readonly string[];
  /** The hashes of the words that stand in it. */
  readonly hashed: readonly string[];
}

/** What an item says, found once: a stored item is never changed, but replaced. */
const read = new WeakMap<Item, ReadItem>();
function readItem(item: Item): ReadItem {
  const known = read.get(item);
  if (known) return known;
  const text = storedText(item);
  const hashes = (text + keyOf(item)).match(/[0-9a-f]{64}/g) ?? [];
  const made = { text, hashes, hashed: wordsIn(text).map(linkHash) };
  read.set(item, made);
  return made;
}
const keyOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

/**
 * Passwords, secrets and link tokens that stand readable in the table: whatever an issuer knows as a password, and every
 * word whose hash is kept somewhere, because only rights are kept as hashes. Answers the keys of the items.
 */
export function rightsInClear(items: Iterable<Item>, passwords: readonly string[]): string[] {
  const all = [...items].map((item) => ({ item, ...readItem(item) }));
  const hashes = new Set(all.flatMap((each) => each.hashes));
  return all
    .filter(
      ({ text, hashed }) =>
        passwords.some((password) => text.includes(password)) || hashed.some((hash) => hashes.has(hash)),
    )
    .map(({ item }) => keyOf(item));
}

/** Members of answers that are a right by themselves; an address is one where its path holds a token. */
const RIGHTS = /^(?:password|secret|clientSecret|token|url)$/i;

/** The rights that an answer shows: passwords and secrets as they are, links as their token. */
export function rightsOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (typeof value !== 'string') return rightsOf(value);
    if (!RIGHTS.test(name)) return [];
    return URL.canParse(value) ? wordsIn(new URL(value).pathname) : [value];
  });
}

/** Could an answer of this shape show a right? */
export function hasRight(schema: z.ZodType): boolean {
  const names = (node: unknown): string[] =>
    typeof node === 'object' && node !== null
      ? Object.entries(node).flatMap(([name, inner]) => [
          ...(name === 'properties' ? Object.keys(inner as object) : []),
          ...names(inner),
        ])
      : [];
  return names(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).some((name) => RIGHTS.test(name));
}
