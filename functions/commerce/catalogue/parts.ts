import * as z from 'zod';
import { OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { code, written } from '../../../shared/contracts/text.ts';
import { isDecimalText } from '../../../shared/kernel/money.ts';

/** Wire shapes of the catalogue, orders, carts and subscriptions (commerce contract 5 to 10 and 19). */

export const text = (max: number) => written({ max, min: 0 });

export const name = (max = 256) => written({ max });

export const WireInstant = z.string().meta({ format: 'date-time' });

export const Count = z.number().int();

export const Offset = wholeNumber(0, OFFSET_MAX).optional();

export const Size = wholeNumber(0, OFFSET_MAX).optional();

export const DecimalText = code(z.union([z.string().max(40), z.number()]))
  .transform(String)
  .refine((value) => isDecimalText(value), 'must be a decimal number')
  .meta({ type: 'string' } as never);

export const agents = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;

export const operator = ['Operator'] as const;

export const csv = (description: string) => ({ mediaType: 'text/csv', description });
