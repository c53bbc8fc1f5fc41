import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const CATALOGUE = 'COMMERCE#PROGRAM#CATALOGUE';
const twoDigits = (n: number): string => String(n).padStart(2, '0');
export const catalogueHeadKey = (): Key => ({ pk: CATALOGUE, sk: 'HEAD' });
export const catalogueBucketKey = (bucket: number): Key => ({ pk: CATALOGUE, sk: `BUCKET#${twoDigits(bucket)}` });
/** Names an offer towards the outbox; the offer itself lives in its bucket. */
export const offerKey = (offerId: string): Key => ({ pk: CATALOGUE, sk: `OFFER#${offerId}` });
