import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** What a partner may order still. */
export const creditKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#CREDIT`, sk: 'AVAILABLE' });
/** Index of those that are to be computed anew, over all partners. */
export const creditIndex = (partnerId: string) => ({ gsi1pk: 'BILLING#PROGRAM#CREDITWANTED', gsi1sk: partnerId });
export const creditWantedQuery = (): Query => ({ index: 'gsi1', pk: 'BILLING#PROGRAM#CREDITWANTED' });
