import * as z from 'zod';
import { code } from './text.ts';

/** Yes or no in a query: `true` or `false` in any case. Anything else is `invalid_input` (400/800002). */
export const flag = () =>
  code(z.string().regex(/^(true|false)$/i, 'must be true or false'))
    .transform((text) => text.toLowerCase() === 'true')
    .meta({ type: 'boolean' } as never);

/**
 * Query of every download of CSV. Whoever opens the file in a spreadsheet asks for the mark, without which that takes UTF-8
 * for something else; programs do not.
 */
export const csvParameters = {
  bom: flag().optional().describe('`true`: the file begins with a UTF-8 byte-order mark, for people who open it.'),
};
