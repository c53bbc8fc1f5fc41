import { ok, type Result } from '../result.ts';
import type { Cell } from './fields.ts';
import type { FilterFault } from './filter.ts';
import { compareCells } from './grouping.ts';

/** By which cells rows are put in order, the first one first. */
export type Order = readonly { readonly field: string; readonly isDescending: boolean }[];

/** Reads `usageDate desc, quantity`: names in any case, of the fields that rows have. @returns a fault that says what is not understood. */
export function parseOrder(text: string, fields: readonly string[]): Result<Order, FilterFault> {
  const order: { field: string; isDescending: boolean }[] = [];
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const [name = '', direction = 'asc', ...more] = part.trim().split(/\s+/);
    const field = fields.find((known) => known.toLowerCase() === name.toLowerCase());
    if (field === undefined)
      return {
        ok: false,
        refusal: { fault: `Rows are not ordered by "${name}": the fields are ${fields.join(', ')}.` },
      };
    if (!['asc', 'desc'].includes(direction.toLowerCase()) || more.length > 0)
      return { ok: false, refusal: { fault: `"${part.trim()}" is no order: a field, and asc or desc.` } };
    order.push({ field, isDescending: direction.toLowerCase() === 'desc' });
  }
  return ok(order);
}

/** The rows in an order; those that it does not tell apart stay as they were. */
export const inOrder = <R extends Readonly<Record<string, Cell>>>(rows: readonly R[], order: Order): readonly R[] =>
  order.length === 0
    ? rows
    : rows.toSorted((a, b) => {
        for (const { field, isDescending } of order) {
          const compared = compareCells([a[field]], [b[field]]);
          if (compared !== 0) return isDescending ? -compared : compared;
        }
        return 0;
      });
