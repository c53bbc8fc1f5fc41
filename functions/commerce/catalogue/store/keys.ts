import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const CATALOGUE = 'COMMERCE#PROGRAM#CATALOGUE';
export const catalogueHeadKey = (): Key => ({ pk: CATALOGUE, sk: 'HEAD' });
/** A part of the catalogue, named by the version that made it. */
export const cataloguePartKey = (name: string): Key => ({ pk: CATALOGUE, sk: `PART#${name}` });
/** What parts were before they were made anew with every change. */
export const catalogueBucketKey = (bucket: string): Key => ({ pk: CATALOGUE, sk: `BUCKET#${bucket}` });
/** What one save changed. */
export const catalogueEntryKey = (version: string): Key => ({ pk: CATALOGUE, sk: `ENTRY#${version}` });
/** Names an offer towards the outbox; the offer itself lives in its part. */
export const offerKey = (offerId: string): Key => ({ pk: CATALOGUE, sk: `OFFER#${offerId}` });
/** Names a category, and what may be opened, towards the outbox; both lie in the catalogue. */
export const categoryKey = (categoryId: string): Key => ({ pk: CATALOGUE, sk: `CATEGORY#${categoryId}` });
export const segmentKey = (segment: string): Key => ({ pk: CATALOGUE, sk: `SEGMENT#${segment}` });
