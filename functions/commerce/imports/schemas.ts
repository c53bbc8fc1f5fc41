import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { csvParameters, flag } from '../../../shared/contracts/flags.ts';
import { Count, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Link, lenientEnum } from '../../../shared/contracts/wire.ts';
import { FILE_BYTES_MAX, importStates } from './domain/import.ts';
import { importTypes } from './domain/import-type.ts';
import { rowStatuses } from './domain/row-result.ts';

export const ImportPath = z.object({ importId: z.string().describe('Id of the import.') });
export const ImportTypePath = z.object({ type: z.string().describe('`customers` or `orders`.') });

export const ImportQuery = z.object({
  type: lenientEnum(importTypes).describe('What the rows are: `customers` or `orders`.'),
  dryRun: flag().optional().describe('`true` checks every row and makes nothing.'),
});

/** Imports on a page. */
export const IMPORTS_PER_PAGE = 100;

export const ImportListQuery = z.object({
  ...seekParameters,
  size: wholeNumber(1, IMPORTS_PER_PAGE).default(IMPORTS_PER_PAGE).describe('Items on one page at most.'),
});

/** Rows on a page of results. */
export const RESULTS_PER_PAGE = 1000;

export const ImportResultsQuery = z.object({
  state: lenientEnum(rowStatuses).optional().describe('Only rows of which this became.'),
  offset: wholeNumber(0, OFFSET_MAX)
    .optional()
    .describe(
      'Row to begin behind, 0 for the first. With `state` it still counts all rows: follow `links.next`, and no row comes twice.',
    ),
  size: wholeNumber(0, RESULTS_PER_PAGE).optional().describe('Rows on one page at most; 500 without.'),
  ...csvParameters,
});

export const TemplateQuery = z.object(csvParameters);

export const ImportUploadBody = z.object({
  uploadUrl: z.literal(true).describe('A link is wanted to which the file is uploaded.'),
  size: z
    .number()
    .int()
    .min(1)
    .max(FILE_BYTES_MAX)
    .describe('Bytes of the file: the link takes a file of exactly this size.'),
  contentType: codeText(100)
    .regex(/^text\/csv\s*(;.*)?$/i, 'must be text/csv, with a charset or without')
    .optional()
    .describe('Type of the file, and its charset where it is not UTF-8: `text/csv; charset=windows-1252`.'),
});

export const Import = z.object({
  id: z.string().describe('Id of the import.'),
  type: z.enum(importTypes).describe('What its rows are.'),
  state: z.enum(importStates).meta({
    description:
      '`validating`: it waits for its file, or checks its rows; `running`: it carries them out; `failed`: the file cannot be read, or not any more.',
  }),
  rows: z
    .object({
      total: Count.describe('Rows read so far; all of them once it runs.'),
      succeeded: Count.describe('Rows that were carried out now or before; of a dry run those that are right.'),
      failed: Count.describe('Rows that are wrong or were refused.'),
      pending: Count.describe('Rows that are still to be done.'),
    })
    .describe('How many rows there are, and what became of them.'),
  dryRun: z.boolean().describe('Whether it makes nothing.'),
  createdBy: z.string().describe('Id of the user or application that began it.'),
  createdDate: WireInstant.describe('When it was begun.'),
  estimatedEndDate: WireInstant.optional().describe('When it will end if it goes on as it has so far.'),
  endDate: WireInstant.optional().describe('When it ended or was stopped.'),
  error: z
    .object({ code: Count.describe('Code of the fault.'), description: z.string().describe('The fault in words.') })
    .optional()
    .describe('Why the file could not be read.'),
  uploadUrl: z
    .string()
    .optional()
    .describe(
      'Where the file is put, by one `PUT` with the size and type that were named; it lives an hour. Then call `resume`. Read the import again for another link.',
    ),
  links: z
    .object({ self: Link.describe('The import itself.'), results: Link.describe('What became of each row.') })
    .describe('Links of the import.'),
  attributes: attributes('Import'),
});

export const Imports = collectionOf(Import);

export const ImportRow = z.object({
  row: Count.describe('Number of the row, from 1: the line of names and blank lines do not count.'),
  key: z.string().describe('Its `rowKey`.'),
  status: z.enum(rowStatuses).meta({
    description:
      '`valid`: checked, and still to be carried out, unless it was a dry run; `skipped`: an earlier import made the same of the same key.',
  }),
  resource: z
    .object({
      type: z.enum(['customer', 'order']).describe('What it is.'),
      id: z.string().describe('Its id.'),
    })
    .optional()
    .describe('What the row made, now or before.'),
  customerId: z.string().optional().describe('Customer of the order, once it is known.'),
  subscriptionId: z.string().optional().describe('Subscription that the order made.'),
  errors: z
    .array(
      z.object({
        field: z.string().describe('Column that is wrong.'),
        code: Count.describe('Code of the fault: that of the same call for one customer or order.'),
        description: z.string().describe('The fault in words.'),
      }),
    )
    .describe('What is wrong with it.'),
});

export const ImportRows = collectionOf(ImportRow);
