import { BUCKETS } from './pair.ts';

/**
 * What a draft stores itself of a pair: a name for each bucket, one behind the other. Buckets that it does not change
 * are those of the list that it is based on.
 */
const NAME_LENGTH = 8;
const UNCHANGED = '.'.repeat(NAME_LENGTH);
/** The draft takes all prices of the bucket out. */
const EMPTIED = '-'.repeat(NAME_LENGTH);

export type DraftBucket = { readonly is: 'unchanged' | 'emptied' } | { readonly is: 'stored'; readonly name: string };

export function draftBucket(chunks: string | undefined, bucket: number): DraftBucket {
  const name = (chunks ?? '').slice(bucket * NAME_LENGTH, (bucket + 1) * NAME_LENGTH);
  if (name === '' || name === UNCHANGED) return { is: 'unchanged' };
  return name === EMPTIED ? { is: 'emptied' } : { is: 'stored', name };
}

/** The names with those of some buckets changed. */
export function withNames(chunks: string | undefined, changed: ReadonlyMap<number, string | 'emptied'>): string {
  const names = Array.from({ length: BUCKETS }, (_, bucket) => {
    const name = changed.get(bucket);
    if (name === 'emptied') return EMPTIED;
    return name ?? (chunks?.slice(bucket * NAME_LENGTH, (bucket + 1) * NAME_LENGTH) || UNCHANGED);
  });
  return names.join('');
}

export const EMPTIED_PAIR = EMPTIED.repeat(BUCKETS);

/** A name from a digest of what is named; of characters that no name without content has. */
export const chunkName = (digest: Buffer): string =>
  digest.toString('base64url').replaceAll('-', '~').slice(0, NAME_LENGTH);
