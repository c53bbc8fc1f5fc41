import type { Operation } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toProgramAgreementWire } from './program-agreement-wire.ts';

/** Reads the program agreement of the own tenant (PRG-2, PRG-7). */
export const viewProgramAgreement: Operation<typeof programRoutes.viewProgramAgreement, Deps> = async (
  { caller, at },
  { table },
) => {
  const partner = await partnerStore(table).load(caller.tenantId);
  invariant(partner, 'the account record of a partner stands for a partner');
  return ok({ status: 200, body: toProgramAgreementWire(partner, at) });
};
