import { PAGE_INDEX_MAX, type SeekOperation } from '../contracts/paging.ts';
import { enumKey, type Link, link } from '../contracts/wire.ts';
import type { SoughtList, SoughtPage } from '../dynamo/sought.ts';
import { atNumber } from '../dynamo/sought.ts';
import type { Cursor } from '../dynamo/table.ts';
import { invariant } from '../kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts';
import type { CallBase } from './call.ts';
import { linkPath } from './paging.ts';

/** Items of a page when the caller names no size (conventions 6). */
export const SEEK = { sizeDefault: 500 } as const;

type SeekCall = Pick<CallBase, 'seek' | 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly query: {
    size?: number | undefined;
    seekOperation?: SeekOperation | undefined;
    pageIndex?: number | undefined;
    offset?: number | undefined;
  };
};

/** A page of a sought list, with what its answer says of the pages around it. */
export interface SeekPage<T> {
  readonly items: readonly T[];
  readonly links: { self: Link; next?: Link; previous?: Link };
  /** Where a page follows. */
  readonly token: string | undefined;
}

/** Of lists that clients read without paging: everything in one page, as far as a page may read. */
export const WHOLE = { sizeDefault: 10_000 } as const;

/** Whether a page is all of its list, for a caller who named no size: what clients get that never page. */
export const isWhole = ({ query }: SeekCall, { links }: SeekPage<unknown>): boolean =>
  !query.size && !links.next && !links.previous;

interface Options {
  /** Items of a page when the caller names no size. */
  readonly sizeDefault: number;
  /** Items of a page however many the caller asks for. */
  readonly sizeMax?: number;
  /** What the list keeps of its first page, and gets back with every token. */
  readonly kept?: string;
}

type Refused = Refusal<'invalid_input'>;
interface Found<T> {
  readonly start?: Cursor;
  readonly page: SoughtPage<T>;
  /** The list ends before the page asked for. */
  readonly isBeyond?: true;
  /** Rows before the page, where it has no other place. */
  readonly offset?: number;
}

/**
 * The page that a call asks for (conventions 6). `First`, `Next` and `Previous` read that page alone (`Previous` its items
 * twice). `PageIndex` and `Last` read every page from the first on, 100 at most before the one that is answered, unless
 * the list knows its length; behind the end `PageIndex` is an empty page, as an offset is. `offset` reads what it passes
 * over, likewise. Refuses, 400/800002, a page before the first or behind the last, `Last` of a list that has more pages than
 * may be read, and what lies behind more than may be read because little of it is wanted.
 */
export async function seekPage<T>(
  call: SeekCall,
  list: SoughtList<T>,
  { sizeDefault, sizeMax, kept }: Options,
): Promise<Result<SeekPage<T>, Refused>> {
  const size = call.query.size || sizeDefault;
  const found = await find(call, list, Math.min(size, sizeMax ?? size));
  if (!found.ok) return found;
  invariant(call.seek, 'the route declares seekOperation');
  const { start, page, isBeyond, offset } = found.value;
  const token = call.seek.tokenOf({
    size,
    ...(start && { start }),
    ...(page.next && { next: page.next }),
    ...(kept !== undefined && { kept }),
  });
  const links = {
    self: selfLink(call),
    ...(page.next && { next: seekLink(call, 'Next', token) }),
    ...(start && { previous: seekLink(call, 'Previous', token) }),
    ...(isBeyond && { previous: seekLink(call, 'Last', token) }),
    ...(offset !== undefined && { previous: offsetLink(call, Math.max(0, offset - size)) }),
  };
  return ok({ items: page.items, links, token: page.next && token });
}

async function find<T>(call: SeekCall, list: SoughtList<T>, size: number): Promise<Result<Found<T>, Refused>> {
  const token = call.seek?.token;
  const { seekOperation = token ? 'Next' : 'First', pageIndex, offset = 0 } = call.query;
  if (offset > 0)
    return seekOperation === 'First'
      ? pageBehind(list, size, offset)
      : refuse('invalid_input', { field: 'offset', description: `offset is not for ${seekOperation}.` });
  const at = async (start: Cursor | undefined): Promise<Result<Found<T>, never>> =>
    ok({ ...(start && { start }), page: await list.page({ size, ...(start && { after: start }) }) });
  switch (seekOperation) {
    case 'First':
      return at(undefined);
    case 'Next':
      if (!token) return noToken('Next');
      return token.next ? at(token.next) : noPage('No page follows the last one.');
    case 'Previous':
      if (!token) return noToken('Previous');
      return token.start
        ? at(await list.before({ size, end: token.start }))
        : noPage('There is no page before the first one.');
    case 'PageIndex':
      if (pageIndex === undefined)
        return refuse('invalid_input', { field: 'pageIndex', description: 'PageIndex needs pageIndex, 0 or more.' });
      return pageAt(list, size, pageIndex);
    case 'Last':
      return lastPage(list, size);
  }
}

const noToken = (operation: string) =>
  refuse('invalid_input', {
    field: 'MS-ContinuationToken',
    description: `${operation} needs the token of the page that the caller has.`,
  });
const noPage = (description: string) => refuse('invalid_input', { field: 'seekOperation', description });

/** Pages that read their fill before they were full, on the way to another: about as many megabytes. */
const SHORT_PAGES_MAX = 16;
const tooFar = (field: string) =>
  refuse('invalid_input', {
    field,
    description: `${field}: too little of the list is asked for to find this page in one call; follow links.next.`,
  });

/** One page after the other, each with the place where it begins; the last one may be short of the list's end. */
async function* pagesOf<T>(list: SoughtList<T>, size: number): AsyncGenerator<Found<T>> {
  let start: Cursor | undefined;
  let short = 0;
  do {
    const page: SoughtPage<T> = await list.page({ size, ...(start && { after: start }) });
    yield { ...(start && { start }), page };
    start = page.next;
    if (page.items.length < size) short += 1;
  } while (start && short < SHORT_PAGES_MAX);
}

async function pageAt<T>(list: SoughtList<T>, size: number, index: number): Promise<Result<Found<T>, Refused>> {
  if (list.count !== undefined) return ok(await countedPage(list, list.count, { size, number: index * size }));
  let before = 0;
  let hasMore = false;
  for await (const found of pagesOf(list, size)) {
    if (before === index) return ok(found);
    before += 1;
    hasMore = found.page.next !== undefined;
  }
  return hasMore ? tooFar('pageIndex') : ok({ page: { items: [] }, isBeyond: true });
}

async function countedPage<T>(
  list: SoughtList<T>,
  count: number,
  { size, number }: { size: number; number: number },
): Promise<Found<T>> {
  if (number > 0 && number >= count) return { page: { items: [] }, isBeyond: true };
  const start = number > 0 ? atNumber(number) : undefined;
  return { ...(start && { start }), page: await list.page({ size, ...(start && { after: start }) }) };
}

async function lastPage<T>(list: SoughtList<T>, size: number): Promise<Result<Found<T>, Refused>> {
  if (list.count !== undefined) return pageAt(list, size, Math.max(0, Math.ceil(list.count / size) - 1));
  let before = 0;
  for await (const found of pagesOf(list, size)) {
    if (!found.page.next) return ok(found);
    if (before === PAGE_INDEX_MAX) break;
    before += 1;
  }
  if (before < PAGE_INDEX_MAX) return tooFar('seekOperation');
  return noPage(`The list has more than ${PAGE_INDEX_MAX + 1} pages of ${size}: ask for larger ones.`);
}

/** Rows that are passed over at a time. */
const PASSED = 1000;

/** The page behind a number of rows: each of them is read, unless the list knows its length. */
async function pageBehind<T>(list: SoughtList<T>, size: number, offset: number): Promise<Result<Found<T>, Refused>> {
  if (list.count !== undefined) {
    const { isBeyond, ...found } = await countedPage(list, list.count, { size, number: offset });
    return ok(isBeyond ? { ...found, offset } : found);
  }
  let start: Cursor | undefined;
  let short = 0;
  for (let left = offset; left > 0; ) {
    const wanted = Math.min(left, PASSED);
    const { items, next }: SoughtPage<T> = await list.page({ size: wanted, ...(start && { after: start }) });
    if (!next) return ok({ page: { items: [] }, offset });
    if (items.length < wanted) short += 1;
    if (short === SHORT_PAGES_MAX) return tooFar('offset');
    left -= items.length;
    start = next;
  }
  return ok({ ...(start && { start }), page: await list.page({ size, ...(start && { after: start }) }) });
}

const TOKEN_NAME = 'MS-ContinuationToken';
const PAGE_CHOICE = new Set(['seekoperation', 'pageindex', 'offset']);

const queryWithout = (rawQuery: string, isGone: (name: string) => boolean): URLSearchParams => {
  const query = new URLSearchParams(rawQuery.replaceAll('?', '&'));
  for (const name of [...query.keys()]) if (isGone(enumKey(name))) query.delete(name);
  return query;
};
const isToken = (name: string): boolean => name === enumKey(TOKEN_NAME);

/** A link that SDK enumerators replay: same path and query, where to go, and the token as a header. */
function seekLink(call: SeekCall, operation: SeekOperation, token: string): Link {
  const query = queryWithout(call.rawQuery, (name) => isToken(name) || PAGE_CHOICE.has(name));
  query.set('seekOperation', operation);
  return link(`${linkPath(call.rawPath)}?${query}`, 'GET', [{ key: TOKEN_NAME, value: token }]);
}

/** A page by the rows before it. */
function offsetLink({ rawPath, rawQuery }: SeekCall, offset: number): Link {
  const query = queryWithout(rawQuery, (name) => isToken(name) || PAGE_CHOICE.has(name));
  query.set('offset', String(offset));
  return link(`${linkPath(rawPath)}?${query}`);
}

/** Answers the same page again. */
function selfLink({ rawPath, rawQuery, continuationToken }: SeekCall): Link {
  const query = queryWithout(rawQuery, isToken).toString();
  const headers = continuationToken === undefined ? [] : [{ key: TOKEN_NAME, value: continuationToken }];
  return link(linkPath(rawPath) + (query && `?${query}`), 'GET', headers);
}
