import { beforeEach, describe, expect, test } from 'vitest';
import { directoryRoleId } from '../../functions/tenancy/directory/operations/role-id.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import {
  addApplication,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../support/world.ts';

/**
 * Companies as they live in the program: a partner sets itself up, its people and programs come and go, it serves a customer,
 * the customer looks after itself, the operator changes the rules. Each operation is called for what it is for, and what it
 * changed is seen by somebody else.
 */
const address = {
  country: 'US',
  city: 'Redmond',
  state: 'WA',
  postalCode: '98052',
  addressLine1: 'One Main Street',
  firstName: 'Bob',
  lastName: 'Fischer',
  phoneNumber: '4255550100',
};
const contact = { firstName: 'Bob', lastName: 'Fischer', email: 'bob@fabrikam.example', phoneNumber: '4255550100' };

let world: World;
let operator: TokenClaims;
let partner: EnrolledPartner;
beforeEach(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  operator = world.operator;
  partner = await enrolPartner(world, { name: 'contoso' });
});

/** One call that must succeed, as `'METHOD /path'`. */
async function call(as: TokenClaims | undefined, what: string, body?: unknown) {
  const [method, path] = what.split(' ') as ['GET', string];
  const { body: answer } = await world.send({ method, path, ...(as && { as }), ...(body !== undefined && { body }) });
  return answer;
}
const outcome = async (as: TokenClaims, what: string, body?: unknown) => {
  const [method, path] = what.split(' ') as ['GET', string];
  const answer = await world.program.request({ method, path, as, ...(body !== undefined && { body }) });
  return answer.status < 300 ? answer.status : `${answer.status} ${answer.body?.code}`;
};
const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
const secretsOf = ({ items }: { items: readonly { secretId: string }[] }) => items.map(({ secretId }) => secretId);
/** A profile as it is read, without what is not taken back. */
const taken = ({ links, profileType, billingCurrency, billingDay, ...profile }: Record<string, unknown>) => profile;
const customerOf = async () => {
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  return { customerId, admin: userClaims(world.program, 'admin@fabrikam.onprogram.example') };
};
const password = { passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true } };

test('PRG-2, PRG-12, PRG-7: a company sets itself up in the program, and gives notice that it takes back', async () => {
  const { globalAdmin, adminAgent, partnerId } = partner;
  const organization = await call(globalAdmin, 'GET /v1/profiles/organization');
  await call(globalAdmin, 'PUT /v1/profiles/organization', { ...taken(organization), companyName: 'Contoso Cloud' });
  const billing = await call(globalAdmin, 'GET /v1/profiles/billing');
  await call(globalAdmin, 'PUT /v1/profiles/billing', { ...taken(billing), companyName: 'Contoso Cloud' });
  await call(globalAdmin, 'PUT /v1/profiles/legalbusiness', {
    companyName: 'Contoso Cloud',
    address,
    primaryContact: contact,
    companyApproverAddress: address,
    companyApproverEmail: 'board@contoso.example',
  });
  await call(globalAdmin, 'PUT /v1/profiles/support', { email: 'help@contoso.example', telephone: '4255550120' });
  await call(globalAdmin, 'PUT /v1/accountsettings/reseller', { showThirdPartyHostingSuggestions: true });
  await call(operator, `PUT /v1/operator/partners/${partnerId}/authorization`, { region: 'US', cloud: 'global' });
  await call(operator, `PUT /v1/operator/partners/${partnerId}/legalvetting`, {
    vettingStatus: 'authorized',
    vettingSubStatus: 'decision',
  });
  expect((await call(adminAgent, 'GET /v1/profiles/legalbusiness')).vettingStatus).toBe('authorized');
  expect((await call(adminAgent, 'GET /v1/profiles/support')).email).toBe('help@contoso.example');
  expect((await call(adminAgent, 'GET /v1/profiles/mpn')).mpnId).toBe(partner.mpnId);
  expect((await call(adminAgent, 'GET /v1/accountsettings/reseller')).showThirdPartyHostingSuggestions).toBe(true);
  const { customerId, admin } = await customerOf();
  const [mine] = (await call(admin, 'GET /v1/my/partners')).items;
  expect([mine.partnerName, mine.supportContact.email]).toEqual(['Contoso Cloud', 'help@contoso.example']);
  expect(idsOf(await call(operator, 'GET /v1/operator/partners'))).toContain(partnerId);

  const notice = { type: 'termination', effectiveDate: '2026-04-01', reason: 'We move on.' };
  await call(globalAdmin, 'POST /v1/partner/programagreement/notices', notice);
  const [own] = (await call(adminAgent, 'GET /v1/partner/programagreement')).notices;
  await call(globalAdmin, `DELETE /v1/partner/programagreement/notices/${own.id}`);
  const breach = { type: 'breach', effectiveDate: '2026-03-01', reason: 'Bills are not paid.' };
  await call(operator, `POST /v1/operator/partners/${partnerId}/programagreement/notices`, breach);
  const { notices } = await call(adminAgent, 'GET /v1/partner/programagreement');
  const given = notices.find(({ type }: { type: string }) => type === 'breach');
  await call(operator, `DELETE /v1/operator/partners/${partnerId}/programagreement/notices/${given.id}`);
  await world.program.moveTo('2026-03-02T09:00:00Z', { daily: true });
  expect((await call(operator, `GET /v1/operator/partners/${partnerId}`)).status, 'what was cured ends nothing').toBe(
    'active',
  );
  expect(await outcome(adminAgent, `GET /v1/customers/${customerId}`)).toBe(200);
});

test('ROL-1, ROL-3: people and programs of a partner come and go, and each is known by what it asked', async () => {
  const { globalAdmin, adminAgent, domain } = partner;
  const mia = await call(globalAdmin, 'POST /v1/partner/users', {
    userPrincipalName: `mia@${domain}`,
    displayName: 'Mia Roth',
    email: `mia@${domain}`,
    agentRoles: ['SalesAgent'],
    ownTenantRole: 'none',
  });
  const asMia = userClaims(world.program, `mia@${domain}`);
  expect(await outcome(asMia, 'GET /v1/partner/users')).toBe('403 900150');
  await call(globalAdmin, `PATCH /v1/partner/users/${mia.id}`, { agentRoles: ['AdminAgent'] });
  const now = { ...asMia, sessions: 1 };
  world.program.setClock('2026-01-05T09:02:00Z');
  expect(idsOf(await call(now, 'GET /v1/partner/users'))).toContain(mia.id);
  expect((await call(now, `GET /v1/partner/users/${mia.id}`)).agentRoles).toEqual(['AdminAgent']);

  const { appId } = await call(globalAdmin, 'POST /v1/partner/applications', { displayName: 'Nightly' });
  await call(globalAdmin, `PATCH /v1/partner/applications/${appId}`, {
    displayName: 'Nightly sync',
    agentRoles: ['AdminAgent'],
  });
  expect((await call(now, `GET /v1/partner/applications/${appId}`)).displayName).toBe('Nightly sync');
  expect((await call(now, 'GET /v1/partner/applications')).items).toHaveLength(1);
  const secrets = `/v1/partner/applications/${appId}/secrets`;
  const made = await call(globalAdmin, `POST ${secrets}`, {});
  expect(secretsOf(await call(now, `GET ${secrets}`))).toContain(made.secretId);
  await call(globalAdmin, `DELETE ${secrets}/${made.secretId}`);
  expect(secretsOf(await call(now, `GET ${secrets}`))).not.toContain(made.secretId);
  const program = { tenantId: partner.partnerId, applicationId: appId as string, hasMfa: false };
  expect(await outcome(program, 'GET /v1/customers')).toBe(200);

  expect(Array.isArray(await call(adminAgent, 'GET /v1/applicationmfaadoptionstatus'))).toBe(true);
  expect((await call(adminAgent, 'GET /v1/partnerRequests')).items).toEqual([]);
  expect((await call(adminAgent, 'GET /v1/nonMfaCompliantPartnerPrincipals')).items).toEqual([]);

  await call(globalAdmin, `DELETE /v1/partner/applications/${appId}`);
  await call(globalAdmin, `DELETE /v1/partner/users/${mia.id}`);
  world.program.setClock('2026-01-05T09:04:00Z');
  expect([await outcome(program, 'GET /v1/customers'), await outcome(now, 'GET /v1/customers')]).toEqual([
    expect.stringMatching(/^401/),
    expect.stringMatching(/^401/),
  ]);
});

describe('a partner serves a customer', () => {
  test('CUS-1, CUS-2, AGR-1: from the free name to the papers, all of it in the log', async () => {
    const { adminAgent: as } = partner;
    expect(await outcome(as, 'HEAD /v1/domains/fabrikam.onprogram.example')).toMatch(/^404/);
    expect(await call(as, 'GET /v1/validations/checkdomainavailability/fabrikam')).toBe(true);
    expect((await call(as, 'GET /v1/countryvalidationrules/US')).isPostalCodeRequired).toBe(true);
    await call(as, 'POST /v1/validations/address', address);
    const { customerId } = await customerOf();
    const c = `/v1/customers/${customerId}`;
    expect(await outcome(as, 'HEAD /v1/domains/fabrikam.onprogram.example')).toBe(200);
    const billing = await call(as, `GET ${c}/profiles/billing`);
    await call(as, `PUT ${c}/profiles/billing`, { ...taken(billing), companyName: 'Fabrikam Books' });
    expect((await call(as, `GET ${c}/profiles/company`)).companyName).toBe('Fabrikam Books');
    await call(operator, `PUT /v1/operator/customers/${customerId}/validationstatus`, { status: 'Allowed' });
    expect((await call(as, `GET ${c}/validationStatus?type=account`)).status).toBe('Allowed');
    expect(await call(as, `GET ${c}/qualification`)).toBe('none');
    expect(await call(as, `PUT ${c}/qualification?code=`, '"none"')).toBe('none');
    expect(await call(as, `GET ${c}/qualifications`)).toEqual([]);
    expect(await outcome(as, `POST ${c}/qualifications?code=`, { qualification: 'education' })).toBe('400 900141');
    expect(await call(as, 'GET /v1/customers/all/validations')).toEqual([]);
    const [{ templateId }] = (await call(as, `GET ${c}/agreements`)).items;
    expect((await call(as, `GET ${c}/directSignedMicrosoftCustomerAgreementStatus`)).isSigned).toBe(false);
    const document = await call(as, `GET /v1/agreementtemplates/${templateId}/document?country=US&language=en-US`);
    expect(document.downloadUri).toContain(`/agreements/${templateId}/text`);
    const read = async (uri: string) => {
      const { pathname, search } = new URL(uri);
      return (await world.program.request({ path: pathname + search })).status;
    };
    expect(document.displayUri).toContain(`/agreements/${templateId}`);
    expect([await read(document.displayUri), await read(document.downloadUri)]).toEqual([200, 200]);
    expect((await call(as, `GET ${c}/relationships`)).items).toEqual([]);
    const [grant] = (await call(as, `GET ${c}/delegatedadminprivileges`)).items;
    expect(grant.source).toBe('tenantCreation');
    const log = await call(as, 'GET /v1/auditrecords?startDate=2026-01-05');
    expect(log.items.map(({ operationType }: { operationType: string }) => operationType)).toContain('add_customer');
    expect((await call(as, `GET /v1/auditrecords/${log.items[0].id}`)).id).toBe(log.items[0].id);
  });

  test('CUS-3, DAP-2, ROL-2: its people, their roles, its domain; without delegated administration none of it', async () => {
    const { adminAgent: as } = partner;
    const { customerId, admin } = await customerOf();
    const c = `/v1/customers/${customerId}`;
    const name = 'mia@fabrikam.onprogram.example';
    const mia = await call(as, `POST ${c}/users`, {
      userPrincipalName: name,
      displayName: 'Mia',
      usageLocation: 'US',
      ...password,
    });
    await call(as, `PATCH ${c}/users/${mia.id}`, { displayName: 'Mia Roth' });
    await call(as, `PATCH ${c}/users/${mia.id}/resetpassword`, { passwordProfile: { password: 'An0ther-Pass-word' } });
    expect((await call(admin, `GET /v1/my/users/${mia.id}`)).displayName).toBe('Mia Roth');
    expect(idsOf(await call(as, `GET ${c}/users`))).toContain(mia.id);
    const role = directoryRoleId(customerId, 'HelpdeskAdministrator');
    expect(idsOf(await call(as, `GET ${c}/directoryroles`))).toContain(role);
    await call(as, `POST ${c}/directoryroles/${role}/usermembers`, { id: mia.id });
    expect(idsOf(await call(as, `GET ${c}/directoryroles/${role}/usermembers`))).toEqual([mia.id]);
    expect(idsOf(await call(admin, `GET /v1/my/users/${mia.id}/directoryroles`))).toEqual([role]);
    expect(idsOf(await call(as, `GET ${c}/users/${mia.id}/directoryroles`))).toEqual([role]);
    await call(as, `DELETE ${c}/directoryroles/${role}/usermembers/${mia.id}`);
    expect(idsOf(await call(admin, `GET /v1/my/directoryroles/${role}/usermembers`))).toEqual([]);
    expect((await call(as, `GET ${c}/managedservices`)).items).toEqual([]);
    await call(as, `DELETE ${c}/users/${mia.id}`);
    expect((await call(as, `GET ${c}/users/${mia.id}`)).state).toBe('inactive');

    const { applicationId } = await addApplication(world, partner);
    const grants = [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }];
    const consent = { applicationId, displayName: 'Reports', applicationGrants: grants };
    await call(as, `POST ${c}/applicationconsents`, consent);
    expect((await call(admin, 'GET /v1/my/applicationconsents')).items).toHaveLength(1);
    await call(as, `DELETE ${c}/applicationconsents/${applicationId}`);
    await call(as, `POST ${c}/applicationconsents`, consent);
    await call(admin, `DELETE /v1/my/applicationconsents/${applicationId}`);
    expect((await call(admin, 'GET /v1/my/applicationconsents')).items).toEqual([]);

    await call(admin, `DELETE /v1/my/partners/${partner.partnerId}/delegatedadminprivileges`);
    expect(await outcome(as, `GET ${c}/users`)).toBe('403 980001');
    expect(await outcome(as, `GET ${c}`), 'it sells on').toBe(200);
    const did = await call(admin, 'GET /v1/my/auditrecords?startDate=2026-01-05');
    expect(did.items.map(({ operationType }: { operationType: string }) => operationType)).toContain(
      'create_customer_user',
    );
  });

  test('REL-1, REL-7, AGR-1: links are made, passed on and withdrawn; providers and resellers find each other', async () => {
    const { customerId, admin } = await customerOf();
    const other = await enrolPartner(world, { name: 'litware' });
    const tokenOf = ({ url }: { url: string }) => new URL(url).pathname.split('/').at(-1)!;
    const first = tokenOf(await call(other.adminAgent, 'GET /v1/customers/relationshiprequests'));
    expect((await call(undefined, `GET /v1/invitations/${first}`)).partnerName).toBe('litware');
    const second = tokenOf(await call(other.adminAgent, 'POST /v1/customers/relationshiprequests/rotation'));
    expect(await outcome(admin, `POST /v1/my/invitations/${first}/acceptance`)).toBe('404 980012');
    const advice = tokenOf(await call(other.adminAgent, 'GET /v1/customers/delegatedadminrequests'));
    await call(admin, `POST /v1/my/invitations/${advice}/acceptance`);
    await call(admin, `POST /v1/my/invitations/${second}/acceptance`);
    await call(other.adminAgent, 'POST /v1/customers/relationshiprequests/emails', {
      to: ['eve@wingtip.example'],
      locale: 'en-US',
    });
    expect((await call(admin, 'GET /v1/my/partners')).items).toHaveLength(2);
    const [template] = (await call(other.adminAgent, 'GET /v1/agreements')).items;
    await call(admin, 'POST /v1/my/agreements', {
      templateId: template.templateId,
      type: template.agreementType,
      primaryContact: contact,
    });
    const accepted = (await call(admin, 'GET /v1/my/agreements')).items;
    expect(accepted.map(({ templateId }: { templateId: string }) => templateId)).toContain(template.templateId);
    const signed = `/v1/customers/${customerId}/directSignedMicrosoftCustomerAgreementStatus`;
    expect((await call(other.adminAgent, `GET ${signed}`)).isSigned, 'for all its partners').toBe(true);

    const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
    const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
    const link = tokenOf(await call(provider.adminAgent, 'GET /v1/relationships/requests'));
    expect((await world.program.request({ path: `/partnerships/${link}` })).status).toBe(200);
    await call(reseller.globalAdmin, `POST /v1/relationships/requests/${link}/acceptance`);
    expect(idsOf(await call(provider.adminAgent, 'GET /v1/relationships'))).toEqual([reseller.partnerId]);
    const status = `/v1/compliance/csp/agreementstatus?tenantId=${reseller.partnerId}`;
    expect((await call(provider.adminAgent, `GET ${status}`)).isAgreementSigned).toBe(true);
    await call(provider.globalAdmin, `DELETE /v1/relationships/${reseller.partnerId}`);
    expect((await call(provider.adminAgent, 'GET /v1/relationships')).items).toEqual([]);
  });

  test('CUS-6: in a sandbox a policy is made, changed and taken back, and the customer deleted', async () => {
    const sandbox = await enrolPartner(world, { name: 'playground', isSandbox: true, isDomainRegistrar: true });
    const { adminAgent: as } = sandbox;
    const customerId = await createCustomer(world, sandbox, { name: 'toys' });
    const policy = {
      selfServeEntity: { selfServeEntityType: 'customer', tenantID: customerId },
      grantor: { grantorType: 'billToPartner', tenantID: sandbox.partnerId },
      permissions: [{ resource: 'AzureReservedInstances', action: 'Purchase' }],
    };
    const made = await call(as, 'POST /v1/SelfServePolicy', policy);
    const [listed] = (await call(as, `GET /v1/SelfServePolicy?entity_id=${customerId}`)).items;
    expect(listed.id).toBe(made.id);
    await call(as, 'PUT /v1/SelfServePolicy', await call(as, `GET /v1/SelfServePolicy/${made.id}`));
    await call(as, `PUT /v1/SelfServePolicy/${made.id}`, await call(as, `GET /v1/SelfServePolicy/${made.id}`));
    await call(as, `DELETE /v1/SelfServePolicy/${made.id}`);
    expect((await call(as, `GET /v1/SelfServePolicy?entity_id=${customerId}`)).items).toEqual([]);
    await call(as, `POST /v1/customers/${customerId}/verifieddomain`, verifiedDomain('toys.example'));
    expect(await outcome(as, 'HEAD /v1/domains/toys.example')).toBe(200);
    await call(as, `DELETE /v1/customers/${customerId}`);
    expect(await outcome(as, `GET /v1/customers/${customerId}`)).toBe('403 20002');
    expect(await outcome(as, 'HEAD /v1/domains/toys.example'), 'its names are free').toMatch(/^404/);
  });
});

const verifiedDomain = (name: string) => ({
  verifiedDomainName: name,
  domain: {
    name,
    authenticationType: 'managed',
    capability: 'email',
    status: 'verified',
    verificationMethod: 'dns_record',
    isDefault: false,
    isInitial: false,
    rootDomain: name,
  },
});

test('CUS-3, CUS-6: a customer looks after itself, and takes its data with it', async () => {
  const { customerId, admin } = await customerOf();
  expect((await call(admin, 'GET /v1/my/organization')).id).toBe(customerId);
  const userPrincipalName = 'leo@fabrikam.onprogram.example';
  const leo = await call(admin, 'POST /v1/my/users', {
    userPrincipalName,
    displayName: 'Leo',
    usageLocation: 'US',
    ...password,
  });
  await call(admin, `PATCH /v1/my/users/${leo.id}`, { displayName: 'Leo Hart' });
  const role = directoryRoleId(customerId, 'UserAdministrator');
  expect(idsOf(await call(admin, 'GET /v1/my/directoryroles'))).toContain(role);
  await call(admin, `POST /v1/my/directoryroles/${role}/usermembers`, { id: leo.id });
  expect(idsOf(await call(admin, `GET /v1/my/directoryroles/${role}/usermembers`))).toEqual([leo.id]);
  await call(admin, `DELETE /v1/my/directoryroles/${role}/usermembers/${leo.id}`);
  await call(admin, `DELETE /v1/my/users/${leo.id}`);
  expect(idsOf(await call(admin, 'GET /v1/my/users'))).not.toContain(leo.id);
  const asked = await call(admin, 'POST /v1/my/exports');
  await world.program.settle();
  expect((await call(admin, `GET /v1/my/exports/${asked.id}`)).state).toBe('ready');
});

test('SUB-3, SUB-8, ORD-1, CUS-3: seats that two parties sold are assigned to people, and are one day too few', async () => {
  const { adminAgent } = partner;
  const { customerId, admin } = await customerOf();
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const products = await call(adminAgent, 'GET /v1/products?country=US&targetView=OnlineServices');
  const { subscriptionIds } = await placeOrder(world, adminAgent, customerId, [{ offerId: OFFERS.base, quantity: 2 }]);
  const [sku] = (await call(admin, 'GET /v1/my/licensepool')).items;
  expect(sku.productSku.id.toUpperCase()).toBe(products.items[0].id);
  const people = [];
  for (const name of ['ida', 'jon', 'kim']) {
    const userPrincipalName = `${name}@fabrikam.onprogram.example`;
    const body = { userPrincipalName, displayName: name, usageLocation: 'US', ...password };
    people.push(await call(admin, 'POST /v1/my/users', body));
  }
  const c = `/v1/customers/${customerId}`;
  const give = { licensesToAssign: [{ skuId: sku.productSku.id }] };
  const [ida, jon, kim] = people as [{ id: string }, { id: string }, { id: string }];
  await call(adminAgent, `POST ${c}/users/${ida.id}/licenseupdates`, give);
  await call(admin, `POST ${c}/users/${jon.id}/licenseupdates`, give);
  expect(await outcome(admin, `POST ${c}/users/${kim.id}/licenseupdates`, give)).toBe('400 60012');
  const subscription = `/v1/customers/${customerId}/subscriptions/${subscriptionIds[0]}`;
  expect(await call(adminAgent, `PATCH ${subscription}`, { quantity: 1 })).toMatchObject({ licensesToUnassign: 1 });
  const [short] = (await call(admin, `GET /v1/customers/${customerId}/subscribedskus`)).items;
  expect(short).toMatchObject({ availableUnits: -1, licensesToUnassign: 1 });
  await call(admin, `DELETE /v1/my/users/${jon.id}`);
  await world.program.settle();
  expect(await call(adminAgent, `GET ${subscription}`)).toMatchObject({ attentionNeeded: false });
  const [pool] = (await call(adminAgent, `GET /v1/customers/${customerId}/licensepool`)).items;
  expect(pool).toMatchObject({ availableUnits: 0, channels: [{ channel: 'partner', activeUnits: 1 }] });
  expect((await call(admin, `GET ${c}/users/${ida.id}/licenses`)).items).toHaveLength(1);
});

test('PRG-3, AGR-2, REL-4: the operator changes where and under which papers the program sells', async () => {
  const { adminAgent } = partner;
  const { items } = await call(operator, 'GET /v1/operator/regions');
  const regions = items.map(
    ({ name, markets, territories }: { name: string; markets: string[]; territories: string[] }) => ({
      name,
      markets,
      territories: territories.filter((country) => country !== 'UM'),
    }),
  );
  await call(operator, 'PUT /v1/operator/regions', { items: regions });
  await world.program.settle();
  expect(await outcome(adminAgent, 'GET /v1/offers?country=UM'), 'nothing is sold there any more').toMatch(/^40/);
  const rules = await call(adminAgent, 'GET /v1/countryvalidationrules/US');
  await call(operator, 'PUT /v1/operator/countryvalidationrules/US', {
    ...rules,
    isCityRequired: true,
    supportedStatesList: ['WA'],
  });
  expect(
    await outcome(adminAgent, 'POST /v1/validations/address', { ...address, state: 'CA', postalCode: '94016' }),
  ).toMatch(/^400/);

  const { customerId } = await customerOf();
  await call(operator, 'POST /v1/operator/agreementtemplates', {
    agreementType: 'MicrosoftCloudAgreement',
    versionRank: 7,
    effectiveDate: '2026-02-01T00:00:00Z',
    reacceptanceFrom: '2026-03-01T00:00:00Z',
    documents: [{ country: 'US', language: 'en-US', text: 'The customer agrees.' }],
  });
  const outstanding = await call(adminAgent, 'GET /v1/agreements/outstanding?asOf=2026-03-01');
  expect(JSON.stringify(outstanding)).toContain(customerId);

  const direct = await call(operator, 'POST /v1/operator/customers', {
    companyName: 'Relecloud',
    domain: 'relecloud.onprogram.example',
    country: 'US',
    channels: ['direct'],
    adminUser: {
      userPrincipalName: 'ria@relecloud.onprogram.example',
      displayName: 'Ria',
      email: 'ria@relecloud.example',
    },
  });
  await call(operator, `PATCH /v1/operator/customers/${direct.id}`, { channels: ['direct', 'open'] });
  const { items: customers } = await call(operator, 'GET /v1/operator/customers');
  expect(customers.find(({ id }: { id: string }) => id === direct.id).channels).toEqual(['direct', 'open']);
});
