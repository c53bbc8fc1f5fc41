import * as z from 'zod';
import { code } from '../../../shared/contracts/text.ts';
import { enumKey } from '../../../shared/contracts/wire.ts';

const COSTS_PERIODS = ['mostrecent', 'current'] as const;
export type CostsPeriod = (typeof COSTS_PERIODS)[number];

/** A word of a path in any case, with or without underscores; any other is `unknown_enum_value` (billing contract 10). */
export const costsPeriod = code(z.string())
  .transform((text, context): CostsPeriod => {
    const found = COSTS_PERIODS.find((period) => period === enumKey(text));
    if (found !== undefined) return found;
    const message = `must be one of ${COSTS_PERIODS.join(', ')}`;
    context.addIssue({ code: 'custom', message, params: { refusal: 'unknown_enum_value' } });
    return z.NEVER;
  })
  .meta({ type: 'string', enum: [...COSTS_PERIODS] } as never);
