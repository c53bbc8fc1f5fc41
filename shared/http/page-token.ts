import { createHash } from 'node:crypto';
import * as z from 'zod';
import { OFFSET_MAX } from '../contracts/numbers.ts';
import type { Cursor } from '../dynamo/table.ts';

/** The list that a token leads through: an operation with the ids of its path, as one caller sees it. */
export interface ListScope {
  readonly operationId: string;
  /** Path parameters as they were read, so that spellings of one id are one list. */
  readonly path: unknown;
  readonly tenantId: string;
  readonly principalId: string;
}

/**
 * What the token of a page holds: all that makes the list what it is, because clients send nothing else with it, and where
 * the page stands.
 */
export interface PageToken {
  /** Query values as they came, but for those that choose the page. */
  readonly query: Readonly<Record<string, string>>;
  readonly size: number;
  /** Where the page begins; none for the first. */
  readonly start?: Cursor;
  /** Where the following page begins; none for the last. */
  readonly next?: Cursor;
  /** What the list keeps of its first page. */
  readonly kept?: string;
}

/** What callers may ask for; lists have shorter pages. */
const SIZE_MAX = OFFSET_MAX;

const Place = z.record(z.string(), z.string()).optional();
const Content = z.object({
  m: z.string(),
  q: z.record(z.string(), z.string()),
  z: z.number().int().positive().max(SIZE_MAX),
  s: Place,
  n: Place,
  k: z.string().optional(),
});

/** Binds everything that a token says to its list and its caller: what was changed, or is used elsewhere, does not match. */
function markOf({ query, size, start, next, kept }: PageToken, scope: ListScope): string {
  const { operationId, path, tenantId, principalId } = scope;
  const content = [query, size, start ?? null, next ?? null, kept ?? null];
  const bound = [operationId, tenantId, principalId, JSON.stringify(path ?? null).toLowerCase(), content];
  return createHash('sha256').update(JSON.stringify(bound)).digest('base64url').slice(0, 22);
}

export function pageToken(page: PageToken, scope: ListScope): string {
  const { query, size, start, next, kept } = page;
  const content: z.input<typeof Content> = { m: markOf(page, scope), q: { ...query }, z: size, k: kept };
  if (start) content.s = { ...start };
  if (next) content.n = { ...next };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** Undefined for a token that is damaged, of another caller, of another list or of another query. */
export function readPageToken(token: string, scope: ListScope): PageToken | undefined {
  const read = Content.safeParse(parsedJson(Buffer.from(token, 'base64url').toString('utf8')));
  if (!read.success) return undefined;
  const { m, q: query, z: size, s: start, n: next, k: kept } = read.data;
  const page = { query, size, ...(start && { start }), ...(next && { next }), ...(kept !== undefined && { kept }) };
  return m === markOf(page, scope) ? page : undefined;
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
