import * as z from 'zod';
import { isGuid } from '../kernel/ids.ts';
import { code } from './text.ts';

/** Shapes that every context's wire format shares (conventions 5 and 6). */

export const Link = z.object({
  uri: z.string(),
  method: z.string(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
});
export type Link = z.infer<typeof Link>;

/** `uri` is relative, starts with a slash and has no `/v1`. */
export const link = (uri: string, method = 'GET', headers: Link['headers'] = []): Link => ({ uri, method, headers });

export const attributes = (objectType: string) =>
  z.object({ objectType: z.literal(objectType), etag: z.string().optional() });

export const collectionOf = <T extends z.ZodType>(item: T) =>
  z.object({
    totalCount: z.number().int(),
    items: z.array(item),
    continuationToken: z.string().optional(),
    links: z.object({ self: Link, next: Link, previous: Link }).partial().optional(),
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

/** Country of ISO 3166 alpha-2 in any case, handed on in upper case. */
export const Country = code(z.string().regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')).transform(
  (text) => text.toUpperCase(),
);
