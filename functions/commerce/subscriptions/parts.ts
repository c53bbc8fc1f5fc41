import * as z from 'zod';
import type { GeneralRefusal } from '../../../shared/contracts/refusals.ts';
import { code } from '../../../shared/contracts/text.ts';
import { enumKey } from '../../../shared/contracts/wire.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';

/** `unknown` means "not said" (commerce contract 4). */
export const Cycle = code(z.union([z.string(), z.number().int()]))
  .transform((input, context) => {
    const ordinals = ['unknown', 'monthly', 'annual', 'none', 'onetime'];
    const name = typeof input === 'number' ? (ordinals[input] ?? '') : enumKey(input);
    if (name === 'unknown' || name === '') return undefined;
    if (ordinals.includes(name)) return name;
    context.addIssue({ code: 'custom', message: 'must be monthly or annual' });
    return z.NEVER;
  })
  .meta({ type: 'string', enum: ['unknown', 'monthly', 'annual', 'none', 'one_time'] } as never);

/** Quantity 0 and below is outside every offer's limits; so is what no limit allows. */
export const QUANTITY_MAX = 1_000_000_000;

export const Quantity = z.number().superRefine((value, context) => {
  if (!Number.isInteger(value)) context.addIssue({ code: 'custom', message: 'must be a whole number' });
  else if (value < 1 || value > QUANTITY_MAX)
    context.addIssue({
      code: 'custom',
      message: `must be from 1 to ${QUANTITY_MAX}`,
      params: { refusal: 'quantity_outside_limits' },
    });
});

/** Why a purchase may be refused before its lines are looked at (commerce contract 3). */
export const purchaseRefusals = [
  'ordering_suspended',
  'credit_limit_exceeded',
  'customer_under_review',
  'customer_not_approved',
  'not_eligible_for_transaction',
  'country_not_authorized',
  'customer_agreement_missing',
] as const satisfies readonly (GeneralRefusal | BuyingRefusal)[];

/** PRG-1: a reseller or an advisor never orders. */
export const buyers = ['directPartner', 'indirectProvider'] as const;
