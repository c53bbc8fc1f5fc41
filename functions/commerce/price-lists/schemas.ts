import * as z from 'zod';
import { bodyDate, queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { csvParameters } from '../../../shared/contracts/flags.ts';
import { Count, DecimalText, Offset, Size } from '../../../shared/contracts/numbers.ts';
import { code, codeText, written } from '../../../shared/contracts/text.ts';
import {
  attributes,
  Country,
  collectionOf,
  held,
  Link,
  lenientEnum,
  selfLink,
} from '../../../shared/contracts/wire.ts';
import { FAMILIES, SEGMENTS } from '../catalogue/domain/offer.ts';
import { ImportResult, ROWS_MAX } from '../catalogue/schemas.ts';
import { monthOf } from './domain/price-list.ts';
import { Flag } from './parts.ts';

const Month = code(z.string()).transform((value, context) => {
  const month = monthOf(value);
  if (month !== undefined) return month;
  context.addIssue({ code: 'custom', message: 'must be a month YYYYMM' });
  return z.NEVER;
});

export const MonthPath = z.object({ month: Month.describe('Month of the list, `YYYYMM`.') });

export const PriceQuery = z.object({
  country: Country.optional().describe('Only prices of this country.'),
  currency: codeText(3)
    .length(3)
    .transform((value) => value.toUpperCase())
    .optional()
    .describe(
      'Only prices in this currency. Named together with a country, what has a price in the pricing currency alone is shown exchanged by the rate of the month (published lists).',
    ),
  family: lenientEnum(FAMILIES).optional().describe('Only prices of this family of products.'),
  asOf: queryDay()
    .optional()
    .describe('A published list as it is at the end of this day, with the corrections that hold by then; absent: now.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});

/** `bom` is about the file alone. */
export const PriceListQuery = PriceQuery.extend(csvParameters);

export const PricePutQuery = z.object({
  whole: Flag.describe('`true`: the file replaces all prices of the list, and is taken whole or not at all.'),
});

const Percent = DecimalText.refine((value) => Number(value) >= 0 && Number(value) <= 100, 'must be from 0 to 100');

const Margins = z
  .array(
    z.object({
      family: lenientEnum(FAMILIES).describe('Family of products.'),
      percent: Percent.describe('Margin in percent of the list price, as a decimal text.'),
    }),
  )
  .max(FAMILIES.length);

export const PriceListBody = z.object({
  month: Month.describe('Month of the list, `YYYYMM`.'),
  margins: Margins.optional().describe('Margins by family, from which wholesale prices follow where a row has none.'),
});

/** Read row by row, so that a wrong one is answered as that row's error. */
const PriceText = z.union([codeText(40), z.number()]).transform(String);

const PriceRowBody = z.object({
  offerId: codeText(60).describe('Id of the offer.'),
  country: codeText(10).describe('Country, ISO 3166 alpha-2, such as `US`.'),
  currency: codeText(10).describe('Currency, ISO 4217, such as `USD`.'),
  segment: codeText(20)
    .default('')
    .describe('Kind of customers for which the price holds; the first to whom the offer is sold when it is absent.'),
  listPrice: PriceText.default('').describe('List price of one seat for a month, as a decimal text.'),
  wholesalePrice: PriceText.optional().describe(
    'Price that the partner pays for one seat and a month; from the margin of the family when it is absent.',
  ),
  /** `DEL` takes the price out of the list. */
  change: codeText(10).optional().describe('`DEL` takes the price out of the list; else it changes nothing.'),
});

const PriceRows = z.array(PriceRowBody).min(1).max(ROWS_MAX).describe('The prices.');

const PricesAndMargins = z.object({
  prices: PriceRows,
  margins: held(Margins).describe('Margins by family, from which wholesale prices follow where a row has none.'),
});

/** A bare list of prices, or one with the margins that come with it. */
export const PricesBody = z
  .union([PriceRows, PricesAndMargins])
  .transform((sent): z.output<typeof PricesAndMargins> => (Array.isArray(sent) ? { prices: sent } : sent));

/** What is wrong in a published list, and what is right. */
export const CorrectionBody = z.object({
  reason: written({ max: 1000, lines: true }).describe('What was wrong; partners read it.'),
  effectiveFrom: bodyDate()
    .optional()
    .describe('From when the prices hold: not in the past, and in the time of the list. Absent: at once.'),
  prices: PriceRows,
});

const Change = z.enum(['ADD', 'CHG', 'DEL', 'UNC']);

export const Price = z.object({
  offerId: z.string().describe('Id of the offer.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  segment: z.enum(SEGMENTS).describe('Kind of customers for which the price holds.'),
  listPrice: z.string().describe('List price of one seat for a month, as a decimal text.'),
  wholesalePrice: z.string().describe('Price that the partner pays for one seat and a month, as a decimal text.'),
  per: z.literal('month').describe('Time for which the price is.'),
  pricingCurrency: z
    .string()
    .optional()
    .describe('Currency in which the list has it, where it has none in the currency that was asked for.'),
  pcToBCExchangeRate: z
    .number()
    .optional()
    .describe('By which it was exchanged: units of the currency for one of the pricing currency.'),
  pcToBCExchangeRateDate: WireInstant.optional().describe('First day of the month for which that rate is published.'),
  change: Change.describe('How the price differs from the list before.'),
});

const changes = z
  .object({
    ADD: Count.describe('Prices that are new.'),
    CHG: Count.describe('Prices that changed.'),
    DEL: Count.describe('Prices that were taken out.'),
    UNC: Count.describe('Prices that stayed.'),
  })
  .describe('How many prices differ from the list before.');

const priceListShape = {
  month: z.string().describe('Month of the list, `YYYYMM`.'),
  state: z
    .enum(['draft', 'publishing', 'published'])
    .describe('A draft can be changed; from the moment that it is being published it stays as it is.'),
  publication: z
    .object({
      markets: Count.describe('Markets and currencies whose prices are to be published.'),
      marketsDone: Count.describe('How many of them are done.'),
    })
    .optional()
    .describe('While it is being published: how far that has come.'),
  basedOn: z.string().optional().describe('Month of the list that it began with.'),
  publishAt: WireInstant.optional().describe('When it is published.'),
  visibleFrom: WireInstant.optional().describe('From when partners see it.'),
  effectiveFrom: WireInstant.optional().describe('From when its prices hold.'),
  prices: Count.describe('How many prices it has.'),
  changes,
  corrections: z
    .array(
      z.object({
        id: z.string().describe('Id of the correction.'),
        reason: z.string().describe('What was wrong.'),
        effectiveFrom: WireInstant.describe('From when its prices hold.'),
        correctedDate: WireInstant.describe('When it was entered.'),
        prices: Count.describe('How many prices it changed.'),
        markets: Count.describe('In how many markets and currencies.'),
      }),
    )
    .optional()
    .describe('Errors that were corrected after it was published, in the order in which that takes effect.'),
  margins: z
    .array(
      z.object({
        family: z.string().describe('Family of products.'),
        percent: z.string().describe('Margin in percent of the list price, as a decimal text.'),
      }),
    )
    .describe('Margins by family, from which wholesale prices follow where a row has none.'),
  links: selfLink,
  attributes: attributes('PriceList'),
};

export const PriceList = z.object(priceListShape);

export const PriceLists = collectionOf(PriceList);

/** The list as it is then, with what became of every row. */
export const PutPricesResult = PriceList.extend(ImportResult.shape);

/** A list with how it differs from the one before, and a page of its prices. */
export const PriceListDetail = z.object({
  ...priceListShape,
  items: z.array(Price).describe('Prices of the page.'),
  totalCount: Count.describe('How many prices the page has.'),
  links: selfLink
    .extend({
      next: Link.optional().describe('The next page, where there is one.'),
      previous: Link.optional().describe('The page before, where there is one.'),
    })
    .describe('Links between the pages.'),
});
