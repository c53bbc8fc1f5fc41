import type { RunsWorkDeps } from './dependencies.ts';
import { previewRow } from './preview-row.ts';
import type { BillingRunMessage, PartnersOutcome } from './run-messages.ts';
import { sweepRun } from './sweep-run.ts';
import { walkRun } from './walk-run.ts';

/** Carries out one message of a run over many partners. Throwing makes the queue deliver it again. */
export function handlePartnersMessage(message: BillingRunMessage, deps: RunsWorkDeps): Promise<PartnersOutcome> {
  switch (message.kind) {
    case 'runWalk':
      return walkRun(message, deps);
    case 'runSweep':
      return sweepRun(message, deps);
    case 'runPreview':
      return previewRow(message, deps);
  }
}
