import { ProgramAgreementChanged } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Partner, runOffEndOf } from '../domain/partner.ts';
import type { AgreementNotice, AgreementStep, ProgramAgreement } from '../domain/program-agreement.ts';

/** What happened to a partner's agreement, as the other contexts hear of it beside its new state. */
export function agreementChanged(
  partner: Partner & { readonly agreement: ProgramAgreement },
  change: AgreementStep['change'] | 'noticeGiven' | 'noticeWithdrawn',
  at: Instant,
  notice?: AgreementNotice,
): NewEvent {
  const { partnerId, agreement } = partner;
  return newEvent(
    ProgramAgreementChanged,
    { tenantId: partnerId, aggregateId: partnerId, occurredAt: at },
    {
      partnerId,
      change,
      termEndsOn: agreement.termEndsOn,
      ...given({ endsOn: agreement.endsOn, runOffEndsOn: runOffEndOf(partner) }),
      ...(notice && {
        notice: {
          noticeId: notice.noticeId,
          type: notice.type,
          givenBy: notice.givenBy,
          effectiveOn: notice.effectiveOn,
        },
      }),
    },
  );
}
