import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Link, link } from '../contracts/wire.ts';
import type { Cursor } from '../dynamo/table.ts';

/**
 * Seek paging: the token carries place, size and filter, because SDKs send nothing else with it. It is bound to
 * caller and path: used elsewhere it is a bad token.
 */
export interface SeekState {
  readonly cursor: Cursor;
  readonly size: number;
  readonly filter?: string;
}
export interface SeekScope {
  readonly tenantId: string;
  readonly path: string;
}

/** No list has longer pages. */
const SIZE_MAX = 10_000;

const TokenContent = z.object({
  s: z.string(),
  c: z.record(z.string(), z.string()),
  n: z.number().int().positive().max(SIZE_MAX),
  f: z.string().optional(),
});

const scopeMark = ({ tenantId, path }: SeekScope): string =>
  createHash('sha256')
    .update(`${tenantId}\u0000${normalizedPath(path)}`)
    .digest('base64url')
    .slice(0, 16);

const normalizedPath = (path: string): string => path.toLowerCase().replace(/\/+/g, '/').replace(/\/$/, '');

export const seekToken = (state: SeekState, scope: SeekScope): string =>
  Buffer.from(JSON.stringify({ s: scopeMark(scope), c: state.cursor, n: state.size, f: state.filter })).toString(
    'base64url',
  );

/** Undefined for a token that is damaged, of another caller or of another query. */
export function readSeekToken(token: string, scope: SeekScope): SeekState | undefined {
  try {
    const content = TokenContent.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (content.s !== scopeMark(scope)) return undefined;
    return { cursor: content.c, size: content.n, ...(content.f === undefined ? {} : { filter: content.f }) };
  } catch {
    return undefined;
  }
}

/** Wire path without `/v1`, slashes collapsed: what links carry. */
export const linkPath = (rawPath: string): string => normalizedSlashes(rawPath).replace(/^\/v1(?=\/)/i, '');
const normalizedSlashes = (path: string): string => path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');

/** The `next` link that SDK enumerators replay: same path and query plus seekOperation, the token as a header. */
export function nextSeekLink(call: { rawPath: string; rawQuery: string }, token: string): Link {
  const kept = new URLSearchParams(call.rawQuery.replaceAll('?', '&'));
  for (const name of [...kept.keys()])
    if (['seekoperation', 'seek_operation', 'ms-continuationtoken'].includes(name.toLowerCase())) kept.delete(name);
  kept.set('seekOperation', 'Next');
  return link(`${linkPath(call.rawPath)}?${kept}`, 'GET', [{ key: 'MS-ContinuationToken', value: token }]);
}

/** Links of an offset-paged collection; the last page has no `next`. */
export function offsetLinks(
  call: { rawPath: string; rawQuery: string },
  page: { offset: number; size: number; hasMore: boolean },
): { self: Link; next?: Link; previous?: Link } {
  const at = (offset: number): Link => {
    const query = new URLSearchParams(call.rawQuery.replaceAll('?', '&'));
    for (const name of [...query.keys()]) if (['size', 'offset'].includes(name.toLowerCase())) query.delete(name);
    query.set('size', String(page.size));
    query.set('offset', String(offset));
    return link(`${linkPath(call.rawPath)}?${query}`);
  };
  return {
    self: at(page.offset),
    ...(page.hasMore && { next: at(page.offset + page.size) }),
    ...(page.offset > 0 && { previous: at(Math.max(0, page.offset - page.size)) }),
  };
}
