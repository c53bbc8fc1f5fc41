import * as z from 'zod';
import { csvParameters } from '../../../shared/contracts/flags.ts';
import { code, codeText } from '../../../shared/contracts/text.ts';
import { lenientEnum } from '../../../shared/contracts/wire.ts';
import { monthOf } from '../price-lists/domain/price-list.ts';
import { TIMELINES } from './domain/price-sheet.ts';

const Month = code(z.string()).transform((value, context) => {
  const month = monthOf(value);
  if (month !== undefined) return month;
  context.addIssue({ code: 'custom', message: 'must be a month YYYYMM' });
  return z.NEVER;
});

export const PriceSheetPath = z.object({
  market: codeText(10).describe('Market, ISO 3166 alpha-2, such as `US`.'),
  view: codeText(60).describe(
    '`updatedlicensebased` has the offers that are sold by seat, `azure_consumption` the meters: a row for each tier, bounds in billable units. `azure_reservations`, `marketplace`, `software`, `licensebasedest` and `licensebasedeos` are empty here.',
  ),
});

export const PriceSheetQuery = z.object({
  timeline: lenientEnum(TIMELINES)
    .default('current')
    .describe(
      '`current`: prices of today. `future`: those of the next list, 30 days before it takes effect. `history`: those of a month that has begun.',
    ),
  month: Month.optional().describe(
    'Month, `YYYYMM`; `history` needs it. The other two find nothing where the list is of another month.',
  ),
  ...csvParameters,
});

export const OfferMatrixPath = z.object({ month: Month.describe('Month, `YYYYMM`.') });

export const OfferMatrixQuery = z.object(csvParameters);
