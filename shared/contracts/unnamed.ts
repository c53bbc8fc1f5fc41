import * as z from 'zod';
import { code } from './text.ts';
import { Guid } from './wire.ts';

/** Members of requests that get no name of their own in the document. */

/** A GUID that may be left out. SDKs send empty texts for ids that are not set. */
export const OptionalGuid = z
  .union([z.literal('').transform(() => undefined), Guid])
  .optional()
  .meta({ type: 'string', format: 'uuid' } as never);

/** Language by its two letters; a country behind it is left off. */
export const Language = code(
  z.string().regex(/^[A-Za-z]{2}(-[A-Za-z]{2})?$/, 'must be a language of two letters'),
).transform((language) => language.slice(0, 2).toLowerCase());
