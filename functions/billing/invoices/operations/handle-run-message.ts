import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { RunDeps } from './dependencies.ts';
import { type FinishOutcome, finishInvoice } from './finish-invoice.ts';
import { type RangeOutcome, rateRange } from './rate-range.ts';
import type { RunMessage } from './run-message.ts';

/** Carries out one message of the billing run. Throwing makes the queue deliver it again. */
export const handleRunMessage = (message: RunMessage, deps: RunDeps): Promise<RangeOutcome | FinishOutcome> =>
  message.kind === 'range' ? rateRange(message, deps) : retryOnConflict(() => finishInvoice(message, deps));
