import type { AgreementVersionAnnounced } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Tells a partner of a version of the customer agreement that its customers will have to accept (AGR-2). */
export async function notifyOfAgreementVersion(
  { eventId, occurredAt, detail }: EventOf<typeof AgreementVersionAnnounced>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, templateId, agreementType, versionRank, effectiveAt, reacceptanceFrom } = detail;
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: {
      kind: 'agreementVersion',
      templateId,
      agreementType,
      versionRank,
      effectiveOn: utcDay(instant(effectiveAt)),
      dutyOn: utcDay(instant(reacceptanceFrom)),
    },
  });
  await addressNotice(notice, deps);
}
