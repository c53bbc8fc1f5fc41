import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { introduceUser, linkedUserWrites, type User, userListStore } from '../../people/index.ts';
import {
  accountStore,
  domainPartOf,
  domainStore,
  isUserPrincipalName,
  marketStore,
  primaryDomain,
  regionIn,
} from '../../tenants/index.ts';
import { type Customer, channelsFit } from '../domain/customer.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';
import { toOperatorCustomerWire } from './operator-customer-wire.ts';

type Create = typeof customersRoutes.createOperatorCustomer;

const ERASED = 'id: the tenant with this id was erased; leave it out to get another.';

/**
 * Creates the tenant of a customer that came through another channel (CUS-1, REL-4): no partner, an administrator that
 * sets its password through a mailed link. A domain that the operator gives counts as proven. Refuses a domain in use, and the
 * id of a tenant that was erased (CUS-6).
 */
export const createOperatorCustomer: Operation<Create, Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Create>, deps: Deps): ReturnType<Operation<Create, Deps>> => {
  const { body } = call;
  const domain = primaryDomain(body.domain, deps.settings.customerDomainSuffixes);
  if (!domain.ok) return domain;
  const invalid = await invalidMember(call, domain.value, deps);
  if (invalid) return invalid;
  const channels = channelsFit(body.channels ?? ['direct']);
  if (!channels.ok) return channels;
  const [customers, domains] = [customerStore(deps.table), domainStore(deps.table)];
  const customerId = body.id ?? call.once.id('customer');
  const accounts = accountStore(deps.table);
  if (await accounts.isErased(customerId)) return refuse('invalid_property', { field: 'id', description: ERASED });
  const holder = await domains.holder(domain.value);
  if (holder !== undefined || (await customers.load(customerId))) return refuse('domain_in_use', { field: 'domain' });
  const customer = newCustomer(call, { customerId, domain: domain.value, channels: channels.value });
  const admin = newAdmin(call, customer);
  const reply = { status: 201, body: toOperatorCustomerWire({ ...customer, version: 1 }, admin) } as const;
  const mail = { organization: customer.companyName, root: call.root, occasion: occasionOf(call) };
  await deps.table.write([
    ...(await customers.writes(undefined, customer, occasionOf(call))),
    domains.claim({ domain: domain.value, tenantId: customerId }),
    accounts.neverErased(customerId),
    ...linkedUserWrites(admin, mail, deps),
    // A tenant that was there before may have users already.
    ...(body.id === undefined ? [userListStore(deps.table).newTenantWrite(customerId)] : []),
    ...call.once.complete(reply),
  ]);
  await introduceUser(admin, deps);
  return ok(reply);
};

async function invalidMember({ body }: Call<Create>, domain: string, { table }: Pick<Deps, 'table'>) {
  const { userPrincipalName } = body.adminUser;
  if (!regionIn(await marketStore(table).regions(), body.country))
    return refuse('invalid_property', { field: 'country', description: 'The program is not sold in this country.' });
  if (isUserPrincipalName(userPrincipalName) && domainPartOf(userPrincipalName) === domain) return undefined;
  const description = `adminUser.userPrincipalName must be a name in ${domain}.`;
  return refuse('invalid_property', { field: 'adminUser.userPrincipalName', description });
}

function newCustomer(
  { body, once, at, caller }: Call<Create>,
  made: Pick<Customer, 'customerId' | 'domain' | 'channels'>,
): Customer {
  const { companyName, country, language = 'en', culture = 'en-US', adminUser } = body;
  const defaultAddress = body.address ? given(body.address) : { country };
  const email = body.email ?? adminUser.email;
  return {
    ...made,
    version: 0,
    commerceId: once.id('commerce'),
    customDomains: [],
    companyName,
    country,
    billing: { profileId: once.id('profile'), version: 1, email, culture, language, companyName, defaultAddress },
    validation: { status: 'allowed' },
    createdBy: caller.tenantId,
    createdAt: at,
    adminUserId: once.id('admin'),
    acceptedTemplates: [],
    nameVersion: 1,
  };
}

const newAdmin = ({ body, at }: Call<Create>, customer: Customer): User => ({
  tenantId: customer.customerId,
  userId: customer.adminUserId,
  version: 0,
  of: 'customer',
  userPrincipalName: body.adminUser.userPrincipalName.toLowerCase(),
  displayName: body.adminUser.displayName,
  email: body.adminUser.email,
  agentRoles: [],
  isGlobalAdmin: true,
  state: 'active',
  createdAt: at,
  passwordGeneration: 1,
  person: { usageLocation: customer.country },
});
