import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { accountStore, domainStore, marketStore, primaryDomain, regionIn } from '../../tenants/index.ts';
import { nominate } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerWire } from './partner-wire.ts';

type Nominate = typeof programRoutes.nominatePartner;

const ERASED = 'id: the tenant with this id was erased; leave it out to get another.';

/**
 * Nominates a company (PRG-2). A tenant is nominated once; one that is a customer already keeps its domain. Refuses a
 * tenant or a domain that is enrolled, a domain of another tenant, and the id of one that was erased (CUS-6).
 */
export const nominatePartner: Operation<Nominate, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Nominate>, { table, settings }: Deps): ReturnType<Operation<Nominate, Deps>> => {
  const { id, address, isSandbox = false, isDomainRegistrar = false, cloud = 'global', ...facts } = call.body;
  const domain = primaryDomain(facts.domain, settings.customerDomainSuffixes);
  if (!domain.ok) return refuse('invalid_input', { field: 'domain', description: 'domain is no domain name.' });
  const [partners, domains] = [partnerStore(table), domainStore(table)];
  const holder = await domains.holder(domain.value);
  const partnerId = id ?? call.once.id('partner');
  const accounts = accountStore(table);
  if (await accounts.isErased(partnerId)) return refuse('invalid_input', { field: 'id', description: ERASED });
  if ((await partners.load(partnerId)) || (holder !== undefined && (await partners.load(holder))))
    return refuse('partner_exists');
  if (holder !== undefined && holder !== partnerId) return refuse('domain_in_use', { field: 'domain' });
  const region = regionIn(await marketStore(table).regions(), facts.country)?.name;
  const about = {
    ...given(facts),
    partnerId,
    domain: domain.value,
    primaryAdmin: facts.primaryAdmin,
    ...(address && { address: given(address) }),
    isSandbox,
    isDomainRegistrar,
    cloud,
    at: call.at,
  };
  const nominated = nominate(about, region);
  if (!nominated.ok) {
    const { name: _, ...details } = nominated.refusal;
    return refuse('invalid_input', details);
  }
  const reply = { status: 201, body: toPartnerWire({ ...nominated.value, version: 1 }) } as const;
  await table.write([
    ...(await partners.writes(undefined, nominated.value, occasionOf(call))),
    accounts.neverErased(partnerId),
    ...(holder === undefined ? [domains.claim({ domain: domain.value, tenantId: partnerId })] : []),
    ...call.once.complete(reply),
  ]);
  return ok(reply);
};
