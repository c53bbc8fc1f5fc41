import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { type StoredKind, type StoredRecord, storedKind } from './stored-kind.ts';
import type { Item } from './table.ts';

/**
 * Items that hold much of what repeats itself (texts, ids of the same things) lie packed: what they cost is counted by
 * their bytes, and packed they are a sixth. Keys and envelope stay readable.
 */
const QUALITY = 5;
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt'],
  ...['kind', 'shape', 'version'],
]);

/** A text that holds the value, in characters that every table and file takes. */
export function packed(value: unknown, quality = QUALITY): string {
  const text = Buffer.from(JSON.stringify(value));
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return brotliCompressSync(text, { params }).toString('base64');
}

/** An item as it was before it was packed; any other item as it is. */
export function unpackedItem({ packed: text, ...item }: Item): Item {
  if (typeof text !== 'string') return { ...item, ...(text !== undefined && { packed: text }) } as Item;
  return { ...item, ...JSON.parse(brotliDecompressSync(Buffer.from(text, 'base64')).toString('utf8')) } as Item;
}

/**
 * A {@link storedKind} whose records lie packed; `version` stays beside, so that conditions can name it. Of it an item
 * that was stored unpacked is read as well. `quality`: of packing, from 0 to 11; where little repeats itself a low one is as
 * good, in half the time.
 */
export function packedKind<T extends object>({
  quality,
  ...definition
}: Parameters<typeof storedKind<T>>[0] & { readonly quality?: number }): StoredKind<T> {
  const plain = storedKind<T>(definition as Parameters<typeof storedKind<T>>[0]);
  return {
    ...plain,
    toItem(keys, record) {
      const entries = Object.entries(plain.toItem(keys, record));
      const beside = Object.fromEntries(entries.filter(([member]) => ENVELOPE.has(member)));
      const inside: StoredRecord = Object.fromEntries(entries.filter(([member]) => !ENVELOPE.has(member)));
      return { ...beside, packed: packed(inside, quality) } as unknown as Item;
    },
    fromItem: (item) => plain.fromItem(unpackedItem(item)),
  };
}
