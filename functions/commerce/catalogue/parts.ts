import * as z from 'zod';
import { DecimalText } from '../../../shared/contracts/numbers.ts';
import { code, codeText, written } from '../../../shared/contracts/text.ts';
import { lenientEnum } from '../../../shared/contracts/wire.ts';
import { LICENSE_GROUPS, offerId } from './domain/offer.ts';

/** Wire shapes of the catalogue, orders, carts and subscriptions (commerce contract 5 to 10 and 19). */

export const text = (max: number) => written({ max, min: 0 });

export const name = (max = 256) => written({ max });

export const operator = ['Operator'] as const;

export const csv = (description: string) => ({ mediaType: 'text/csv', description });

export const OfferId = codeText(60).min(1).transform(offerId);

/** An id that goes into paths, and between colons, as it is. */
export const PlainId = code(
  z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must consist of letters, digits, `.`, `_` and `-`'),
);
export const NewId = PlainId.transform(offerId);

/** Descriptions have several lines. */
export const Description = written({ max: 2000, min: 0, lines: true });

export const Texts = z.object({
  name: name().describe('Name in that language.'),
  description: Description.default('').describe('Description in that language.'),
});

export const PlanShape = z.object({
  id: NewId.describe('Id of the plan.'),
  name: name().describe('Name of the plan.'),
  unit: text(60).optional().describe('What a seat is called.'),
  skuPartNumber: codeText(100).optional().describe('Part number of the plan.'),
  servicePlans: z
    .array(
      z.object({
        id: codeText(60).describe('Id of the service.'),
        name: text(256).describe('Name of the service as programs use it, such as `EXCHANGE_S_ENTERPRISE`.'),
        displayName: text(256).optional().describe('Name shown to people.'),
        targetType: lenientEnum(['User', 'Tenant']).optional().describe('`Tenant`: it serves the company as a whole.'),
      }),
    )
    .max(100)
    .optional()
    .describe('Services that the plan has.'),
  licenseGroupId: lenientEnum(LICENSE_GROUPS)
    .optional()
    .describe('Group of licences that it belongs to: `group1` unless it says otherwise.'),
});

export const Qualifications = z.array(codeText(40)).max(10);

/** SUB-6: an amount per subscription, owed by partners that pay in its currency, or a percentage of what remains. */
export const EarlyTerminationFee = z.union([
  z.object({
    amount: DecimalText.describe('Amount for each subscription, as a decimal text.'),
    currency: code(z.string().regex(/^[A-Z]{3}$/, 'must be a currency code')).describe(
      'Currency, ISO 4217, such as `USD`.',
    ),
  }),
  z.object({ percentOfRemaining: DecimalText.describe('Percentage of what remains of the term, as a decimal text.') }),
]);
