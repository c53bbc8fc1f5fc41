import { type Collection, link } from '../contracts/wire.ts';
import { linkPath } from './paging.ts';

const isCollection = (body: object): body is Collection<unknown> =>
  'attributes' in body && (body.attributes as { objectType?: string }).objectType === 'Collection';

/** A collection that links to itself as it was asked for, unless its operation knows better (conventions 6). */
export function linkedToItself(
  body: object,
  { rawPath, rawQueryString }: Record<'rawPath' | 'rawQueryString', string>,
) {
  if (!isCollection(body) || body.links?.self) return body;
  const self = link(linkPath(rawPath) + (rawQueryString ? `?${rawQueryString}` : ''));
  return { ...body, links: { self, ...body.links } };
}
