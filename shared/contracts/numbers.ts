import * as z from 'zod';
import { Exact } from '../kernel/exact.ts';
import { isDecimalText } from '../kernel/money.ts';
import { code } from './text.ts';

/** No list is longer. */
export const OFFSET_MAX = 999_999_999;

/** A whole number of a query, written in decimal digits and nothing else, from `min` to `max`. */
export const wholeNumber = (min: number, max: number) =>
  code(z.string().regex(/^\d{1,9}$/, 'must be a whole number'))
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be ${min} to ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max } as never);

/** A whole number of JSON. */
export const Count = z.number().int();

/** Where a page of an offset-paged list begins, and how long it is. */
export const Offset = wholeNumber(0, OFFSET_MAX).optional();
export const Size = wholeNumber(0, OFFSET_MAX).optional();

/** An exact decimal number, as text or as a number of JSON, which may be written with an exponent; handed on as plain text. */
export const DecimalText = code(z.union([z.string().max(40), z.number()]))
  .transform((sent) => (typeof sent === 'number' ? new Exact(sent).toFixed() : sent))
  .refine((value) => isDecimalText(value), 'must be a decimal number')
  .meta({ type: 'string' } as never);
