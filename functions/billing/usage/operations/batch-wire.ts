import type * as z from 'zod';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { UsageBatch as WireBatch } from '../schemas.ts';
import type { UsageBatch } from '../store/batch-item.ts';

/** A batch as callers see it. */
export const toBatchWire = (
  id: string,
  { reportedAt, accepted, duplicates, rejected }: UsageBatch,
  isLoading: boolean,
): z.input<typeof WireBatch> => ({
  id,
  status: isLoading ? 'loading' : 'completed',
  reportedAt: toWireInstant(reportedAt),
  accepted,
  duplicates,
  rejected: [...rejected],
  attributes: { objectType: 'UsageBatch' },
});
