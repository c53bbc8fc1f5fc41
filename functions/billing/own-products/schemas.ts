import * as z from 'zod';
import { bodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, DecimalText, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { offsetOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { Exact } from '../../../shared/kernel/exact.ts';
import { BILLING_FREQUENCIES, PRODUCT_STATUSES } from './domain/product.ts';

export const ProductPath = z.object({ partnerProductId: Guid.describe('Id of the product.') });
export const AssignmentsPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});
export const AssignmentPath = AssignmentsPath.extend({ assignmentId: Guid.describe('Id of the assignment.') });

export const ITEMS_PER_PAGE = 200;

/** Of products and assignments. */
export const OwnProductsQuery = z.object({
  ...offsetOrSeekParameters,
  size: wholeNumber(1, ITEMS_PER_PAGE).optional().describe('Items on one page at most.'),
});

const invalid = (message: string, refusal = 'invalid_property') => ({ message, params: { refusal } });

/** With a quantity of six digits, amounts have no more than the 15 digits that a number of JSON tells exactly. */
const PRICE_MAX = 9_999_999;
const PRICE_DECIMALS = 6;

const UnitPrice = DecimalText.transform((text) => new Exact(text).toFixed())
  .refine(
    (text) => {
      const price = new Exact(text);
      return !price.isNegative() && price.lte(PRICE_MAX) && price.decimalPlaces() <= PRICE_DECIMALS;
    },
    invalid(`must be 0 to ${PRICE_MAX}, with ${PRICE_DECIMALS} decimals at most`),
  )
  .meta({ type: 'number', minimum: 0, maximum: PRICE_MAX } as never);

const Quantity = z
  .number()
  .refine(
    (quantity) => Number.isInteger(quantity) && quantity >= 1 && quantity <= 999_999,
    invalid('must be a whole number from 1 to 999999', 'assigned_quantity_invalid'),
  )
  .meta({ type: 'integer', minimum: 1, maximum: 999_999 } as never);

const Currency = codeText(10).transform((text) => text.toUpperCase());

const sku = written({ max: 100 });
const name = written({ max: 256 });
const description = written({ max: 4000, min: 0, lines: true });

export const ProductBody = z.object({
  sku: sku.describe('Your own number of the product.'),
  name: name.describe('Name of the product, as it stands on bills.'),
  description: description.optional().default('').describe('What it is.'),
  billingFrequency: lenientEnum(BILLING_FREQUENCIES).describe(
    '`monthly` or `annual`: charged at the beginning of each month or year; `oneTime`: once, or in instalments.',
  ),
  unitPrice: UnitPrice.describe('Price of one, for a month, a year, or once.'),
  currencyCode: Currency.optional().describe('Your billing currency, which is taken where this is left out.'),
  taxable: z.boolean().optional().default(true).describe('Whether tax is added to what is charged.'),
});

export const ProductChange = z.object({
  sku: sku.optional().describe('Your own number of the product.'),
  name: name.optional().describe('Name of the product, as it stands on bills to come.'),
  description: description.optional().describe('What it is.'),
  billingFrequency: lenientEnum(BILLING_FREQUENCIES)
    .optional()
    .describe('Cannot be changed: only the present value is taken.'),
  unitPrice: UnitPrice.optional().describe('Price of one for assignments to come; those that are there keep theirs.'),
  currencyCode: Currency.optional().describe('Cannot be changed: only the present value is taken.'),
  taxable: z.boolean().optional().describe('Whether tax is added to what bills to come charge.'),
  status: lenientEnum(PRODUCT_STATUSES)
    .optional()
    .describe('`retired`: it is assigned to nobody any more; `active`: it may be assigned again.'),
});

export const PartnerProduct = z
  .object({
    id: z.string().describe('Id of the product.'),
    sku: z.string().describe('Your own number of the product.'),
    name: z.string().describe('Name of the product.'),
    description: z.string().describe('What it is.'),
    billingFrequency: z.enum(BILLING_FREQUENCIES).describe('How often it is charged.'),
    unitPrice: z.number().describe('Price of one, for a month, a year, or once.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    taxable: z.boolean().describe('Whether tax is added to what is charged.'),
    status: z.enum(PRODUCT_STATUSES).describe('`retired`: it is assigned to nobody any more.'),
    links: selfLink,
    attributes: attributes('PartnerProduct'),
  })
  .meta({ id: 'PartnerProduct' });
export const PartnerProducts = collectionOf(PartnerProduct);

/** Five years, a month apart. */
const INSTALMENTS_MAX = 60;
const Instalments = Count.min(1).max(INSTALMENTS_MAX);

export const AssignmentBody = z.object({
  productId: Guid.describe('Id of the product, which is active.'),
  quantity: Quantity.describe('How many of it.'),
  startDate: bodyDate()
    .optional()
    .describe(
      'First day that is charged, and from which cycles count; absent: today. 400 days back and 3650 ahead at most.',
    ),
  endDate: bodyDate().nullish().describe('Last day that is charged; absent: until it is ended. Not of one-off work.'),
  unitPriceOverride: UnitPrice.nullish().describe('Price of one for this customer, in place of that of the product.'),
  instalments: Instalments.optional()
    .default(1)
    .describe(`Of one-off work: parts in which it is charged, a month apart, ${INSTALMENTS_MAX} at most.`),
});

const KEPT = 'Cannot be changed: only the present value is taken.';
export const AssignmentChange = z.object({
  quantity: Quantity.optional().describe(
    'How many of it from today on, or from the start that is to come. Days that were charged are prorated.',
  ),
  endDate: bodyDate()
    .nullish()
    .describe('Last day that is charged; null: it goes on. Days that were charged beyond it are given back.'),
  productId: Guid.optional().describe(KEPT),
  startDate: bodyDate().optional().describe(KEPT),
  unitPriceOverride: UnitPrice.nullish().describe(KEPT),
  instalments: Instalments.optional().describe(KEPT),
});

export const PartnerProductAssignment = z
  .object({
    id: z.string().describe('Id of the assignment.'),
    productId: z.string().describe('Id of the product.'),
    quantity: z.number().int().describe('How many of it.'),
    startDate: WireInstant.describe('First day that is charged.'),
    endDate: WireInstant.optional().describe(
      'Last day that is charged; absent: it goes on. Before the first one where it was taken away before it was charged.',
    ),
    unitPriceOverride: z.number().optional().describe('Price of one that was given for this customer.'),
    unitPrice: z.number().describe('Price of one, which is kept as long as it lasts.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    billingFrequency: z.enum(BILLING_FREQUENCIES).describe('How often it is charged.'),
    instalments: z.number().int().optional().describe('Of one-off work: parts in which it is charged.'),
    links: selfLink,
    attributes: attributes('PartnerProductAssignment'),
  })
  .meta({ id: 'PartnerProductAssignment' });
export const PartnerProductAssignments = collectionOf(PartnerProductAssignment);
