import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { pairStore } from '../../relationships/index.ts';
import { DEFAULT_AGREEMENT_TYPE } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { toAgreementWire } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

/** Lists what this partner confirmed for the customer; another partner's confirmations are its own (AGR-1). */
export const listCustomerAgreements: Operation<typeof agreementsRoutes.listCustomerAgreements, Deps> = async (
  { caller, customer: { customerId }, query, root },
  { table },
) => {
  const { agreementType = DEFAULT_AGREEMENT_TYPE } = query;
  const { confirmations } = await pairStore(table).load({ partnerId: caller.tenantId, customerId });
  const items = confirmations
    .filter((confirmation) => agreementType === '*' || confirmation.agreementType === agreementType)
    .map((confirmation) => toAgreementWire(confirmation, root));
  return ok({ status: 200, body: collection(items) });
};
