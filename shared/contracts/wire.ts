import * as z from 'zod';
import { isGuid } from '../kernel/ids.ts';
import { code } from './text.ts';

/** Shapes that every context's wire format shares (conventions 5 and 6). */

export const Link = z.object({
  uri: z.string().describe('Where it leads: put the root of the API and `/v1` before it.'),
  method: z.string().describe('Method to call it with.'),
  headers: z
    .array(
      z.object({ key: z.string().describe('Name of the header.'), value: z.string().describe('Value of the header.') }),
    )
    .describe('Headers to send with it, such as the token of the next page.'),
});
export type Link = z.infer<typeof Link>;

/** `uri` is relative, starts with a slash and has no `/v1`. */
export const link = (uri: string, method = 'GET', headers: Link['headers'] = []): Link => ({ uri, method, headers });

const etag = z
  .string()
  .optional()
  .describe('Version of what is answered; `If-Match` takes it where a change can be tied to it.');
export const attributes = (objectType: string) =>
  z
    .object({ objectType: z.literal(objectType).describe('Kind of the object.'), etag })
    .describe('Kind and version of the object.');

/** Links of a resource that has one to itself alone. */
export const selfLink = z.object({ self: Link.describe('The resource itself.') }).describe('Links of the resource.');

const pageLinks = z
  .object({
    self: Link.describe('This page.'),
    next: Link.describe('The next page; the last page has none.'),
    previous: Link.describe('The page before; the first page has none.'),
  })
  .partial()
  .optional()
  .describe('Links between the pages.');
const totalCount = z.number().int().describe('How many items this page has.');
const continuationToken = z
  .string()
  .optional()
  .describe('Token of the next page, for the header `MS-ContinuationToken`.');

export const collectionOf = <T extends z.ZodType>(item: T) =>
  z.object({
    totalCount,
    items: z.array(item).describe('The items of this page.'),
    continuationToken,
    links: pageLinks,
    attributes: attributes('Collection'),
  });

export interface Collection<T> {
  totalCount: number;
  items: T[];
  continuationToken?: string;
  links?: { self?: Link; next?: Link; previous?: Link };
  attributes: { objectType: 'Collection' };
}

export const collection = <T>(
  items: readonly T[],
  links?: { self?: Link; next?: Link; previous?: Link },
  continuationToken?: string,
): Collection<T> => ({
  totalCount: items.length,
  items: [...items],
  ...(continuationToken === undefined ? {} : { continuationToken }),
  ...(links === undefined ? {} : { links }),
  attributes: { objectType: 'Collection' },
});

/** A GUID in any case, handed on in lower case. */
export const Guid = code(z.string().refine(isGuid, 'must be a GUID'))
  .transform((text) => text.toLowerCase())
  .meta({ format: 'uuid' });

/** Lower-cases and drops underscores: enum values match in any case, with or without underscores. */
export const enumKey = (text: string): string => text.toLowerCase().replaceAll('_', '');

/** An enum as requests may spell it: any case, with or without underscores, or its ordinal. */
export const lenientEnum = <const T extends readonly [string, ...string[]]>(values: T) =>
  code(z.union([z.string(), z.number().int()]))
    .transform((input, context): T[number] => {
      const found =
        typeof input === 'number' ? values[input] : values.find((value) => enumKey(value) === enumKey(input));
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')}` });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...values] } as never);

/** Members that a PUT may leave out, but not set to null. */
export const heldMembers = z.registry<{ readonly held: true }>();

/**
 * A member that the resource always has, as a PUT takes it: left out it keeps its value, and an explicit null is
 * `invalid_property` (conventions 5). Null for any other member that may be left out means "not sent", or clears it where
 * the schema takes null.
 */
export const held = <T extends z.ZodType>(schema: T): z.ZodOptional<T> => {
  const member = schema.optional();
  heldMembers.add(member, { held: true });
  return member;
};

/** All members of a shape as {@link held} ones. */
export const allHeld = <S extends Readonly<Record<string, z.ZodType>>>(shape: S) =>
  Object.fromEntries(Object.entries(shape).map(([name, member]) => [name, held(member)])) as unknown as {
    [K in keyof S]: z.ZodOptional<S[K]>;
  };

/** Country of ISO 3166 alpha-2 in any case, handed on in upper case. */
export const Country = code(z.string().regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')).transform(
  (text) => text.toUpperCase(),
);
