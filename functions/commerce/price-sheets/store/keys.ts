import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

interface Place {
  readonly currency: string;
  readonly region: string;
}
const RATES = 'COMMERCE#PROGRAM#RATES';
/** The rate card of a place from a day on. */
export const cardVersionKey = ({ currency, region }: Place, effectiveOn: Day): Key => ({
  pk: RATES,
  sk: `VERSION#${currency}#${region}#${effectiveOn}`,
});
/** All of a place, oldest first: a few a month. */
export const cardVersionsQuery = ({ currency, region }: Place): Query => ({
  pk: RATES,
  sk: { beginsWith: `VERSION#${currency}#${region}#` },
});
