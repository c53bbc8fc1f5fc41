import { type Link, link } from '../contracts/wire.ts';

/** Wire path without `/v1`, slashes collapsed: what links carry. */
export const linkPath = (rawPath: string): string => normalizedSlashes(rawPath).replace(/^\/v1(?=\/)/i, '');
const normalizedSlashes = (path: string): string => path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');

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
