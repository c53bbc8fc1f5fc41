import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** A run over partners that the operator asked for. */
export const billingRunKey = (runId: string): Key => ({ pk: 'BILLING#PROGRAM#RUNS', sk: runId });
/** One period of one partner in it. */
export const runRowKey = (runId: string, partnerId: string, billingOn: Day): Key => ({
  pk: `BILLING#${runId}#RUNROWS`,
  sk: `${partnerId}#${billingOn}`,
});
/** Those of a run in order; with `behind` those behind a place. */
export const runRowsQuery = (runId: string, behind?: string): Query => ({
  pk: `BILLING#${runId}#RUNROWS`,
  ...(behind !== undefined && { sk: { from: `${behind}~` } }),
  consistent: true,
});
/** Index of runs that are not over. */
export const openRunsIndex = (runId: string) => ({ gsi1pk: 'BILLING#PROGRAM#OPENRUNS', gsi1sk: runId });
export const openRunsQuery = (): Query => ({ index: 'gsi1', pk: 'BILLING#PROGRAM#OPENRUNS' });
