import type * as z from 'zod';
import { given } from '../../../../shared/kernel/given.ts';
import { isDecimalText, scaled } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { enteredAmount } from '../../accounts/index.ts';
import type { SlaFacts } from '../domain/credit.ts';
import type { CreditBody } from '../schemas.ts';

export type Body = z.output<typeof CreditBody>;

/** What somebody asks to be credited, as far as it can be told without the subscription. */
export interface EnteredCredit {
  /** Minor units; absent where it is to be computed. */
  readonly amount?: bigint;
  readonly sla?: SlaFacts;
}

type Refused = Refusal<'invalid_property' | 'percent_out_of_range'>;

const SLA_MEMBERS = [
  'incidentId',
  'incidentDate',
  'affectedQuantity',
  'meterIds',
  'creditPercent',
  'servicePortionPercent',
  'slaClaimId',
] as const satisfies readonly (keyof Body)[];

/** What a computed SLA credit says, and one that was decided with its claim does not. */
const COMPUTED_MEMBERS = ['affectedQuantity', 'meterIds', 'creditPercent', 'servicePortionPercent'] as const;

/** What is taken has an effect: members that do not belong to the kind of credit are refused, by name. */
export function enteredCredit(body: Body, currency: string): Result<EnteredCredit, Refused> {
  if (body.reason !== 'sla') {
    const foreign = SLA_MEMBERS.find((name) => body[name] !== undefined);
    if (foreign) return invalid(foreign, 'is only said of an SLA credit');
    return amountOf(body, currency);
  }
  for (const name of ['serviceRequestId', 'incidentId', 'incidentDate'] as const)
    if (body[name] === undefined) return invalid(name, 'is needed for an SLA credit');
  const { incidentId, incidentDate, slaClaimId, affectedQuantity, meterIds, creditPercent } = body;
  const about = { incidentId: incidentId!, incidentOn: utcDay(incidentDate!), ...given({ slaClaimId }) };
  if (body.amount === undefined) {
    if (creditPercent === undefined) return invalid('creditPercent', 'is needed unless a claim has decided the amount');
    const servicePortionPercent = body.servicePortionPercent ?? '100';
    for (const [field, percent] of Object.entries({ creditPercent, servicePortionPercent }))
      if (!isPercent(percent)) return refuse('percent_out_of_range', { field });
    const asked = given({ affectedQuantity, meterIds: meterIds && [...new Set(meterIds)] });
    return ok({ sla: { ...about, ...asked, creditPercent, servicePortionPercent } });
  }
  if (slaClaimId === undefined) return invalid('amount', 'of an SLA credit is computed, unless a claim has decided it');
  const computed = COMPUTED_MEMBERS.find((name) => body[name] !== undefined);
  if (computed) return invalid(computed, 'is not said beside an amount that was decided');
  const amount = amountOf(body, currency);
  return amount.ok ? ok({ ...amount.value, sla: about }) : amount;
}

function amountOf(body: Body, currency: string): Result<EnteredCredit, Refused> {
  const amount = body.amount === undefined ? undefined : enteredAmount(body.amount, currency);
  return amount === undefined
    ? invalid('amount', `must be an amount in ${currency} above 0, with its decimals at most`)
    : ok({ amount });
}

const invalid = (field: string, description: string) => refuse('invalid_property', { field, description });

const HUNDRED = scaled('100');
const isPercent = (text: string): boolean =>
  isDecimalText(text) && scaled(text) > 0n && scaled(text) <= HUNDRED && !/\.\d{4}\d*[1-9]/.test(text);
