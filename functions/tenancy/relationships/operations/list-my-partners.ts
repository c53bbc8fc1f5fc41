import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { isRunOffOver, partnerStore } from '../../program/index.ts';
import type { relationshipsRoutes } from '../routes.ts';
import { pairStore } from '../store/pair-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerLinkWire } from './partner-link-wire.ts';

/** Partners on a page: each is read whole. */
const PARTNERS_PER_PAGE = 100;

/** The customer sees all its partners, who has delegated administration, and whom to call (DAP-1, CUS-3). */
export const listMyPartners: Operation<typeof relationshipsRoutes.listMyPartners, Deps> = async (call, { table }) => {
  const list = pairStore(table).ofCustomer(call.caller.tenantId);
  const page = await seekPage(call, list, { sizeDefault: PARTNERS_PER_PAGE });
  if (!page.ok) return page;
  const { items: pairs, links, token } = page.value;
  const partners = await partnerStore(table).loadAll(pairs.map(({ partnerId }) => partnerId));
  const byId = new Map(partners.map((partner) => [partner.partnerId, partner]));
  const shown = pairs.flatMap((pair) => {
    const partner = byId.get(pair.partnerId);
    return partner && !isRunOffOver(partner, call.at) ? [toPartnerLinkWire(partner, pair)] : [];
  });
  return ok({ status: 200, body: collection(shown, links, token) });
};
