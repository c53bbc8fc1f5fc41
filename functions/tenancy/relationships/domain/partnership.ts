import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { mayDoNewBusiness, type Partner } from '../../program/domain/partner.ts';

/** An indirect provider and an indirect reseller that works under it. */
export interface Partnership {
  readonly providerId: string;
  readonly resellerId: string;
  readonly version: number;
  readonly isActive: boolean;
  readonly since: Instant;
}

/** The partnership as it is from its end on. */
export const ended = (partnership: Partnership, at: Instant): Partnership => ({
  ...partnership,
  isActive: false,
  since: at,
});

/** May the two begin a partnership? A reseller of the provider's region, both in the program (PRG-1, R9). */
export function checkPartnership(
  provider: Partner,
  reseller: Partner,
  at: Instant,
): Result<true, Refusal<'program_role_mismatch' | 'account_not_active'>> {
  if (provider.programRole !== 'indirectProvider' || reseller.programRole !== 'indirectReseller')
    return refuse('program_role_mismatch');
  if (provider.region !== reseller.region)
    return refuse('program_role_mismatch', { description: 'Provider and reseller belong to different regions.' });
  if (!mayDoNewBusiness(provider, at) || !mayDoNewBusiness(reseller, at)) return refuse('account_not_active');
  return ok(true);
}
