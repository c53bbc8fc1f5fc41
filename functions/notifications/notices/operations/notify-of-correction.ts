import type { PriceListCorrected } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import { announcementStore } from '../store/announcement-store.ts';
import { addressNotice } from './address-notice.ts';
import { announce } from './announce.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Notices that are mailed side by side. */
const AT_ONCE = 4;

/**
 * Tells every partner that prices of a list were corrected (CAT-4), once it may see the list. The first hundred are told
 * at once, the others by the hourly run, which also goes on where this stopped.
 */
export async function notifyOfCorrection(
  { eventId, occurredAt, detail }: EventOf<typeof PriceListCorrected>,
  deps: NoticesDeps,
  { receivedAt }: Delivery,
): Promise<void> {
  const { month, reason, effectiveFrom, prices, markets } = detail;
  const [happened, visible] = [instant(occurredAt), instant(detail.visibleFrom)];
  await announcementStore(deps.table).open({
    announcementId: eventId,
    dueAt: visible > happened ? visible : happened,
    facts: { kind: 'priceListCorrected', month, reason, effectiveFrom, prices, markets },
    isDone: false,
    version: 1,
  });
  const opened = await announce(eventId, { at: receivedAt, pagesMax: 1 }, deps);
  for (let from = 0; from < opened.length; from += AT_ONCE)
    await Promise.all(opened.slice(from, from + AT_ONCE).map((notice) => addressNotice(notice, deps)));
}
