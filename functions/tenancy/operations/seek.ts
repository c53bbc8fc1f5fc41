import { enumKey, type Link, link } from '../../../shared/contracts/wire.ts';
import type { Cursor } from '../../../shared/dynamo/table.ts';
import type { CallBase } from '../../../shared/http/call.ts';
import { linkPath, nextSeekLink, readSeekToken, seekToken } from '../../../shared/http/paging.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { given } from '../domain/given.ts';

/** Items of a page when the caller names no size (conventions 6). */
const SIZE_DEFAULT = 500;

export interface SeekPage {
  readonly size: number;
  readonly after?: Cursor;
  readonly filter?: string;
}
type SeekCall = Pick<CallBase, 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly caller: Caller;
  readonly query: {
    size?: number | undefined;
    filter?: string | undefined;
    seekOperation?: string | undefined;
  };
};

const scopeOf = ({ caller, rawPath }: SeekCall) => ({ tenantId: caller.tenantId, path: rawPath });

/** The page that a call asks for: the token's place, size and filter, else the query's. Refuses a bad token. */
export function seekPage(call: SeekCall): Result<SeekPage, Refusal<'invalid_input'>> {
  const { continuationToken: token, query } = call;
  const isFirst = enumKey(query.seekOperation ?? '') === 'first';
  if (token === undefined || isFirst) return ok(given({ size: query.size || SIZE_DEFAULT, filter: query.filter }));
  const state = readSeekToken(token, scopeOf(call));
  if (!state) return refuse('invalid_input', { field: 'MS-ContinuationToken', description: 'The token is not valid.' });
  return ok(given({ size: query.size || state.size, after: state.cursor, filter: state.filter ?? query.filter }));
}

/** Links and token of a page's answer; no `next` on the last one. */
export function nextPage(
  call: SeekCall,
  { size, filter }: SeekPage,
  next: Cursor | undefined,
): { links: { self: Link; next?: Link }; token: string | undefined } {
  const query = call.rawQuery ? `?${call.rawQuery}` : '';
  const self = link(linkPath(call.rawPath) + query);
  if (!next) return { links: { self }, token: undefined };
  const token = seekToken(given({ cursor: next, size, filter }), scopeOf(call));
  return { links: { self, next: nextSeekLink(call, token) }, token };
}
