import * as z from 'zod';
import { code, codeText, shaped, written } from '../../../shared/contracts/text.ts';
import { text } from '../people/parts.ts';
import { isCulture } from '../tenants/domain/culture.ts';

export const Domain = shaped(text(253));

/** `ll-CC` of a language and a country that there are, in any case. */
export const Culture = code(
  z.string().refine(isCulture, 'must be a known language and country such as en-US'),
).transform((culture) => `${culture.slice(0, 2).toLowerCase()}-${culture.slice(3).toUpperCase()}`);

/** Etags of SDKs come back in the body. */
export const EtagCarrier = z
  .object({
    etag: codeText(1000).optional().describe('ETag of the state that the change is meant for, as SDKs send it back.'),
  })
  .optional()
  .describe('What SDKs send back of the answer that they read.');

/** An explicit null clears the member. */
export const clearable = (max = 256) => written({ max, min: 0 }).nullable().optional();
