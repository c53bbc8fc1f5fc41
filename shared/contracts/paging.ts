import type * as z from 'zod';
import { OFFSET_MAX, wholeNumber } from './numbers.ts';
import { lenientEnum } from './wire.ts';

/** Which page of a sought list is wanted (conventions 6). */
export const SEEK_OPERATIONS = ['Next', 'Previous', 'First', 'Last', 'PageIndex'] as const;
export type SeekOperation = (typeof SEEK_OPERATIONS)[number];

/** Pages that stand before the one asked for by `PageIndex`, at most: each of them is read on the way. */
export const PAGE_INDEX_MAX = 100;

/** Query names that choose a page and never what is listed. */
export const PAGING_NAMES = ['size', 'seekOperation', 'pageIndex', 'offset'] as const;

/** Rows that an offset passes over at most in a list that is sought: each of them is read on the way. */
export const OFFSET_ROWS_MAX = 10_000;

/**
 * What a list that is sought by token takes besides `size`. A route whose query has these is a sought list: the dispatcher
 * checks its token, and every other list refuses one.
 */
export const seekParameters = {
  seekOperation: lenientEnum(SEEK_OPERATIONS).optional().meta({
    description:
      'The page to go to. `Next` and `Previous` need the token of a page; it alone means `Next`. `First`, `Last` and `PageIndex` do without.',
  }),
  pageIndex: wholeNumber(0, PAGE_INDEX_MAX)
    .optional()
    .meta({ description: 'With `PageIndex`: how many pages stand before the one asked for, 0 for the first.' }),
};

/** What a sought list takes whose clients also name a page by the rows before it. */
export const offsetOrSeekParameters = {
  ...seekParameters,
  offset: wholeNumber(0, OFFSET_ROWS_MAX)
    .optional()
    .meta({
      description: `Rows to leave out before the page, ${OFFSET_ROWS_MAX} at most; further on, follow \`links.next\`. Only without a token.`,
    }),
};

/** What a sought list takes that clients read without paging: all of it is one page unless it is large. */
export const wholeOrSeekParameters = {
  ...seekParameters,
  size: wholeNumber(0, OFFSET_MAX).optional().meta({
    description:
      'Items on one page at most. Without, or with 0, everything that a page holds: what is larger goes on at `links.next`.',
  }),
};

/** Whether a query is that of a sought list. */
export const isSought = (query: z.ZodObject | undefined): query is z.ZodObject =>
  query !== undefined && Object.hasOwn(query.shape, 'seekOperation');
