import type * as z from 'zod';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Customer, customerStore } from '../../customers/index.ts';
import { partnerStore } from '../../program/index.ts';
import type * as s from '../../schemas.ts';
import { domainStore, isGivenByProgram, primaryDomain } from '../../tenants/index.ts';
import { type CustomDomain, checkSent, DOMAINS_MAX } from '../domain/custom-domain.ts';
import type { servicesRoutes } from '../routes.ts';
import { customDomainWrite } from '../store/service-store.ts';
import type { Deps } from './dependencies.ts';

type Add = typeof servicesRoutes.addVerifiedDomain;

/**
 * Adds a domain that a registrar has proven for a customer (tenancy contract 8). A name belongs to one tenant (CUS-1); one
 * that the program gives is nobody's to prove. Users may be named in it from then on, in a federated one with the id that
 * its directory knows them by.
 */
export const addVerifiedDomain: Operation<Add, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Add>, deps: Deps): ReturnType<Operation<Add, Deps>> => {
  const { table } = deps;
  const { customerId, unchanged } = call.customer;
  const partner = await partnerStore(table).load(call.caller.tenantId);
  if (!partner?.isDomainRegistrar)
    return refuse('access_denied', {
      description: 'Only a partner that the program has as a domain registrar can do this.',
    });
  const name = nameOf(call, deps);
  if (!name.ok) return name;
  const [customers, domains] = [customerStore(table), domainStore(table)];
  const [customer, holder] = await Promise.all([customers.load(customerId), domains.holder(name.value)]);
  if (!customer) return refuse('no_relationship');
  if (holder !== undefined) return refuse('domain_in_use', { field: 'verifiedDomainName' });
  if (customer.customDomains.length >= DOMAINS_MAX)
    return refuse('invalid_property', {
      field: 'verifiedDomainName',
      description: `verifiedDomainName: a customer has at most ${DOMAINS_MAX} domains.`,
    });
  const domain = newDomain(call, name.value);
  const reply = { status: 201, body: toDomainWire(domain) } as const;
  await table.write([
    domains.claim({ domain: domain.name, tenantId: customerId }),
    ...(await customers.writes(customer, withDomain(customer, domain), occasionOf(call))),
    customDomainWrite(domain),
    unchanged,
    ...call.once.complete(reply),
  ]);
  return ok(reply);
};

function nameOf({ body }: Call<Add>, { settings }: Deps): Result<string, Refusal<'invalid_property'>> {
  const sent = checkSent(body);
  if (!sent.ok) return sent;
  const field = 'verifiedDomainName';
  const name = primaryDomain(body.verifiedDomainName, settings.customerDomainSuffixes);
  if (!name.ok || !body.verifiedDomainName.includes('.'))
    return refuse('invalid_property', { field, description: `${field}: is no domain name.` });
  if (isGivenByProgram(name.value, settings.customerDomainSuffixes))
    return refuse('invalid_property', { field, description: `${field}: is a name that the program gives.` });
  return name;
}

const newDomain = ({ body, caller, customer, at }: Call<Add>, name: string): CustomDomain => ({
  customerId: customer.customerId,
  name,
  authenticationType: body.domain.authenticationType,
  capability: body.domain.capability,
  verificationMethod: body.domain.verificationMethod,
  ...given({
    rootDomain: body.domain.rootDomain || undefined,
    federation: body.domain.authenticationType === 'federated' ? body.domainFederationSettings : undefined,
  }),
  addedBy: caller.tenantId,
  addedAt: at,
});

const withDomain = (customer: Customer, { name, authenticationType }: CustomDomain): Customer => ({
  ...customer,
  customDomains: [...customer.customDomains, name],
  ...(authenticationType === 'federated' && { federatedDomains: [...(customer.federatedDomains ?? []), name] }),
});

const toDomainWire = (domain: CustomDomain): z.input<typeof s.CustomerDomain> => ({
  name: domain.name,
  authenticationType: domain.authenticationType,
  capability: domain.capability as z.input<typeof s.CustomerDomain>['capability'],
  status: 'verified',
  verificationMethod: domain.verificationMethod as z.input<typeof s.CustomerDomain>['verificationMethod'],
  isDefault: false,
  isInitial: false,
  ...given({ rootDomain: domain.rootDomain }),
  attributes: { objectType: 'Domain' },
});
