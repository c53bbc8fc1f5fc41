import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerWire } from './partner-wire.ts';

/** Reads one partner account. */
export const viewPartner: Operation<typeof programRoutes.viewPartner, Deps> = async (call, { table }) => {
  const partner = await partnerStore(table).load(call.path.partnerId);
  return partner ? ok({ status: 200, body: toPartnerWire(partner) }) : refuse('resource_not_found');
};
