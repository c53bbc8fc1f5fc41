import * as z from 'zod';
import { DocumentsMessage } from '../amendments/operations/documents-message.ts';
import { type DocumentsOutcome, writeDocuments } from '../amendments/operations/write-documents.ts';
import { CostMessage } from '../costs/operations/cost-message.ts';
import type { CostsDeps } from '../costs/operations/dependencies.ts';
import { handleCostMessage } from '../costs/operations/running-cost.ts';
import type { EstimatesDeps } from '../estimates/operations/dependencies.ts';
import { handlePreviewMessage, type PreviewOutcome } from '../estimates/operations/handle-preview-message.ts';
import { PreviewMessage } from '../estimates/operations/preview-message.ts';
import type { RunDeps } from '../invoices/operations/dependencies.ts';
import type { FinishOutcome } from '../invoices/operations/finish-invoice.ts';
import { handleRunMessage } from '../invoices/operations/handle-run-message.ts';
import type { RangeOutcome } from '../invoices/operations/rate-range.ts';
import { RunMessage } from '../invoices/operations/run-message.ts';

/** All that lies on the run's queue: parts of runs and of previews, documents to be written, running costs. */
export const WorkMessage = z.discriminatedUnion('kind', [
  ...RunMessage.options,
  ...PreviewMessage.options,
  DocumentsMessage,
  ...CostMessage.options,
]);
export type WorkMessage = z.infer<typeof WorkMessage>;

export type WorkDeps = RunDeps & EstimatesDeps & CostsDeps;

/** Carries out one of them. Throwing makes the queue deliver it again. */
export function handleWork(
  message: WorkMessage,
  deps: WorkDeps,
): Promise<RangeOutcome | FinishOutcome | PreviewOutcome | DocumentsOutcome | 'costed'> {
  switch (message.kind) {
    case 'preview':
    case 'previewed':
      return handlePreviewMessage(message, deps);
    case 'documents':
      return writeDocuments(message, deps);
    case 'used':
    case 'spending':
      return handleCostMessage(message, deps);
    default:
      return handleRunMessage(message, deps);
  }
}
