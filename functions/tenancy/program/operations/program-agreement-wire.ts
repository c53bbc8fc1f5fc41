import type * as z from 'zod';
import { type Instant, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type Partner, termEndOn } from '../domain/partner.ts';

/** The program agreement as its partner sees it at `at`. */
export function toProgramAgreementWire({ agreement }: Partner, at: Instant): z.input<typeof s.ProgramAgreement> {
  const wire = { notices: [], attributes: { objectType: 'ProgramAgreement' } } as const;
  if (!agreement) return { status: 'unsigned', ...wire, notices: [] };
  const hasEnded = agreement.endedOn !== undefined && agreement.endedOn <= utcDay(at);
  return {
    ...wire,
    notices: [],
    status: hasEnded ? 'ended' : 'inForce',
    version: agreement.version,
    signedDate: toWireInstant(agreement.signedAt),
    signedBy: agreement.signedBy,
    termEnd: toWireDay(hasEnded ? agreement.endedOn : termEndOn(utcDay(at))),
    billingDay: agreement.billingDay,
  };
}
