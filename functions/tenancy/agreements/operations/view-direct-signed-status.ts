import type { Operation } from '../../../../shared/http/call.ts';
import { hasCustomerAgreement } from '../../../../shared/identity/access.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { agreementsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

/**
 * Did the customer itself accept the agreement, in a version that unlocks orders now (AGR-1)? What partners attested does
 * not count here, and neither does a version that another one has taken the place of.
 */
export const viewDirectSignedStatus: Operation<typeof agreementsRoutes.viewDirectSignedStatus, Deps> = async ({
  at,
  customer: { account, agreementPolicy },
}) => {
  const isSigned = hasCustomerAgreement(at, agreementPolicy, undefined, account.customer);
  return ok({ status: 200, body: { isSigned } });
};
