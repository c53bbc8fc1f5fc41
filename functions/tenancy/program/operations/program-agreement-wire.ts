import type * as z from 'zod';
import { given } from '../../../../shared/kernel/given.ts';
import { addDays, type Instant, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type Partner, runOffEndOf } from '../domain/partner.ts';
import { type AgreementNotice, hasEnded, termEndOn } from '../domain/program-agreement.ts';

/** The program agreement as its partner sees it at `at`. The end of its term is its last day. */
export function toProgramAgreementWire(partner: Partner, at: Instant): z.input<typeof s.ProgramAgreement> {
  const { agreement } = partner;
  const attributes = { objectType: 'ProgramAgreement' } as const;
  if (!agreement) return { status: 'unsigned', notices: [], attributes };
  const { endsOn } = agreement;
  const runOffEnd = runOffEndOf(partner);
  const termEnd = termEndOn(utcDay(at));
  const lastDay = endsOn && addDays(endsOn, -1);
  return {
    status: hasEnded(agreement, at) ? 'ended' : 'inForce',
    version: agreement.version,
    signedDate: toWireInstant(agreement.signedAt),
    signedBy: agreement.signedBy,
    termEnd: toWireDay(lastDay && lastDay < termEnd ? lastDay : termEnd),
    ...(lastDay && runOffEnd && { endDate: toWireDay(lastDay), runOffEndDate: toWireDay(addDays(runOffEnd, -1)) }),
    billingDay: agreement.billingDay,
    notices: agreement.notices.map(toNoticeWire),
    attributes,
  };
}

export const toNoticeWire = (notice: AgreementNotice): z.output<typeof s.AgreementNotice> => ({
  id: notice.noticeId,
  type: notice.type,
  givenBy: notice.givenBy,
  givenDate: toWireInstant(notice.givenAt),
  effectiveDate: toWireDay(notice.effectiveOn),
  ...given({ reason: notice.reason, withdrawnDate: notice.withdrawnAt && toWireInstant(notice.withdrawnAt) }),
  attributes: { objectType: 'AgreementNotice' },
});
