import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { introduceUser, type User, userListStore, userStore } from '../../people/index.ts';
import { mayDoNewBusiness, partnerStore } from '../../program/index.ts';
import { applyPairEvent, newPair, type Pair, pairStore, partnershipStore } from '../../relationships/index.ts';
import { checkMarket, domainStore, isGivenByProgram, marketStore, primaryDomain } from '../../tenants/index.ts';
import type { Customer } from '../domain/customer.ts';
import { withTemporaryPassword } from '../domain/temporary-password.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import { toCustomerWire } from './customer-wire.ts';
import type { Deps as AllDeps } from './dependencies.ts';
import { temporaryPassword } from './temporary-password.ts';

export type CreateRoute = typeof customersRoutes.createCustomer;
type Create = CreateRoute;
/** What it takes to create a customer. */
export type CreateDeps = Pick<AllDeps, 'table' | 'identity' | 'chance' | 'passwords' | 'settings'>;
type Deps = CreateDeps;
type Refused = Refusal<Create['refusals'][number]>;

/** Customers of one integration sandbox. */
const SANDBOX_CUSTOMERS_MAX = 75;

interface Made {
  readonly customer: Customer;
  readonly admin: User;
  readonly pair: Pair;
  /** Temporary; absent when the administrator was given another, or chose its own, since an earlier attempt. */
  readonly password?: string;
}

/**
 * Creates a customer (CUS-1): in one transaction its domain, tenant, administrator, relationship, delegated
 * administration and their access records. Checks in the order of the contract: own or another partner's domain (PRG-5), a
 * name that the program gives, domain free, region (PRG-3), market, reseller, sandbox quota.
 *
 * The issuer gets the administrator after that transaction and before the answer is stored. An interruption in between is
 * healed by a repeat with the same request id, which finds what the first attempt made, gives the administrator another
 * password and goes on; without one, by the next password that anybody sets for the user.
 */
export const createCustomer: Operation<Create, Deps> = async (call, deps) => {
  const made = await retryOnConflict(() => make(call, deps));
  if (!made.ok) return made;
  const { customer, pair, admin, password } = made.value;
  await introduceUser(admin, deps);
  const userCredentials = password === undefined ? undefined : { userName: 'admin', password };
  const shown = toCustomerWire(customer, pair, customer.billing);
  const reply = { status: 201, body: { ...shown, ...given({ userCredentials }) } } as const;
  await deps.table.write(call.once.complete(reply));
  return ok(reply);
};

async function make(call: Call<Create>, deps: Deps): Promise<Result<Made, Refused>> {
  const earlier = await madeBefore(call, deps);
  if (earlier) return ok(earlier);
  const checked = await checkNewCustomer(call, deps);
  if (!checked.ok) return checked;
  const customer = newCustomer(call, checked.value.domain);
  const { password, temporary } = await newPassword(call, deps);
  const admin = { ...newAdmin(call, customer), temporaryPassword: temporary };
  const before = newPair(call.caller.tenantId, customer.customerId);
  const event = 'partnerCreatedCustomer';
  const pair = applyPairEvent(before, event, call.at, checked.value.resellerId);
  const occasion = occasionOf(call);
  await deps.table.write([
    domainStore(deps.table).claim({ domain: customer.domain, tenantId: customer.customerId }),
    ...(await customerStore(deps.table).writes(undefined, customer, occasion)),
    ...userStore(deps.table).createWrites(admin, occasion),
    userListStore(deps.table).newTenantWrite(customer.customerId),
    ...(await pairStore(deps.table).changeWrites({ before, after: pair, event, customer }, occasion)),
  ]);
  return ok({ customer, admin, pair, password });
}

async function newPassword(call: Call<Create>, deps: Deps) {
  const password = deps.chance.password();
  return { password, temporary: await temporaryPassword(password, { ...call, right: 'creator' }, deps) };
}

/** What an interrupted attempt of the same call left: its ids are the same. Its password is lost, so there is another. */
async function madeBefore(call: Call<Create>, deps: Deps): Promise<Made | undefined> {
  const { caller, once } = call;
  const { table } = deps;
  const customerId = once.id('customer');
  const customer = await customerStore(table).load(customerId);
  if (customer?.createdBy !== caller.tenantId) return undefined;
  const admin = await userStore(table).load({ tenantId: customerId, userId: customer.adminUserId });
  if (!admin) return undefined;
  const made = { customer, admin, pair: await pairStore(table).load({ partnerId: caller.tenantId, customerId }) };
  if (admin.version > 1) return made;
  const { password, temporary } = await newPassword(call, deps);
  await table.write(userStore(table).changeWrites(admin, withTemporaryPassword(admin, temporary), occasionOf(call)));
  return { ...made, password };
}

/** What {@link createCustomer} would refuse, in the order of its checks; writes nothing. */
export async function checkNewCustomer(
  call: Call<Create>,
  { table, settings }: Deps,
): Promise<Result<{ domain: string; resellerId?: string }, Refused>> {
  const { caller, body } = call;
  const { companyProfile, billingProfile, associatedPartnerId } = body;
  const domain = primaryDomain(companyProfile.domain, settings.customerDomainSuffixes);
  if (!domain.ok) return refuse('invalid_property', { field: 'companyProfile.domain' });
  const holder = await domainStore(table).holder(domain.value);
  if (holder !== undefined && (await partnerStore(table).load(holder))) return refuse('own_tenant_not_allowed');
  if (!isGivenByProgram(domain.value, settings.customerDomainSuffixes))
    return refuse('domain_not_proven', { field: 'companyProfile.domain' });
  if (holder !== undefined) return refuse('domain_in_use', { field: 'companyProfile.domain' });
  const address = given(billingProfile.defaultAddress);
  const place = await marketStore(table).market(address.country);
  if (!place || place.region !== caller.account.partner?.region) return refuse('country_not_authorized');
  const market = {
    address,
    ...given({ registrationNumber: companyProfile.organizationRegistrationNumber || undefined }),
  };
  const fits = checkMarket(market, place.rules);
  if (!fits.ok) return fits;
  const reseller = await checkReseller(call, { table });
  if (!reseller.ok) return reseller;
  if (caller.account.partner.isSandbox && (await isSandboxFull(call, { table })))
    return refuse('sandbox_limit_reached');
  return ok({ domain: domain.value, ...given({ resellerId: associatedPartnerId }) });
}

/** A provider may create a customer for a reseller in partnership with it that has signed (REL-7). */
async function checkReseller(
  { caller, body, at }: Call<Create>,
  { table }: Pick<Deps, 'table'>,
): Promise<Result<true, Refused>> {
  const resellerId = body.associatedPartnerId;
  if (resellerId === undefined) return ok(true);
  const field = 'associatedPartnerId';
  if (caller.tokenKind === 'app') return refuse('access_denied', { field });
  if (caller.account.partner?.programRole !== 'indirectProvider') return refuse('role_lacks_right', { field });
  const partnership = await partnershipStore(table).load({ providerId: caller.tenantId, resellerId });
  if (!partnership?.isActive) return refuse('associated_partner_invalid', { field });
  const reseller = await partnerStore(table).load(resellerId);
  if (!reseller?.agreement) return refuse('reseller_agreement_unsigned', { field });
  return mayDoNewBusiness(reseller, at) ? ok(true) : refuse('associated_partner_invalid', { field });
}

async function isSandboxFull({ caller }: Call<Create>, { table }: Pick<Deps, 'table'>): Promise<boolean> {
  const query = { partnerId: caller.tenantId, namePrefix: '' };
  const { items } = await pairStore(table).entries(query).page({ size: SANDBOX_CUSTOMERS_MAX });
  return items.length >= SANDBOX_CUSTOMERS_MAX;
}

function newCustomer({ body, caller, once, at }: Call<Create>, domain: string): Customer {
  const { attributes: _, defaultAddress, ...billing } = body.billingProfile;
  return {
    customerId: once.id('customer'),
    version: 0,
    commerceId: once.id('commerce'),
    domain,
    customDomains: [],
    companyName: billing.companyName,
    country: defaultAddress.country,
    ...given({ organizationRegistrationNumber: body.companyProfile.organizationRegistrationNumber || undefined }),
    billing: { ...given(billing), profileId: once.id('profile'), version: 1, defaultAddress: given(defaultAddress) },
    channels: ['csp'],
    validation: { status: 'allowed' },
    createdBy: caller.tenantId,
    createdAt: at,
    adminUserId: once.id('admin'),
    acceptedTemplates: [],
    nameVersion: 1,
  };
}

/** It uses services where the company is, until somebody says otherwise: without a place it could get no licence. */
const newAdmin = ({ at }: Call<Create>, { customerId, adminUserId, domain, billing, country }: Customer): User => ({
  tenantId: customerId,
  userId: adminUserId,
  version: 0,
  of: 'customer',
  userPrincipalName: `admin@${domain}`,
  displayName: [billing.firstName, billing.lastName].filter(Boolean).join(' ') || 'Administrator',
  email: billing.email,
  agentRoles: [],
  isGlobalAdmin: true,
  state: 'active',
  createdAt: at,
  passwordGeneration: 0,
  person: { usageLocation: country },
});
