import { contributingPerPartner } from '../../../../events/exports.ts';
import type { CustomerExportRequested } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { everyPartnerOf } from '../../relationships/index.ts';
import { isPageToCome, isUnderway, withPageAsked, withPageToCome } from '../domain/data-export.ts';
import { exportStore } from '../store/export-store.ts';
import type { Deps } from './dependencies.ts';

/** Partners, present and former, that one event names: 40 KB, which contexts note with every step. */
export const PARTNERS_PER_EVENT = 1000;

/**
 * Asks contexts that read by partner about the page behind the one that an event named (CUS-6), until there is none left: so
 * that nobody reads, sends or stores all partners of a customer at once. An export is not complete while a page is to come;
 * what comes again finds the next page asked about. A page of pairs to read and two writes for each thousand partners.
 */
export async function askFurther(event: EventOf<typeof CustomerExportRequested>, { table }: Deps): Promise<void> {
  const { page = 1, partnerIds, scope, customerId } = event.detail;
  const exports = exportStore(table);
  const contexts = contributingPerPartner(scope);
  const isDue = async () => {
    const now = await exports.load(event.detail);
    return now && isUnderway(now) && isPageToCome(now, contexts, page + 1) ? now : undefined;
  };
  if (!(await isDue())) return;
  const further = await everyPartnerOf(table, customerId, { size: PARTNERS_PER_EVENT, after: partnerIds.at(-1) });
  await retryOnConflict(async () => {
    const before = await isDue();
    if (!before) return;
    const asked = withPageAsked(before, contexts, page + 1);
    const after = further.hasMore ? withPageToCome(asked, contexts, page + 2) : asked;
    const about = { contexts, partnerIds: further.partnerIds, page: page + 1 };
    await table.write(
      exports.askWrites(before, after, { ...about, at: instant(event.occurredAt), cause: causeOf(event) }),
    );
  });
}
