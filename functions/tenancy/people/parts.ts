import * as z from 'zod';
import { shaped, written } from '../../../shared/contracts/text.ts';
import { Guid } from '../../../shared/contracts/wire.ts';

export const text = (max = 256) => written({ max });

export const Email = shaped(written({ max: 254 }).regex(/^[^\s@]+@[^\s@]+$/, 'must be a mail address'));

export const UserName = shaped(text());

/** SDKs send empty texts for ids that are not set. */
export const OptionalGuid = z
  .union([z.literal('').transform(() => undefined), Guid])
  .optional()
  .meta({ type: 'string', format: 'uuid' } as never);

export const OWN_TENANT = ['GlobalAdmin', 'AdminAgent'] as const;
