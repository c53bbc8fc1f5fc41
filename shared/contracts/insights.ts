import * as z from 'zod';
import { AGGREGATION_LEVELS } from '../kernel/insights/grouping.ts';
import { Count, OFFSET_MAX, wholeNumber } from './numbers.ts';
import { searchText } from './text.ts';
import { lenientEnum } from './wire.ts';

/** What analytics are asked with, and the page that they answer: rows of a kind, or groups of them. */

/** Rows of one page at most. */
const ROWS_PER_PAGE = 10_000;
const FILTER_LENGTH_MAX = 4_000;

/** `example` is a filter of the rows. */
export const insightsQuery = (example: string) => ({
  top: wholeNumber(1, ROWS_PER_PAGE).default(ROWS_PER_PAGE).describe('Rows on one page at most.'),
  skip: wholeNumber(0, OFFSET_MAX).default(0).describe('Rows to leave out before the page.'),
  filter: searchText(FILTER_LENGTH_MAX)
    .optional()
    .describe(
      `Only rows that meet conditions, such as \`${example}\`. Texts: \`eq\`, \`ne\`, \`contains(field,'text')\`; dates, by UTC day, and numbers also \`gt\`, \`lt\`, \`ge\`, \`le\`; \`true\`, \`false\`, \`null\` without quotes. \`and\` binds closer than \`or\`; parentheses group.`,
    ),
  groupBy: searchText(FILTER_LENGTH_MAX)
    .optional()
    .describe('Fields, separated by commas: a row for each of their combinations, with sums.'),
  aggregationLevel: lenientEnum(AGGREGATION_LEVELS)
    .optional()
    .describe(
      'With `groupBy`: what the dates of groups are cut to; weeks begin on Monday. `day` where it is not said.',
    ),
});

export const insightsPageOf = <T extends z.ZodType>(row: T) =>
  z.object({
    Value: z.array(row).describe('The rows of this page.'),
    '@nextLink': z.string().optional().describe('Where the next page is; the last page has none.'),
    TotalCount: Count.describe('Rows of all pages.'),
  });
