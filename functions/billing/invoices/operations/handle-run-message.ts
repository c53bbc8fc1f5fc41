import { retryOnConflict, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { periodStore } from '../../accounts/index.ts';
import type { RunDeps } from './dependencies.ts';
import { type FinishOutcome, finishInvoice } from './finish-invoice.ts';
import { type RangeOutcome, rateRange } from './rate-range.ts';
import type { RunMessage } from './run-message.ts';

/**
 * Carries out one message of the billing run. Throwing makes the queue deliver it again; how it failed is noted with the period, where
 * the operator's runs show it. That somebody else was first is no failure: the next delivery finds what was done.
 */
export async function handleRunMessage(message: RunMessage, deps: RunDeps): Promise<RangeOutcome | FinishOutcome> {
  try {
    return message.kind === 'range' ? await rateRange(message, deps) : await finished(message, deps);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) await noteFailure(message, error, deps);
    throw error;
  }
}

async function finished(message: Extract<RunMessage, { kind: 'finish' }>, deps: RunDeps): Promise<FinishOutcome> {
  const outcome = await retryOnConflict(() => finishInvoice(message, deps));
  // Also for one that was issued before: whoever issued it may have stopped here.
  if (outcome === 'issued' || outcome === 'settled')
    await deps.runQueue.send([{ kind: 'settle', partnerId: message.partnerId, at: message.scheduledAt }]);
  return outcome;
}

const FAILURE_MAX = 500;

/** What fails now is told by what failed first. */
async function noteFailure(
  { partnerId, billingOn }: RunMessage,
  error: unknown,
  { table, log }: RunDeps,
): Promise<void> {
  try {
    await periodStore(table).noteFailure(partnerId, billingOn, String(error).slice(0, FAILURE_MAX));
  } catch (second) {
    log.error('a failure of the billing run is not noted', { partnerId, billingOn, error: String(second) });
  }
}
