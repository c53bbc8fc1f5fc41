import type { ProgramAgreementChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/**
 * Tells the global admins of a partner of a notice, of one that was taken back, and that its agreement ends or has ended
 * (NOT-2, PRG-7). A renewal happens by itself every year and is no news.
 */
export async function notifyOfAgreement(
  { eventId, occurredAt, detail }: EventOf<typeof ProgramAgreementChanged>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, change, termEndsOn, endsOn, runOffEndsOn, notice } = detail;
  if (change === 'renewed') return;
  const told = notice && { type: notice.type, givenBy: notice.givenBy };
  const opened = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: { kind: 'agreement', change, termEndsOn, ...given({ endsOn, runOffEndsOn, notice: told }) },
  });
  await addressNotice(opened, deps);
}
