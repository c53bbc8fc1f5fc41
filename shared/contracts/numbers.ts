import * as z from 'zod';
import { code } from './text.ts';

/** No list is longer. */
export const OFFSET_MAX = 999_999_999;

/** A whole number of a query, written in decimal digits and nothing else, from `min` to `max`. */
export const wholeNumber = (min: number, max: number) =>
  code(z.string().regex(/^\d{1,9}$/, 'must be a whole number'))
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be ${min} to ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max } as never);
