import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { DecimalText } from '../../../shared/contracts/numbers.ts';
import { written } from '../../../shared/contracts/text.ts';
import { attributes, enumKey, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { Exact } from '../../../shared/kernel/exact.ts';
import { isGuid } from '../../../shared/kernel/ids.ts';
import { PRICE_METHODS, type PriceRule, RULE_TARGETS, targetKey } from './domain/price-book.ts';

export const PriceBookCustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});

/** Rules of a book at most, and characters of all their targets: a book is one item of the table. */
const RULES_MAX = 500;
const TARGET_CHARACTERS_MAX = 40_000;
/** Digits that a number of JSON tells exactly. */
const DIGITS_MAX = 15;
const PERCENT_DECIMALS = 4;
const PERCENT_MAX = 1000;

type Context = z.RefinementCtx;
const fault = (context: Context, path: (string | number)[], message: string, refusal = 'invalid_property') =>
  context.addIssue({ code: 'custom', message, path, params: { refusal } });

const METER_ID = /^[a-z0-9][a-z0-9._-]*$/;

/** The target in the spelling in which offers, families and meters have it; undefined where it is none. */
const spelled: Readonly<Record<PriceRule['target'], (sent: string) => string | undefined>> = {
  all: () => undefined,
  offer: (sent) => (isGuid(sent) ? sent.toLowerCase() : undefined),
  productFamily: (sent) => enumKey(sent),
  meterCategory: (sent) => sent,
  meter: (sent) => (METER_ID.test(sent.toLowerCase()) && sent.length <= 60 ? sent.toLowerCase() : undefined),
};

function targetIdIn({ target, targetId }: { target: PriceRule['target']; targetId?: string | undefined }) {
  if (target === 'all') return targetId ? { message: 'is left out of a rule for all' } : {};
  if (!targetId) return { message: `is needed of a rule for ${target}` };
  const id = spelled[target](targetId);
  return id === undefined ? { message: `is no id of ${target === 'offer' ? 'an offer' : 'a meter'}` } : { id };
}

/** Percentages never lead below a price of nothing. */
function valueFault({ method, value }: Pick<PriceRule, 'method' | 'value'>): [string, string?] | undefined {
  const number = new Exact(value);
  if (number.precision() > DIGITS_MAX) return [`has at most ${DIGITS_MAX} digits`];
  if (method === 'fixedUnitPrice')
    return number.isNegative() && !number.isZero() ? ['must be 0 or more', 'price_rule_out_of_range'] : undefined;
  if (number.decimalPlaces() > PERCENT_DECIMALS) return [`has at most ${PERCENT_DECIMALS} decimals`];
  const change = method === 'costPlusPercent' ? number : number.negated();
  return change.lt(-100) || change.gt(PERCENT_MAX)
    ? [
        method === 'costPlusPercent' ? `must be -100 to ${PERCENT_MAX}` : `must be -${PERCENT_MAX} to 100`,
        'price_rule_out_of_range',
      ]
    : undefined;
}

const PriceRuleBody = z
  .object({
    target: lenientEnum(RULE_TARGETS).describe(
      'What it is for: `offer` and `productFamily` of seats, `meter` and `meterCategory` of metered use, or `all`.',
    ),
    targetId: written({ max: 256 })
      .optional()
      .describe('Id of the offer or the meter, or name of the family or category; none for `all`.'),
    method: lenientEnum(PRICE_METHODS).describe(
      '`costPlusPercent` on what you pay, `msrpMinusPercent` off the list price, or `fixedUnitPrice` for a seat and month or a billable unit.',
    ),
    value: DecimalText.meta({ type: 'number' } as never).describe(
      `Percent with at most ${PERCENT_DECIMALS} decimals, or a price in your billing currency.`,
    ),
  })
  .transform(({ target, targetId, method, value: sent }, context): PriceRule => {
    const { id, message } = targetIdIn({ target, targetId });
    if (message !== undefined) fault(context, ['targetId'], message);
    const value = new Exact(sent).toFixed();
    const wrong = valueFault({ method, value });
    if (wrong) fault(context, ['value'], ...wrong);
    return { target, ...(id !== undefined && { targetId: id }), method, value };
  });

export const PriceBookBody = z.object({
  rules: z
    .array(PriceRuleBody)
    .max(RULES_MAX)
    .superRefine((rules, context) => {
      const keys = rules.map(({ target, targetId }) => targetKey(target, targetId));
      const twice = keys.findIndex((key, index) => keys.indexOf(key) < index);
      if (twice >= 0) fault(context, [twice], 'is for the same target as one before it');
      const characters = rules.reduce((sum, { targetId = '' }) => sum + targetId.length, 0);
      if (characters > TARGET_CHARACTERS_MAX)
        fault(context, [], `have targets of at most ${TARGET_CHARACTERS_MAX} characters in all`);
    })
    .describe(`All rules of the book, ${RULES_MAX} at most, each target once; an empty list: none.`),
});

export const PriceBook = z
  .object({
    rules: z
      .array(
        z.object({
          target: z.enum(RULE_TARGETS).describe('What it is for.'),
          targetId: z.string().optional().describe('Which offer, family, category or meter; none for `all`.'),
          method: z.enum(PRICE_METHODS).describe('How the price is made.'),
          value: z.number().describe('Percent, or a price in your billing currency.'),
        }),
      )
      .describe('The rules of the book.'),
    effectiveDate: WireInstant.optional().describe(
      'First day on which they hold; absent where there never was a book. Terms that began before keep their prices.',
    ),
    links: selfLink,
    attributes: attributes('PriceBook'),
  })
  .meta({ id: 'PriceBook' });
