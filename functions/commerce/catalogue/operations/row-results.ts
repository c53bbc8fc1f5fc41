import type * as z from 'zod';
import { generalRefusals } from '../../../../shared/contracts/refusals.ts';
import type { ImportResult } from '../../schemas.ts';

type Result = z.input<typeof ImportResult>;
export type RowResult = Result['results'][number];
export type RowStatus = RowResult['status'];

export interface RowFact {
  readonly field: string;
  readonly description: string;
}

export const doneRow = (row: number, key: string, status: RowStatus, resource?: RowResult['resource']): RowResult => ({
  row,
  key,
  status,
  ...(resource && { resource }),
  errors: [],
});

/** A row that was not taken, with each reason. */
export const failedRow = (row: number, key: string, facts: readonly RowFact[]): RowResult => ({
  row,
  key,
  status: 'failed',
  errors: facts.map(({ field, description }) => ({
    field,
    code: generalRefusals.invalid_property.code,
    description: `${field}: ${description}`,
  })),
});

/** Results of a file that is not taken because of some of its rows: the others are right, and nothing came of them. */
export const untaken = (results: readonly RowResult[]): RowResult[] =>
  results.map((result) => (result.status === 'failed' ? result : { ...result, status: 'valid' }));

export function importResult(results: readonly RowResult[]): Result {
  const count = (of: RowStatus): number => results.filter(({ status }) => status === of).length;
  const failed = count('failed');
  return {
    rows: { total: results.length, succeeded: results.length - failed - count('valid'), failed },
    results: [...results].sort((a, b) => a.row - b.row),
  };
}
