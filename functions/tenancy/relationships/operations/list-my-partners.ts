import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { partnerStore } from '../../program/index.ts';
import type { relationshipsRoutes } from '../routes.ts';
import { pairStore } from '../store/pair-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerLinkWire } from './partner-link-wire.ts';

/** The customer sees all its partners, who has delegated administration, and whom to call (DAP-1, CUS-3). */
export const listMyPartners: Operation<typeof relationshipsRoutes.listMyPartners, Deps> = async (
  { caller },
  { table },
) => {
  const pairs = (await pairStore(table).ofCustomer(caller.tenantId)).filter((pair) => pair.relationship !== 'none');
  const links = await Promise.all(
    pairs.map(async (pair) => {
      const partner = await partnerStore(table).load(pair.partnerId);
      return partner ? [toPartnerLinkWire(partner, pair)] : [];
    }),
  );
  return ok({ status: 200, body: collection(links.flat()) });
};
