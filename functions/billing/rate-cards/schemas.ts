import * as z from 'zod';
import { bodyDate, requiredBodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, Offset, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { code, recordOf, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { Exact } from '../../../shared/kernel/exact.ts';
import { isDecimalText } from '../../../shared/kernel/money.ts';
import { RATE_CARDS } from './domain/rate-card.ts';

/** Tiers of a meter at most. */
const TIERS_MAX = 50;
/** Meters of one call at most; a megabyte holds fewer. */
const METERS_PER_CALL_MAX = 10_000;
/** An answer names the meters of its call up to so many, for it is kept for repeats. */
export const METERS_SHOWN_MAX = 500;

/** Versions on a page at most, and where nothing is said. */
export const VERSIONS_PER_PAGE_MAX = 200;

const invalid = (context: z.RefinementCtx, message: string) =>
  context.addIssue({ code: 'custom', message, params: { refusal: 'invalid_property' } });

/** A number of JSON may be written with an exponent: it is read as the decimal that it is. */
const plain = (sent: string | number): string | undefined => {
  if (typeof sent === 'string') return isDecimalText(sent) ? new Exact(sent).toFixed() : undefined;
  const text = new Exact(sent).toFixed();
  return isDecimalText(text) ? text : undefined;
};

/** An exact decimal number of 0 or more, handed on as text without needless zeros. */
const Amount = code(z.union([z.string().max(40), z.number()]))
  .transform((sent, context): string => {
    const text = plain(sent);
    if (text !== undefined && !text.startsWith('-')) return text;
    invalid(context, 'must be a decimal number of 0 or more, with at most 10 decimals');
    return z.NEVER;
  })
  .meta({ type: 'number', minimum: 0 } as never);

const MeterId = code(
  z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a GUID'),
).transform((text) => text.toLowerCase());

const Currency = code(z.string().regex(/^[A-Za-z]{3}$/, 'must be a currency code of three letters')).transform((text) =>
  text.toUpperCase(),
);
const Region = code(z.string().regex(/^[A-Za-z]{2}[A-Za-z_]{0,18}$/, 'must be the code of a region')).transform(
  (text) => text.toUpperCase(),
);

const text = (max: number) => written({ max, min: 0 }).default('');

/** By lower bound, ascending. Two bounds that are one number are refused. */
const Tiers = recordOf(40, Amount, TIERS_MAX).transform((sent, context) => {
  const tiers = Object.entries(sent).map(([bound, rate]) => ({ from: plain(bound), rate }));
  const isRight = tiers.every(({ from }) => from !== undefined && !from.startsWith('-'));
  const bounds = new Set(tiers.map(({ from }) => from));
  if (isRight && bounds.size === tiers.length && bounds.has('0'))
    return tiers.map(({ from, rate }) => ({ from: from!, rate })).sort((a, b) => new Exact(a.from).comparedTo(b.from));
  invalid(context, 'has a rate by each lower bound, a decimal number; one is 0, no two are the same');
  return z.NEVER;
});

const MeterBody = z.object({
  id: MeterId.describe('Id of the meter, a GUID.'),
  name: written({ max: 256 }).describe('Name of the meter.'),
  rates: Tiers.describe(
    'Rate of a unit by the lower bound of its tier: each unit pays the rate of the tier that it is in. The bound `0` is there.',
  ),
  tags: z
    .array(written({ max: 100 }))
    .max(20)
    .default([])
    .describe('Words that mark the meter.'),
  category: text(256).describe('Category of the service.'),
  subcategory: text(256).describe('Category within it.'),
  region: text(100).describe('Region in which the meter counts; empty: everywhere.'),
  unit: text(100).describe('What is counted, such as `1 Hour`.'),
  includedQuantity: Amount.default('0').describe('Units of a billing period that cost nothing.'),
});

const TermBody = z.object({
  name: written({ max: 256 }).describe('Name of the offer term.'),
  discount: code(z.union([z.string().max(40), z.number()]))
    .transform((sent, context): string => {
      const share = plain(sent);
      if (share !== undefined && !share.startsWith('-') && new Exact(share).lte(1)) return share;
      const message = 'must be a number from 0 to 1, with at most 10 decimals';
      context.addIssue({ code: 'custom', message, params: { refusal: 'discount_out_of_range' } });
      return z.NEVER;
    })
    .meta({ type: 'number', minimum: 0, maximum: 1 } as never)
    .describe('Share of the list price that partners are spared, 0 to 1.'),
  excludedMeterIds: z.array(MeterId).max(20_000).default([]).describe('Meters that it does not lower.'),
  effectiveDate: bodyDate().optional().describe('From when it counts; absent: from the day of its version.'),
});

export const RateCardPath = z.object({
  cardName: lenientEnum(RATE_CARDS).describe('Which rate card.'),
});

export const RateCardVersionBody = z.object({
  currency: Currency.describe('Currency, ISO 4217, such as `USD`.'),
  region: Region.describe('Region of partners for which it is, such as `US`.'),
  effectiveDate: requiredBodyDate().describe('First day of the version: today or later.'),
  meters: z.array(MeterBody).max(METERS_PER_CALL_MAX).default([]).describe('Meters that it sets.'),
  offerTerms: z
    .array(TermBody)
    .max(20)
    .optional()
    .describe('Discounts of partners, which replace those before; absent: those go on.'),
});

const meterShape = {
  id: z.string().describe('Id of the meter, a GUID.'),
  name: z.string().describe('Name of the meter.'),
  rates: z.record(z.string(), z.number()).describe('Rate of a unit by the lower bound of its tier, from `0` on.'),
  tags: z.array(z.string()).describe('Words that mark the meter.'),
  category: z.string().describe('Category of the service.'),
  subcategory: z.string().describe('Category within it.'),
  region: z.string().describe('Region in which the meter counts; empty: everywhere.'),
  unit: z.string().describe('What is counted.'),
  includedQuantity: z.number().describe('Units of a billing period that cost nothing.'),
  effectiveDate: WireInstant.describe('From when this rate holds.'),
};

const AzureMeter = z.object(meterShape).meta({ id: 'AzureMeter' });

const AzureOfferTerm = z
  .object({
    name: z.string().describe('Name of the offer term.'),
    discount: z.number().describe('Share of the list price that partners are spared, 0 to 1.'),
    excludedMeterIds: z.array(z.string()).describe('Meters that it does not lower.'),
    effectiveDate: WireInstant.describe('From when it counts.'),
  })
  .meta({ id: 'AzureOfferTerm' });

export const RateCardQuery = z.object({
  currency: Currency.optional().describe('Currency of the card; absent: that of your company.'),
  region: Region.optional().describe('Region of the card; absent: that of your company.'),
});

export const AzureRateCard = z
  .object({
    locale: z.string().describe('Language that was asked for.'),
    currency: z.string().describe('Currency of the rates.'),
    isTaxIncluded: z.boolean().describe('Whether rates have tax in them: never.'),
    meters: z.array(AzureMeter).describe('All meters that are in effect.'),
    offerTerms: z.array(AzureOfferTerm).describe('Discounts that are in effect.'),
    links: selfLink,
    attributes: attributes('AzureRateCard'),
  })
  .meta({ id: 'AzureRateCard' });

const versionShape = {
  currency: z.string().describe('Currency of the rates.'),
  region: z.string().describe('Region of partners for which it is.'),
  effectiveDate: WireInstant.describe('First day of the version.'),
  meterCount: Count.describe('Meters that the version sets by now.'),
  cardMeterCount: Count.describe('Meters that the card has from its day on.'),
  attributes: attributes('RateCardVersion'),
};

export const RateCardVersion = z
  .object({
    ...versionShape,
    meters: z
      .array(AzureMeter)
      .optional()
      .describe(`Meters that the call brought; left out where they are more than ${METERS_SHOWN_MAX}.`),
    offerTerms: z.array(AzureOfferTerm).optional().describe('Discounts that the call brought.'),
  })
  .meta({ id: 'RateCardVersion' });

export const VersionsQuery = z.object({
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: wholeNumber(1, VERSIONS_PER_PAGE_MAX).optional().describe('Items on one page at most.'),
});
export const RateCardVersions = collectionOf(
  z.object({ ...versionShape, publishedDate: WireInstant.describe('When it was last added to.') }),
);

const MONTH = /^(\d{4})-?(0[1-9]|1[0-2])$/;
export const RatesMonthPath = z.object({
  month: code(z.string().regex(MONTH, 'must be a month YYYYMM'))
    .transform((sent) => sent.replace(MONTH, '$1-$2'))
    .describe('Month of the rates, `YYYYMM`.'),
});

const ExchangeRate = code(z.union([z.string().max(40), z.number()]))
  .transform((sent, context): string => {
    const rate = plain(sent);
    if (rate !== undefined && new Exact(rate).gt(0) && new Exact(rate).decimalPlaces() <= 9) return rate;
    invalid(context, 'must be a decimal number above 0, with at most 9 decimals');
    return z.NEVER;
  })
  .meta({ type: 'number', exclusiveMinimum: 0 } as never);

export const ExchangeRatesBody = z.object({
  pricingCurrency: Currency.describe('Currency of the prices that are exchanged, such as `USD`.'),
  rates: z
    .array(
      z.object({
        currencyCode: Currency.describe('Currency of bills.'),
        pcToBCExchangeRate: ExchangeRate.describe('Units of that currency for one of the pricing currency.'),
      }),
    )
    .max(200)
    .describe('The rates, one a currency.'),
});

export const ExchangeRates = z
  .object({
    month: z.string().describe('Month of the rates, `YYYYMM`.'),
    pricingCurrency: z.string().describe('Currency of the prices that are exchanged.'),
    rates: z
      .array(
        z.object({
          currencyCode: z.string().describe('Currency of bills.'),
          pcToBCExchangeRate: z.number().describe('Units of that currency for one of the pricing currency.'),
        }),
      )
      .describe('The rates, by currency.'),
    attributes: attributes('ExchangeRates'),
  })
  .meta({ id: 'ExchangeRates' });
