import * as z from 'zod';
import { PAGING_NAMES } from '../contracts/paging.ts';
import { type ListScope, type PageToken, pageToken, parsedJson, readPageToken } from './page-token.ts';
import { refusing } from './problem.ts';

/** What a call says about the pages of a sought list. */
export interface Seeking {
  /** The page that the caller has, as its token says. */
  readonly token?: PageToken;
  /** Makes the token of a page of this list, for this caller. */
  tokenOf(page: Omit<PageToken, 'query'>): string;
}

/**
 * The query of a sought list as its operation reads it. With a token alone it is the token's; what is said beside one must
 * say the same.
 *
 * @throws RefusalError for a token of another list, another caller or another query (400/800002).
 */
export function seekRequest(
  schema: z.ZodObject,
  given: Readonly<Record<string, string>>,
  scope: ListScope,
  text: string | undefined,
): { values: Record<string, string>; seek: Seeking } {
  const names = Object.keys(given).filter((name) => !PAGING_NAMES.includes(name as never));
  const query = Object.fromEntries(names.map((name) => [name, given[name]!]));
  const tokenFor = (of: PageToken['query']) => (page: Omit<PageToken, 'query'>) =>
    pageToken({ ...page, query: of }, scope);
  if (text === undefined) return { values: { ...given }, seek: { tokenOf: tokenFor(query) } };
  const token = readPageToken(text, scope);
  if (!token) throw badToken('The token is none of this list and caller, or is damaged.');
  const other = names.find((name) => !isSame(schema.shape[name], query[name], token.query[name]));
  if (other !== undefined) throw badToken(`The token belongs to a list with another ${other}.`);
  if (Number(given.size ?? 0) !== 0 && Number(given.size) !== token.size)
    throw badToken(`The token belongs to pages of ${token.size}.`);
  if (Number(given.offset ?? 0) !== 0)
    throw refusing('invalid_input', { field: 'offset', description: 'offset: the token says where the page begins.' });
  const { seekOperation, pageIndex } = given;
  const values = {
    ...token.query,
    size: String(token.size),
    ...(seekOperation !== undefined && { seekOperation }),
    ...(pageIndex !== undefined && { pageIndex }),
  };
  return { values, seek: { token, tokenOf: tokenFor(token.query) } };
}

export const badToken = (description: string) =>
  refusing('invalid_input', { field: 'MS-ContinuationToken', description: `MS-ContinuationToken: ${description}` });

/** Clients write one value in several ways: cases, defaults, members of a filter in any order. */
function isSame(schema: z.core.$ZodType | undefined, given: string | undefined, held: string | undefined): boolean {
  if (given === held) return true;
  const [a, b] = [given, held].map((text) => heldValue(schema, text));
  return a !== undefined && a === b;
}

function heldValue(schema: z.core.$ZodType | undefined, text: string | undefined): string | undefined {
  const read = schema && z.safeParse(schema, text);
  return read?.success ? JSON.stringify(canonical(read.data)) : undefined;
}

/** A JSON object with its members by lower-case name, in order; any other value as it is. */
function canonical(value: unknown): unknown {
  const object = typeof value === 'string' ? parsedJson(value) : undefined;
  if (typeof object !== 'object' || object === null) return value ?? null;
  return Object.entries(object)
    .map(([name, member]) => [name.toLowerCase().replaceAll('_', ''), member])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
