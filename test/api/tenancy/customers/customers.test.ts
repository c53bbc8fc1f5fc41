import { describe, expect, test } from 'vitest';
import { hasCustomerAgreement } from '../../../../shared/identity/access.ts';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  aCustomer,
  activePartner,
  chooseOwnPassword,
  createdCustomer,
  eventsOfType,
  otherCustomer,
  partnerUser,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

describe('CUS-1: creating a customer', () => {
  test('CUS-1: creates its tenant, domain, administrator, relationship and delegated administration at once', async () => {
    const { ask, deps, identity, table, ...world } = await tenancyWorld();
    const { partnerId, agent: token } = await activePartner({ ask, deps, identity, table, ...world });
    const answer = await ask('POST', '/v1/customers', { token, body: aCustomer({ domain: 'Contoso' }) });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      companyProfile: { domain: 'contoso.onprogram.example', address: { region: 'WA' } },
      billingProfile: { culture: 'en-US', attributes: { objectType: 'CustomerBillingProfile' } },
      relationshipToPartner: 'reseller',
      allowDelegatedAccess: true,
      userCredentials: { userName: 'admin' },
      attributes: { objectType: 'Customer' },
    });
    const customerId: string = answer.json.id;
    expect(answer.json.commerceId).not.toBe(customerId);
    expect(identity.users.get('admin@contoso.onprogram.example')).toMatchObject({ tenantId: customerId });
    expect(identity.users.get('admin@contoso.onprogram.example')).not.toHaveProperty('password');
    expect(await deps.records.relationship({ partnerId, customerId })).toMatchObject({
      relationship: 'reseller',
      delegatedAdmin: true,
      agreements: [],
    });
    expect((await deps.records.account(customerId))?.customer).toMatchObject({ validation: 'allowed' });
    expect(eventsOfType(table, 'CustomerCreated')).toHaveLength(1);
    expect(eventsOfType(table, 'CustomerRelationshipChanged')[0]).toMatchObject({
      tenantId: partnerId,
      aggregateVersion: 1,
      detail: { before: { relationship: 'none' }, after: { relationship: 'reseller' }, source: 'tenantCreation' },
    });
  });

  test('CUS-1: the password is stored nowhere in clear, and a repeat of the call is the same answer', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const headers = { 'ms-requestid': '7e0c5fd0-7b52-4a6f-9d3c-0d1f6d1e9a11' };
    const body = aCustomer();
    const first = await world.ask('POST', '/v1/customers', { token, body, headers });
    const repeat = await world.ask('POST', '/v1/customers', { token, body, headers });
    expect(repeat.status).toBe(201);
    expect(repeat.json).toEqual(first.json);
    expect(storedTexts(world.table.items.values())).not.toContain(first.json.userCredentials.password);
    expect(world.said.join()).not.toContain(first.json.userCredentials.password);
  });

  test('CUS-1: when the issuer fails, a repeat with the same request id goes on where the first one stopped', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const headers = { 'ms-requestid': '7e0c5fd0-7b52-4a6f-9d3c-0d1f6d1e9a12' };
    const body = aCustomer();
    world.identity.failNext = true;
    expect((await world.ask('POST', '/v1/customers', { token, body, headers })).status).toBe(500);
    const healed = await world.ask('POST', '/v1/customers', { token, body, headers });
    expect(healed.status).toBe(201);
    const login = `admin@${healed.json.companyProfile.domain}`;
    const { password } = healed.json.userCredentials;
    expect((await chooseOwnPassword(world, { userName: login, current: password })).status).toBe(200);
    expect(eventsOfType(world.table, 'CustomerCreated')).toHaveLength(1);
  });

  test('CUS-1: a colleague who sends the same call again is not told the password', async () => {
    const world = await tenancyWorld();
    const { agent, admin, partnerId } = await activePartner(world);
    const userId = await partnerUser(world, { token: admin, partnerId, roles: ['SalesAgent'] });
    const headers = { 'ms-requestid': '5b0e8a1f-26a3-4f0e-8f3a-6f0f7a1f3c55' };
    const body = aCustomer();
    const first = await world.ask('POST', '/v1/customers', { token: agent, body, headers });
    const again = await world.ask('POST', '/v1/customers', { token: agent, body, headers });
    expect([again.status, again.json]).toEqual([201, first.json]);
    const theirs = await world.ask('POST', '/v1/customers', {
      token: tokenOf({ tenantId: partnerId, userId }),
      body,
      headers,
    });
    expect(outcome(theirs)).toEqual([409, 980006]);
  });

  test('CUS-1: of two that want the same domain at once, one gets it', async () => {
    const world = await tenancyWorld();
    const [one, two] = [await activePartner(world), await activePartner(world)];
    const body = aCustomer({ domain: 'wanted.onprogram.example' });
    const answers = await Promise.all(
      [one, two].map(({ agent }) => world.ask('POST', '/v1/customers', { token: agent, body })),
    );
    expect(answers.map(outcome).sort()).toEqual([
      [201, undefined],
      [409, 980006],
    ]);
  });

  test.each([
    [{ domain: 'own.example' }, 403, 980008, 'the partner’s own domain'],
    [{ domain: 'other-partner.example' }, 403, 980008, 'another partner’s domain'],
    [{ domain: 'taken.onprogram.example' }, 409, 980006, 'a domain in use'],
    [{ domain: 'onprogram.example' }, 400, 980031, 'the operator’s own domain'],
    [{ domain: 'microsoft.com' }, 400, 980031, 'a domain that nobody has proven'],
    [{ domain: 'sub.own.example' }, 400, 980031, 'a name below the partner’s own domain'],
    [{ domain: 'sub.other-partner.example' }, 400, 980031, 'a name below another partner’s domain'],
    [{ domain: 'proven.example' }, 400, 980031, 'a proven domain of somebody else: nothing is told of it'],
    [{ domain: 'a.taken.onprogram.example' }, 400, 980031, 'a name below another customer’s'],
    [{ domain: 'TAKEN.OnProgram.Example' }, 409, 980006, 'a domain in use, spelt otherwise'],
    [{ domain: 'taken' }, 409, 980006, 'a domain in use, by its prefix'],
    [{ domain: 'xn--cntoso-tcb' }, 400, 980031, 'a prefix that is shown in another script'],
    [{ domain: 'taken.onprogram.example.' }, 400, 3000, 'a dot at the end'],
    [{ country: 'DE' }, 403, 2030, 'a country outside the region'],
    [{ domain: 'no domain' }, 400, 3000, 'no domain at all'],
  ])('PRG-5, PRG-3: %j is refused with %i/%i: %s', async (over, status, code, _because) => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world, { domain: 'own.example' });
    await activePartner(world, { domain: 'other-partner.example' });
    await otherCustomer(world, { domain: 'taken.onprogram.example' });
    await otherCustomer(world, { domain: 'proven.example' });
    expect(outcome(await world.ask('POST', '/v1/customers', { token, body: aCustomer(over) }))).toEqual([status, code]);
  });

  test('CUS-1: a name below each suffix of the program is given, and what the operator names is proven', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const create = async (domain: string) =>
      (await world.ask('POST', '/v1/customers', { token, body: aCustomer({ domain }) })).json.companyProfile?.domain;
    expect(await create('Fourth.OnMicrosoft.com')).toBe('fourth.onmicrosoft.com');
    expect(await create('fourth.onprogram.example')).toBe('fourth.onprogram.example');
    expect(await create('fifth')).toBe('fifth.onprogram.example');
    await otherCustomer(world, { domain: 'fourthcoffee.example' });
    expect((await world.ask('HEAD', '/v1/domains/fourthcoffee.example', { token })).status).toBe(200);
  });

  test('CUS-1: a refused creation leaves nothing behind, and the mended one succeeds under the same request id', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const headers = { 'ms-requestid': '7e0c5fd0-7b52-4a6f-9d3c-0d1f6d1e9a13' };
    const before = world.table.items.size;
    const body = aCustomer();
    const wrong = { ...body, billingProfile: { ...body.billingProfile, email: 'nobody' } };
    expect(outcome(await world.ask('POST', '/v1/customers', { token, body: wrong, headers }))).toEqual([400, 3000]);
    expect(world.table.items.size).toBe(before);
    expect((await world.ask('POST', '/v1/customers', { token, body, headers })).status).toBe(201);
  });

  test('CUS-1: resellers and advisors create none', async () => {
    const world = await tenancyWorld();
    for (const programRole of ['indirectReseller', 'advisor']) {
      const { agent: token } = await activePartner(world, { programRole });
      expect(outcome(await world.ask('POST', '/v1/customers', { token, body: aCustomer() }))).toEqual([403, 900150]);
    }
  });

  test('CUS-1: an application without a user may create customers, but none for a reseller', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin } = await activePartner(world, { programRole: 'indirectProvider' });
    const app = await world.ask('POST', '/v1/partner/applications', {
      token: admin,
      body: { displayName: 'Importer' },
    });
    const token = tokenOf({ tenantId: partnerId, appId: app.json.appId });
    expect((await world.ask('POST', '/v1/customers', { token, body: aCustomer() })).status).toBe(201);
    const body = { ...aCustomer(), associatedPartnerId: '11111111-1111-4111-8111-111111111111' };
    expect(outcome(await world.ask('POST', '/v1/customers', { token, body }))).toEqual([403, 2032]);
  });
});

describe('CUS-2: the partner’s list', () => {
  test('CUS-2: shows its own customers only, by name, page by page, with the relationship', async () => {
    const world = await tenancyWorld();
    const [mine, other] = [await activePartner(world), await activePartner(world)];
    for (const companyName of ['Zeta', 'alpha', 'Beta']) await createdCustomer(world, mine, { companyName });
    const foreign = await createdCustomer(world, other, { companyName: 'Alien' });
    const first = await world.ask('GET', '/v1/customers?size=2', { token: mine.agent });
    expect(
      first.json.items.map((item: { companyProfile: { companyName: string } }) => item.companyProfile.companyName),
    ).toEqual(['alpha', 'Beta']);
    expect(first.json.items[0]).not.toHaveProperty('allowDelegatedAccess');
    expect(first.json).toMatchObject({ totalCount: 2, attributes: { objectType: 'Collection' } });
    const { next } = first.json.links;
    expect(next.uri).toBe('/customers?size=2&seekOperation=Next');
    const headers = { 'ms-continuationtoken': next.headers[0].value };
    const second = await world.ask('GET', `/v1/${next.uri}`, { token: mine.agent, headers });
    expect(second.json.items.map((item: { relationshipToPartner: string }) => item.relationshipToPartner)).toEqual([
      'reseller',
    ]);
    const stolen = await world.ask('GET', `/v1${next.uri}`, { token: other.agent, headers });
    expect(outcome(stolen)).toEqual([400, 800002]);
    const path = `/v1/customers/${foreign.customerId}`;
    expect(outcome(await world.ask('GET', path, { token: mine.agent }))).toEqual([403, 20002]);
    expect(outcome(await world.ask('GET', '/v1/customers/not-an-id', { token: mine.agent }))).toEqual([400, 900118]);
  });

  test.each([
    [{ Field: 'CompanyName', Value: 'CON', Operator: 'starts_with' }, ['Contoso', 'Contoso Two'], 'names without case'],
    [{ field: 'domain', value: 'fab', operator: 'StartsWith', fieldType: 'x' }, ['Fabrikam'], 'the Java spelling'],
    [{ Field: 'CompanyName', Value: 'x', Operator: 'starts_with' }, [], 'nothing found'],
  ])('CUS-2: searches with %j: %j, %s', async (filter, expected, _because) => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    await createdCustomer(world, partner, { companyName: 'Contoso', domain: 'aa.onprogram.example' });
    await createdCustomer(world, partner, { companyName: 'Contoso Two', domain: 'bb.onprogram.example' });
    await createdCustomer(world, partner, { companyName: 'Fabrikam', domain: 'fab.onprogram.example' });
    const query = encodeURIComponent(JSON.stringify(filter));
    for (const mark of ['?', '?size=10&']) {
      const { json } = await world.ask('GET', `/v1/customers${mark}filter=${query}`, { token: partner.agent });
      expect(
        json.items.map((item: { companyProfile: { companyName: string } }) => item.companyProfile.companyName),
      ).toEqual(expected);
    }
  });

  test.each([
    ['Cafe\u0301 Nord', 'CAFÉ n', 'an accent is written in two ways'],
    ['École', 'E\u0301cole', 'an accent is written in two ways'],
    ['Straße 7', 'STRASSE', 'a letter has two capitals'],
    ['ΟΔΟΣΑ', 'οδος', 'a sigma stands at the end of what is searched'],
    ['İzmir', 'i\u0307z', 'a dotted capital has a lower case of its own'],
  ])('CUS-2: %j is found by %j, because %s', async (companyName, Value) => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    await createdCustomer(world, partner, { companyName });
    const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value, Operator: 'starts_with' }));
    const { json } = await world.ask('GET', `/v1/customers?filter=${filter}`, { token: partner.agent });
    expect(json.items).toMatchObject([{ companyProfile: { companyName: companyName.normalize('NFC') } }]);
  });

  test('CUS-2: a prefix longer than what a key holds is held against the whole name', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const long = 'L'.repeat(200);
    for (const end of ['one', 'two', 'three']) await createdCustomer(world, partner, { companyName: `${long} ${end}` });
    const found = async (Value: string, size = 10): Promise<string[]> => {
      const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value, Operator: 'starts_with' }));
      const path = `/v1/customers?size=${size}&filter=${filter}`;
      const { json } = await world.ask('GET', path, { token: partner.agent });
      return json.items.map((item: { companyProfile: { companyName: string } }) => item.companyProfile.companyName);
    };
    expect(await found(`${long} TWO`)).toEqual([`${long} two`]);
    expect(await found(`${long} three`, 1)).toEqual([`${long} three`]);
    expect(await found(`${long} four`)).toEqual([]);
    expect(await found(`${long} t`)).toHaveLength(2);
  });

  test('CUS-2: an unknown field or operator is refused', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    for (const filter of [
      { Field: 'City', Value: 'x', Operator: 'starts_with' },
      { Field: 'Domain', Value: 'x', Operator: 'equals' },
    ])
      expect(
        outcome(
          await world.ask('GET', `/v1/customers?filter=${encodeURIComponent(JSON.stringify(filter))}`, { token }),
        ),
      ).toEqual([400, 800002]);
  });
});

describe('AGR-1: the attestation', () => {
  const attestation = async (world: Awaited<ReturnType<typeof tenancyWorld>>, token: string, over: object = {}) => {
    const { json } = await world.ask('GET', '/v1/agreements', { token });
    return {
      primaryContact: { firstName: 'Clara', lastName: 'Client', email: 'clara@contoso.example' },
      templateId: json.items[0].templateId,
      dateAgreed: '2026-11-01T10:00:00Z',
      type: 'MicrosoftCloudAgreement',
      ...over,
    };
  };

  test('AGR-1: names who, when and which version, and unlocks orders at the very next call', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const ids = { partnerId: partner.partnerId, customerId };
    const view = () => world.deps.records.customerView(ids);
    const before = await view();
    expect(hasCustomerAgreement(world.clock.now, before.agreementPolicy, before.relationship, undefined)).toBe(false);
    const body = await attestation(world, partner.agent);
    const path = `/v1/customers/${customerId}/agreements`;
    const created = await world.ask('POST', path, { token: partner.agent, body });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({ userId: partner.agentId, dateAgreed: '2026-11-01T10:00:00Z' });
    const after = await view();
    expect(hasCustomerAgreement(world.clock.now, after.agreementPolicy, after.relationship, undefined)).toBe(true);
    const listed = await world.ask('GET', path, { token: partner.agent });
    expect(listed.json.items).toEqual([created.json]);
    expect(eventsOfType(world.table, 'CustomerAgreementConfirmed')[0]!.detail).toMatchObject({
      contact: { email: 'clara@contoso.example' },
    });
  });

  test.each([
    [{}, 409, 600061, 'the same again'],
    [
      { primaryContact: { firstName: 'Cora', lastName: 'Client', email: 'clara@contoso.example' } },
      201,
      undefined,
      'another name',
    ],
    [{ dateAgreed: '2026-11-03T00:00:00Z' }, 400, 800002, 'agreed tomorrow'],
    [{ templateId: 'none' }, 400, 800002, 'an unknown template'],
    [{ type: 'MicrosoftCustomerAgreement' }, 400, 800002, 'a template of the other type'],
    [{ primaryContact: { firstName: 'C', lastName: 'C' } }, 400, 800002, 'nobody’s mail address'],
  ])('AGR-1: after a first attestation, %j answers %i/%s: %s', async (over, status, code, _because) => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const path = `/v1/customers/${customerId}/agreements`;
    await world.ask('POST', path, { token: partner.agent, body: await attestation(world, partner.agent) });
    const body = await attestation(world, partner.agent, over);
    expect(outcome(await world.ask('POST', path, { token: partner.agent, body }))).toEqual([status, code]);
  });

  test('AGR-1: an attestation of one partner does not serve another, nor is it shown to it', async () => {
    const world = await tenancyWorld();
    const [one, two] = [await activePartner(world), await activePartner(world)];
    const { customerId } = await createdCustomer(world, one);
    const body = await attestation(world, one.agent);
    const path = `/v1/customers/${customerId}/agreements`;
    await world.ask('POST', path, { token: one.agent, body });
    expect(outcome(await world.ask('GET', path, { token: two.agent }))).toEqual([403, 20002]);
  });

  test('AGR-1: a helpdesk agent may read but not attest', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const userId = await partnerUser(world, { ...partner, token: partner.admin, roles: ['HelpdeskAgent'] });
    const token = tokenOf({ tenantId: partner.partnerId, userId });
    const path = `/v1/customers/${customerId}/agreements`;
    expect((await world.ask('GET', path, { token })).status).toBe(200);
    const body = await attestation(world, partner.agent);
    expect(outcome(await world.ask('POST', path, { token, body }))).toEqual([403, 900150]);
  });

  test('AGR-2: a new version asks for a new acceptance from its date on', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const path = `/v1/customers/${customerId}/agreements`;
    await world.ask('POST', path, { token: partner.agent, body: await attestation(world, partner.agent) });
    const documents = [{ country: 'US', language: 'en-US', text: 'Version two' }];
    const template = { agreementType: 'MicrosoftCloudAgreement', versionRank: 2, documents };
    const token = world.operatorToken;
    const published = await world.ask('POST', '/v1/operator/agreementtemplates', { token, body: template });
    expect(published.json.reacceptanceFrom).toBe('2026-12-02T09:00:00Z');
    const again = await world.ask('POST', '/v1/operator/agreementtemplates', { token, body: template });
    expect(outcome(again)).toEqual([409, 980023]);
    const unlocked = async (at: string) => {
      const view = await world.deps.records.customerView({ partnerId: partner.partnerId, customerId });
      return hasCustomerAgreement(at as never, view.agreementPolicy, view.relationship, view.customer?.customer);
    };
    expect(await unlocked('2026-12-02T08:59:59.999Z')).toBe(true);
    expect(await unlocked('2026-12-02T09:00:00.000Z')).toBe(false);
    const { json } = await world.ask('GET', '/v1/agreements', { token: partner.agent });
    expect(json.items.map((item: { versionRank: number }) => item.versionRank)).toEqual([2]);
    await world.ask('POST', path, { token: partner.agent, body: await attestation(world, partner.agent) });
    expect(await unlocked('2027-01-01T00:00:00.000Z')).toBe(true);
  });
});

test('PRG-6: a customer refused by the program carries the reason that orders are refused with', async () => {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const { customerId } = await createdCustomer(world, partner);
  const path = `/v1/operator/customers/${customerId}/validationstatus`;
  const body = { status: 'not_allowed', reason: 'Sanctions list' };
  const answer = await world.ask('PUT', path, { token: world.operatorToken, body });
  expect(answer.json).toEqual({
    type: 'account',
    status: 'NotAllowed',
    reason: 'Sanctions list',
    lastUpdateDateTime: '2026-11-02T09:00:00Z',
  });
  expect((await world.deps.records.account(customerId))?.customer).toMatchObject({
    validation: 'notAllowed',
    validationReason: 'Sanctions list',
  });
  await world.ask('PUT', path, { token: world.operatorToken, body });
  expect(eventsOfType(world.table, 'CustomerChanged')).toHaveLength(1);
});
