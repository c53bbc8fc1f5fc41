import { randomBytes } from 'node:crypto';
import { type Client, type Credentials, clientOf, guidOf } from './client.ts';
import { openCustomer, type PartnerPlan, type StaffPlan } from './partners.ts';
import { type Places, replaceGivenPassword, type SignInClient, setFirstPassword, signIn } from './sign-in.ts';

/** Enrols companies the way they enrol in earnest: nomination, approval, the mailed link, the first sign-in, the signature. */

export interface EnrolledPartner {
  readonly plan: PartnerPlan;
  /** Credentials of the bound applications by the key of their user; `appOnly` for the unbound one. */
  readonly applications: Readonly<Record<string, Credentials>>;
}

export interface Login {
  readonly tenantId: string;
  readonly domain: string;
  readonly userName: string;
  readonly password: string;
}

interface Enrolment {
  readonly places: Places;
  readonly operator: Client;
  readonly signInClient: SignInClient;
}

export async function enrolPartner(enrolment: Enrolment, plan: PartnerPlan): Promise<EnrolledPartner> {
  const { operator, places, signInClient } = enrolment;
  const userName = await nominateAndApprove(operator, plan);
  const password = newPassword();
  await setFirstPassword(places.controlRoot, plan.admin.email, password);
  const account = { tenantId: plan.tenantId, userName, password };
  const admin = await signIn(places, signInClient, account);
  await signAgreement(admin, plan);
  await describeCompany(admin, plan);
  const bound = await Promise.all(
    plan.staff.map(async (person) => {
      const userId = await addUser(admin, plan, person);
      return [person.key, await addApplication(admin, person.displayName, userId)] as const;
    }),
  );
  const appOnly = plan.hasAppOnly && { appOnly: await addApplication(admin, 'Nightly export') };
  return { plan, applications: { ...Object.fromEntries(bound), ...appOnly } };
}

/** Answers the user name of the partner's first user. */
export async function nominateAndApprove(operator: Client, plan: PartnerPlan): Promise<string> {
  const { tenantId: id, companyName, domain, country, programRole, mpnId, admin } = plan;
  await operator.send('POST /v1/operator/partners', {
    body: { id, companyName, domain, country, programRole, mpnId, primaryAdmin: admin },
    requestId: guidOf('nominate', id),
  });
  const approved = await operator.send<{ primaryAdmin: { userPrincipalName: string } }>(
    `PATCH /v1/operator/partners/${id}`,
    { body: { status: 'approved' } },
  );
  return approved.primaryAdmin.userPrincipalName;
}

export async function signAgreement(admin: Client, { admin: { displayName, email } }: PartnerPlan): Promise<void> {
  const [firstName, lastName] = displayName.split(' ');
  await admin.send('POST /v1/partner/programagreement/signature', {
    body: { version: '1', signedBy: { firstName, lastName, email } },
    requestId: guidOf('sign', admin.tenantId),
  });
}

/** The first administrator says where the company is, whom to write to and what its tax office calls it. */
export async function describeCompany(admin: Client, { admin: { displayName, email }, domain, country }: PartnerPlan) {
  const [firstName, lastName] = displayName.split(' ');
  const company = companies[country];
  // Elsewhere a partner keeps what it was enrolled with.
  if (!company) return;
  const { culture, taxId, ...place } = company;
  const primaryContact = { firstName, lastName, email, phoneNumber: place.phoneNumber };
  const address = { country, ...place, firstName, lastName };
  const change = async (profile: string, members: object): Promise<void> => {
    const stored = await admin.send<object>(`GET /v1/profiles/${profile}`);
    await admin.send(`PUT /v1/profiles/${profile}`, { body: { ...stored, ...members } });
  };
  await change('organization', { defaultAddress: address, culture, language: culture.slice(0, 2) });
  await change('billing', { address, primaryContact, taxId, purchaseOrderNumber: `PO-${taxId.replace(/\D/g, '')}` });
  await change('support', { telephone: place.phoneNumber, website: `https://support.${domain}` });
  const approver = { companyApproverAddress: address, companyApproverEmail: email };
  await change('legalbusiness', { address, primaryContact, ...approver });
}

interface Company {
  readonly culture: string;
  readonly taxId: string;
  readonly addressLine1: string;
  readonly city: string;
  readonly state?: string;
  readonly postalCode: string;
  readonly phoneNumber: string;
}

/** Invented places, with phone numbers that are kept for stories where a country has such. */
const companies: Readonly<Record<string, Company>> = {
  US: {
    culture: 'en-US',
    taxId: '12-3456789',
    addressLine1: '200 Harbor Street',
    city: 'Madison',
    state: 'WI',
    postalCode: '53703',
    phoneNumber: '6085550142',
  },
  GB: {
    culture: 'en-GB',
    taxId: 'GB980780684',
    addressLine1: '4 Quay Street',
    city: 'Bristol',
    postalCode: 'BS1 4DJ',
    phoneNumber: '1174960142',
  },
  JP: {
    culture: 'ja-JP',
    taxId: '5-8356-7825-6246',
    addressLine1: '1-2 Marunouchi',
    city: 'Chiyoda-ku',
    state: 'Tokyo',
    postalCode: '100-0005',
    phoneNumber: '0312340142',
  },
};

async function addUser(admin: Client, { domain, tenantId }: PartnerPlan, person: StaffPlan): Promise<string> {
  const { displayName, name, agentRoles, ownTenantRole } = person;
  const user = await admin.send<{ id: string }>('POST /v1/partner/users', {
    body: { userPrincipalName: `${name}@${domain}`, displayName, agentRoles, ownTenantRole },
    requestId: guidOf('user', tenantId, name),
  });
  return user.id;
}

/** An application with a secret; with a user it acts as that user, without one it is app-only. */
async function addApplication(admin: Client, displayName: string, boundUserId?: string): Promise<Credentials> {
  const { appId } = await admin.send<{ appId: string }>('POST /v1/partner/applications', {
    body: { displayName, ...(boundUserId !== undefined && { boundUserId }) },
    requestId: guidOf('application', admin.tenantId, displayName),
  });
  const { secret } = await admin.send<{ secret: string }>(`POST /v1/partner/applications/${appId}/secrets`, {
    requestId: guidOf('secret', admin.tenantId, displayName),
  });
  return { tenantId: admin.tenantId, clientId: appId, clientSecret: secret };
}

/** A company that no partner serves yet, with an administrator and a plain user who can sign in. */
export async function enrolCustomer({ places, operator, signInClient }: Enrolment): Promise<{
  readonly customerAdmin: Login;
  readonly customerUser: Login;
}> {
  const { tenantId, companyName, domain, country, email, address, admin, user } = openCustomer;
  const userName = `${admin.name}@${domain}`;
  await operator.send('POST /v1/operator/customers', {
    body: {
      id: tenantId,
      companyName,
      domain,
      country,
      channels: ['direct'],
      email,
      culture: 'en-US',
      language: 'en',
      address,
      adminUser: { userPrincipalName: userName, displayName: admin.displayName, email: admin.email },
    },
    requestId: guidOf('customer', tenantId),
  });
  const customerAdmin = { tenantId, domain, userName, password: newPassword() };
  await setFirstPassword(places.controlRoot, admin.email, customerAdmin.password);
  const customerUser = { tenantId, domain, userName: `${user.name}@${domain}`, password: newPassword() };
  const given = newPassword();
  const client = await signIn(places, signInClient, customerAdmin);
  await client.send('POST /v1/my/users', {
    body: {
      userPrincipalName: customerUser.userName,
      displayName: user.displayName,
      usageLocation: country,
      passwordProfile: { password: given, forceChangePassword: true },
    },
    requestId: guidOf('customer user', tenantId),
  });
  await replaceGivenPassword(places.apiRoot, {
    userName: customerUser.userName,
    given,
    password: customerUser.password,
  });
  return { customerAdmin, customerUser };
}

/** Strong enough for any pool, and short enough to type. */
const newPassword = (): string => `Open7-${randomBytes(5).toString('hex')}`;

/** The caller of a partner that orders and bills. */
export const clientOfPartner = (apiRoot: string, { applications, plan }: EnrolledPartner): Client =>
  clientOf(apiRoot, applications[plan.staff[0]!.key]!);
