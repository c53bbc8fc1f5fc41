import * as z from 'zod';
import { SettleMessage } from '../accounts/index.ts';
import { DocumentsMessage } from '../amendments/operations/documents-message.ts';
import { type DocumentsOutcome, writeDocuments } from '../amendments/operations/write-documents.ts';
import { settleAndCollect } from '../collections/operations/review-collections.ts';
import { CostMessage } from '../costs/operations/cost-message.ts';
import type { CostsDeps } from '../costs/operations/dependencies.ts';
import { handleCostMessage } from '../costs/operations/running-cost.ts';
import { CreditMessage } from '../credit-limits/operations/credit-message.ts';
import type { CreditDeps } from '../credit-limits/operations/dependencies.ts';
import { refreshCredit } from '../credit-limits/operations/refresh-credit.ts';
import { followTerms, wantCredit } from '../credit-limits/operations/want-credit.ts';
import type { EstimatesDeps } from '../estimates/operations/dependencies.ts';
import { handlePreviewMessage, type PreviewOutcome } from '../estimates/operations/handle-preview-message.ts';
import { PreviewMessage } from '../estimates/operations/preview-message.ts';
import { AccrualMessage } from '../incentives/operations/accrual-message.ts';
import { type AccrualOutcome, accrue } from '../incentives/operations/accrue.ts';
import type { IncentivesDeps } from '../incentives/operations/dependencies.ts';
import type { RunDeps } from '../invoices/operations/dependencies.ts';
import type { FinishOutcome } from '../invoices/operations/finish-invoice.ts';
import { handleRunMessage } from '../invoices/operations/handle-run-message.ts';
import type { RangeOutcome } from '../invoices/operations/rate-range.ts';
import { RunMessage } from '../invoices/operations/run-message.ts';
import type { SettleOutcome } from '../receivables/operations/settle.ts';
import type { RunsDeps } from '../runs/operations/dependencies.ts';
import { handlePartnersMessage } from '../runs/operations/handle-run-message.ts';
import { BillingRunMessage, type PartnersOutcome } from '../runs/operations/run-messages.ts';
import { ownerStore } from '../usage/index.ts';
import type { FoldDeps } from '../usage/operations/dependencies.ts';
import { foldBatches } from '../usage/operations/fold-batches.ts';
import { FoldMessage } from '../usage/operations/fold-message.ts';

/**
 * All that the worker carries out: parts of runs and of previews, documents to be written, running costs, batches of usage,
 * accounts to be settled, and issued lines to be counted.
 */
export const WorkMessage = z.discriminatedUnion('kind', [
  ...RunMessage.options,
  ...PreviewMessage.options,
  DocumentsMessage,
  ...CostMessage.options,
  ...BillingRunMessage.options,
  SettleMessage,
  CreditMessage,
  FoldMessage,
  ...AccrualMessage.options,
]);
export type WorkMessage = z.infer<typeof WorkMessage>;

export type WorkDeps = RunDeps & EstimatesDeps & CostsDeps & RunsDeps & FoldDeps & CreditDeps & IncentivesDeps;
export type WorkOutcome =
  | RangeOutcome
  | FinishOutcome
  | PreviewOutcome
  | DocumentsOutcome
  | PartnersOutcome
  | SettleOutcome
  | AccrualOutcome
  | 'costed'
  | 'credited'
  | 'folded';

/** Carries out one of them. Throwing makes the queue deliver it again. */
export async function handleWork(message: WorkMessage, deps: WorkDeps): Promise<WorkOutcome> {
  switch (message.kind) {
    case 'preview':
    case 'previewed':
      return handlePreviewMessage(message, deps);
    case 'documents':
      return writeDocuments(message, deps);
    case 'used':
    case 'spending':
      return costed(message, deps);
    case 'runWalk':
    case 'runSweep':
    case 'runPreview':
      return handlePartnersMessage(message, deps);
    case 'settle':
      await settleAndCollect(message, deps);
      await followTerms(message, deps);
      return 'balanced';
    case 'credit':
      return refreshCredit(message, deps);
    case 'accrue':
    case 'accruePart':
      return accrue(message, deps);
    case 'fold':
      await foldBatches([message.batchId], deps, message);
      return 'folded';
    default:
      return handleRunMessage(message, deps);
  }
}

/** What was used is charged: what its partner may order still follows (M7). */
async function costed(message: CostMessage, deps: WorkDeps): Promise<'costed'> {
  await handleCostMessage(message, deps);
  if (message.kind === 'spending') return 'costed';
  for (const { partnerId } of await ownerStore(deps.table).of(message.subscriptionId))
    await wantCredit({ partnerId, at: message.at }, deps);
  return 'costed';
}
