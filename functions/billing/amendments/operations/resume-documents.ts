import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { invoiceItem, unwrittenQuery } from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';

/**
 * Asks again for statements and files of documents that have none (BIL-11). Harmless for those that are being written, or were
 * a moment ago: what is found written is left as it is.
 */
export const resumeDocuments: Walk<Pick<AmendmentsDeps, 'documentsQueue'>> = {
  due: () => [unwrittenQuery()],
  async each(item, { scheduledAt }, { documentsQueue }) {
    await documentsQueue.send([
      { kind: 'documents', invoiceId: invoiceItem.fromItem(item).invoiceId, at: scheduledAt },
    ]);
    return { documents: 1 };
  },
  counts: { documents: 0 },
};
