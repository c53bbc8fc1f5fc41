import { directoryRoleId } from '../../functions/tenancy/directory/operations/role-id.ts';
import { bootstrapOperator } from '../../functions/tenancy/operator/operations/bootstrap-operator.ts';
import type { DirectoryRole, ProgramRole, Role } from '../../shared/contracts/routes.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { TestAnswer, TestRequest } from './api.ts';
import { SIGN_IN_CLIENT } from './api.ts';
import { DOMAIN_SUFFIX, tenancyDeps } from './contexts.ts';
import { createProgram, type Program, type ProgramOptions } from './program.ts';

/**
 * Builders over the API itself: a program with its operator, partners enrolled the way they enrol in earnest, customers
 * with an attested agreement. What they answer is what a test needs to call on.
 */
export interface World {
  readonly program: Program;
  readonly operator: TokenClaims;
  /** Counts from 1: what names and request ids of this world are made of. */
  count(): number;
  /** Sends a request that must succeed. @throws Error with the answer when it does not. */
  send(request: TestRequest): Promise<TestAnswer>;
}

export interface EnrolledPartner {
  readonly partnerId: string;
  readonly domain: string;
  readonly mpnId: string;
  /** Its first user: global admin only. */
  readonly globalAdmin: TokenClaims;
  readonly adminAgent: TokenClaims;
}

export async function createWorld(options: ProgramOptions = {}): Promise<World> {
  const program = await createProgram(options);
  const first = {
    at: program.now(),
    newTenantId: program.chance.fork('operator').id(),
    domain: DOMAIN_SUFFIX,
    programClients: [SIGN_IN_CLIENT],
  };
  const made = await bootstrapOperator(first, tenancyDeps({ ...program, step: () => {}, send: () => {} }));
  if (options.settles !== false) await program.settle();
  const operator = { tenantId: made.tenantId, applicationId: made.clientId, hasMfa: false };
  let counted = 0;
  const count = (): number => ++counted;
  return { program, operator, count, send: (request) => sendSurely(program, request, requestId(count())) };
}

/** Every call has a request id of its own, as good clients do. */
export const requestId = (count: number): string => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;

async function sendSurely(program: Program, request: TestRequest, id: string): Promise<TestAnswer> {
  const headers = { 'MS-RequestId': id, ...request.headers };
  const answer = await program.request({ ...request, headers });
  invariant(answer.status < 300, `${request.method ?? 'GET'} ${request.path}: ${answer.status} ${answer.text}`);
  return answer;
}

export interface PartnerPlan {
  readonly name: string;
  readonly programRole?: ProgramRole;
  readonly country?: string;
  readonly mpnId?: string;
  readonly isSandbox?: boolean;
  readonly isDomainRegistrar?: boolean;
  /** False: approved, and its agreement not signed. */
  readonly isSigned?: boolean;
}

/** Nominates, approves, signs, and adds an admin agent. */
export async function enrolPartner(world: World, plan: PartnerPlan): Promise<EnrolledPartner> {
  const { program, operator, send } = world;
  const { name, programRole = 'directPartner', country = 'US', mpnId = String(4_000_000 + world.count()) } = plan;
  const { isSandbox, isDomainRegistrar } = plan;
  const domain = `${name}.example`;
  const primaryAdmin = { displayName: `Ada of ${name}`, email: `ada@${domain}` };
  const { body: account } = await send({
    method: 'POST',
    path: '/v1/operator/partners',
    as: operator,
    body: { companyName: name, domain, country, programRole, mpnId, primaryAdmin, isSandbox, isDomainRegistrar },
  });
  const path = `/v1/operator/partners/${account.id}`;
  const { body: approved } = await send({ method: 'PATCH', path, as: operator, body: { status: 'approved' } });
  const userPrincipalName = approved.primaryAdmin.userPrincipalName as string;
  const globalAdmin = userClaims(program, userPrincipalName);
  if (plan.isSigned === false) return { partnerId: account.id, domain, mpnId, globalAdmin, adminAgent: globalAdmin };
  await send({
    method: 'POST',
    path: '/v1/partner/programagreement/signature',
    as: globalAdmin,
    body: { version: '1', signedBy: { firstName: 'Ada', lastName: 'Weber', email: primaryAdmin.email } },
  });
  const partner = { partnerId: account.id as string, domain, mpnId, globalAdmin };
  return { ...partner, adminAgent: await addUser(world, partner, ['AdminAgent']) };
}

/** Claims of the token that the issuer makes for a user. */
export function userClaims(program: Program, userPrincipalName: string): TokenClaims {
  const user = program.identity.users.get(userPrincipalName);
  invariant(user, `the issuer knows ${userPrincipalName}`);
  return { tenantId: user.tenantId, userId: user.userId, applicationId: SIGN_IN_CLIENT, hasMfa: true };
}

/** Adds a user with these roles to a partner and answers the claims of its token. */
export async function addUser(
  { program, send, count }: World,
  { globalAdmin, domain }: Pick<EnrolledPartner, 'globalAdmin' | 'domain'>,
  roles: readonly Role[],
): Promise<TokenClaims> {
  const name = `${roles.map((role) => role.toLowerCase()).join('-') || 'none'}-${count()}`;
  const userPrincipalName = `${name}@${domain}`;
  const agentRoles = roles.filter((role) => role !== 'GlobalAdmin');
  const ownTenantRole = roles.includes('GlobalAdmin') ? 'globalAdmin' : 'none';
  await send({
    method: 'POST',
    path: '/v1/partner/users',
    as: globalAdmin,
    body: { userPrincipalName, displayName: name, agentRoles, ownTenantRole },
  });
  return userClaims(program, userPrincipalName);
}

/** Adds a user with these roles to the directory of a customer, by its global admin, and answers the claims of its token. */
export async function addCustomerUser(
  { program, send, count }: World,
  { admin, domain }: { readonly admin: TokenClaims; readonly domain: string },
  roles: readonly DirectoryRole[],
): Promise<TokenClaims> {
  const name = `${roles.map((role) => role.toLowerCase()).join('-') || 'none'}-${count()}`;
  const userPrincipalName = `${name}@${domain}`;
  const passwordProfile = { password: 'Given-1-password' };
  const body = { userPrincipalName, displayName: name, usageLocation: 'US', passwordProfile };
  const { body: user } = await send({ method: 'POST', path: '/v1/my/users', as: admin, body });
  for (const role of roles) {
    const path = `/v1/my/directoryroles/${directoryRoleId(admin.tenantId, role)}/usermembers`;
    await send({ method: 'POST', path, as: admin, body: { id: user.id } });
  }
  return { ...userClaims(program, userPrincipalName), ...(roles.length > 0 && { sessions: roles.length }) };
}

/** Registers an application of a partner and answers the claims of its app-only token. */
export async function addApplication({ send, count }: World, { globalAdmin }: EnrolledPartner): Promise<TokenClaims> {
  const body = { displayName: `app ${count()}` };
  const { body: made } = await send({ method: 'POST', path: '/v1/partner/applications', as: globalAdmin, body });
  return { tenantId: globalAdmin.tenantId, applicationId: made.appId, hasMfa: false };
}

export interface CustomerPlan {
  readonly name: string;
  readonly country?: string;
  readonly associatedPartnerId?: string;
  /** False: its agreement is not attested. */
  readonly isAttested?: boolean;
}

const ADDRESSES: Readonly<Record<string, object>> = {
  US: { city: 'Redmond', state: 'WA', postalCode: '98052', addressLine1: 'One Main Street' },
  GB: { city: 'Bristol', postalCode: 'BS1 4DJ', addressLine1: '1 Quay Street' },
  FR: { city: 'Lyon', postalCode: '69003', addressLine1: '12 rue des Lilas' },
  TW: { city: 'Taipei', state: 'Taipei City', postalCode: '110', addressLine1: '5 Xinyi Road' },
  JP: { city: 'Chiyoda', state: '13', postalCode: '100-0001', addressLine1: '1-1 Chiyoda' },
  KR: { city: 'Jung-gu', state: 'Seoul', postalCode: '04524', addressLine1: '110 Sejong-daero' },
  KW: { city: 'Kuwait City', postalCode: '13001', addressLine1: '1 Gulf Road' },
  BH: { city: 'Manama', postalCode: '317', addressLine1: '1 King Faisal Highway' },
};

/** Creates a customer and attests that it accepted the customer agreement; answers its id. */
export async function createCustomer(
  { program, send }: World,
  { adminAgent }: Pick<EnrolledPartner, 'adminAgent'>,
  { name, country = 'US', associatedPartnerId, isAttested = true }: CustomerPlan,
): Promise<string> {
  const contact = { firstName: 'Bob', lastName: 'Fischer' };
  const { body: customer } = await send({
    method: 'POST',
    path: '/v1/customers',
    as: adminAgent,
    body: {
      companyProfile: { domain: `${name}.${DOMAIN_SUFFIX}` },
      billingProfile: {
        ...contact,
        companyName: name,
        email: `bob@${name}.example`,
        culture: 'en-US',
        language: 'en',
        defaultAddress: { country, ...contact, ...ADDRESSES[country], phoneNumber: '4255550100' },
      },
      ...(associatedPartnerId !== undefined && { associatedPartnerId }),
    },
  });
  if (isAttested) {
    const { body: templates } = await send({ path: '/v1/agreements', as: adminAgent });
    const [template] = templates.items;
    const primaryContact = { ...contact, email: `bob@${name}.example` };
    const { templateId, agreementType: type } = template;
    await send({
      method: 'POST',
      path: `/v1/customers/${customer.id}/agreements`,
      as: adminAgent,
      body: { primaryContact, templateId, type, dateAgreed: program.now() },
    });
  }
  return customer.id as string;
}

/** A customer accepts a partner's invitation, and the partner attests its agreement: it may buy there from now on. */
export async function acceptPartner(
  world: World,
  partner: EnrolledPartner,
  customer: { readonly customerId: string; readonly admin: string },
): Promise<void> {
  const { body } = await world.send({ path: '/v1/customers/relationshiprequests', as: partner.adminAgent });
  const token = new URL(body.url).pathname.split('/').at(-1);
  const as = userClaims(world.program, customer.admin);
  await world.send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as });
  await world.program.settle();
  await attestAgreement(world, partner, customer.customerId);
}

export async function attestAgreement(
  world: World,
  { adminAgent: as }: EnrolledPartner,
  customerId: string,
): Promise<void> {
  const { body: templates } = await world.send({ path: '/v1/agreements', as });
  const { templateId, agreementType: type } = templates.items[0];
  const contact = { firstName: 'Bob', lastName: 'Fischer', email: 'bob@fabrikam.example', phoneNumber: '4255550100' };
  const dateAgreed = `${world.program.now().slice(0, 10)}T00:00:00Z`;
  const body = { primaryContact: contact, templateId, type, dateAgreed };
  await world.send({ method: 'POST', path: `/v1/customers/${customerId}/agreements`, as, body });
}
