import * as z from 'zod';
import { code } from '../../../shared/contracts/text.ts';
import { enumKey } from '../../../shared/contracts/wire.ts';

export const PROVIDERS = ['office', 'azure', 'onetime', 'marketplace', 'all'] as const;

export const LINE_TYPES = ['billinglineitems', 'usagelineitems'] as const;

/** A value in any case, with or without underscores. */
export const spelled = <const T extends readonly string[]>(values: T) =>
  code(z.string())
    .transform((text, context): T[number] => {
      const found = values.find((value) => value === enumKey(text));
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')}` });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...values] } as never);
