import type { Operation } from '../../../../shared/http/call.ts';
import { isGuid } from '../../../../shared/kernel/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Partner } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { type PartnerStore, partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';

type View = typeof programRoutes.viewAgreementStatus;
type Found = Promise<Result<Partner, Refusal<View['refusals'][number]>>>;

/**
 * Has an indirect reseller signed its program agreement? Everything but "yes" is a refusal with its own code (tenancy
 * contract 3.3), because clients know it so.
 */
export const viewAgreementStatus: Operation<View, Deps> = async ({ path, query, caller }, { table }) => {
  if (path.programName.toLowerCase() !== 'csp') return refuse('resource_not_found');
  const { mpnId, tenantId } = query;
  const partners = partnerStore(table);
  if (mpnId !== undefined && tenantId !== undefined) return refuse('compliance_input_malformed');
  const found =
    mpnId !== undefined
      ? await byMpnId(mpnId, caller.account.partner?.region, partners)
      : tenantId === undefined
        ? refuse('compliance_input_missing')
        : await byTenant(tenantId, partners);
  return found.ok ? ok({ status: 200, body: { isAgreementSigned: true } }) : found;
};

async function byMpnId(mpnId: string, region: string | undefined, partners: PartnerStore): Found {
  if (!/^\d+$/.test(mpnId)) return refuse('compliance_input_malformed', { field: 'mpnId' });
  const holders = await Promise.all((await partners.withMpnId(mpnId)).map((id) => partners.load(id)));
  const known = holders.filter((partner) => partner !== undefined);
  if (known.length === 0) return refuse('reseller_mpn_unknown');
  const here = known.find((partner) => partner.region === region);
  if (!here) return refuse('reseller_other_region');
  if (here.programRole !== 'indirectReseller') return refuse('not_an_indirect_reseller');
  return here.agreement ? ok(here) : refuse('reseller_mpn_unsigned');
}

async function byTenant(tenantId: string, partners: PartnerStore): Found {
  if (!isGuid(tenantId)) return refuse('compliance_input_malformed', { field: 'tenantId' });
  const partner = await partners.load(tenantId.toLowerCase());
  if (!partner) return refuse('reseller_tenant_unknown');
  if (partner.programRole !== 'indirectReseller') return refuse('not_an_indirect_reseller');
  return partner.agreement ? ok(partner) : refuse('reseller_tenant_unsigned');
}
