import type { InvoiceAdjusted, InvoiceIssued, InvoiceVoided } from '../../../../events/billing.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { accrualStore } from '../store/accrual-store.ts';
import { accrualItem } from '../store/items.ts';
import { pendingQuery } from '../store/keys.ts';
import type { AccrualStartDeps } from './dependencies.ts';

type Issued = EventOf<typeof InvoiceIssued | typeof InvoiceVoided | typeof InvoiceAdjusted>;

/** M6, BIL-12: an invoice or a note is out, so its lines are counted. An event that comes again finds that noted. */
export async function beginAccrual({ detail }: Issued, { table, accrualQueue }: AccrualStartDeps): Promise<void> {
  const { partnerId } = detail;
  const documentId = 'noteId' in detail ? detail.noteId : detail.invoiceId;
  await accrualStore(table).begin(partnerId, documentId);
  await accrualQueue.send([{ kind: 'accrue', partnerId, documentId }]);
}

/** Asks again for documents that are not counted. Harmless for those that are being counted at the moment. */
export const resumeAccruals: Walk<Pick<AccrualStartDeps, 'accrualQueue'>> = {
  due: () => [pendingQuery()],
  async each(item, _, { accrualQueue }) {
    const { partnerId, documentId } = accrualItem.fromItem(item);
    await accrualQueue.send([{ kind: 'accrue', partnerId, documentId }]);
    return { documents: 1 };
  },
  counts: { documents: 0 },
};
