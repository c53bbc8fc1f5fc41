import { describe, expect, it, test } from 'vitest';
import { type Answer, activePartner, createdCustomer, eventsOfType, tenancyWorld } from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

async function stage() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const { customerId } = await createdCustomer(world, partner);
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    world.ask(method, path, { token: partner.agent, headers, ...(body !== undefined && { body }) });
  const open = (qualification: string) =>
    world.ask('PATCH', `/v1/operator/customers/${customerId}`, { token: world.operatorToken, body: { qualification } });
  return { world, partner, customerId, ask, open, c: `/v1/customers/${customerId}` };
}

describe('CUS-5: what a customer qualifies for', () => {
  test('CUS-5: a commercial customer for nothing, and no partner changes that', async () => {
    const { ask, c } = await stage();
    expect((await ask('GET', `${c}/qualification`)).json).toBe('none');
    expect((await ask('GET', `${c}/qualifications`)).json).toEqual([]);
    expect((await ask('GET', '/v1/customers/all/validations')).json).toEqual([]);
    for (const body of ['none', 'None', 0]) {
      const answer = await ask('PUT', `${c}/qualification`, body);
      expect([answer.status, answer.json]).toEqual([200, 'none']);
    }
  });

  it.each<[string, string, unknown]>([
    ['another qualification', '', 'education'],
    ['one by its number', '', 2],
    ['the government’s', '', 'GovernmentCommunityCloud'],
    ['a code, which the program never gave', '?code=abc', 'none'],
  ])('CUS-5: %s is refused: 400/900141', async (_, query, body) => {
    const { ask, c } = await stage();
    expect(outcome(await ask('PUT', `${c}/qualification${query}`, body))).toEqual([400, 900141]);
    expect((await ask('GET', `${c}/qualification`)).json).toBe('none');
  });

  test('CUS-5: a wish for one is refused, whatever it is; a word that is none is bad input', async () => {
    const { ask, c } = await stage();
    for (const qualification of ['education', 'none'])
      expect(outcome(await ask('POST', `${c}/qualifications`, { qualification }))).toEqual([400, 900141]);
    expect(outcome(await ask('POST', `${c}/qualifications`, { qualification: 'royal' }))).toEqual([400, 800002]);
    expect(outcome(await ask('PUT', `${c}/qualification`, 'royal'))).toEqual([400, 800002]);
  });

  test('CUS-5: what the program opens is shown, counts at the next call, and is the program’s to close', async () => {
    const { ask, c, open, world, customerId } = await stage();
    expect((await open('education')).json.qualification).toBe('education');
    expect((await ask('GET', `${c}/qualification`)).json).toBe('education');
    expect((await ask('GET', `${c}/qualifications`)).json).toEqual([
      { qualification: 'education', vettingStatus: 'Approved' },
    ]);
    expect((await world.deps.records.account(customerId))?.customer?.qualification).toBe('education');
    expect(outcome(await ask('PUT', `${c}/qualification`, 'none'))).toEqual([400, 900141]);
    await open('government_community_cloud');
    expect((await world.deps.records.account(customerId))?.customer?.qualification).toBe('government');
    expect((await ask('GET', `${c}/qualification`)).json).toBe('government_community_cloud');
    const java = { 'ms-partnercenter-client': 'Partner Center Java SDK' };
    expect((await ask('GET', `${c}/qualification`, undefined, java)).json).toBe('none');
    await open('none');
    expect((await ask('GET', `${c}/qualification`)).json).toBe('none');
    expect((await world.deps.records.account(customerId))?.customer?.qualification).toBe('none');
  });
});

describe('CUS-3: self-serve policies', () => {
  const body = (partnerId: string, customerId: string, over: object = {}) => ({
    SelfServeEntity: { SelfServeEntityType: 'customer', TenantID: customerId.toUpperCase() },
    grantor: { grantorType: 'BillToPartner', tenantID: partnerId },
    permissions: [{ resource: 'AzureReservedInstances', action: 'Purchase' }],
    ...over,
  });
  const made = async () => {
    const on = await stage();
    const answer = await on.ask('POST', '/v1/SelfServePolicy', body(on.partner.partnerId, on.customerId));
    expect(answer.status).toBe(201);
    return { ...on, policy: answer.json, path: `/v1/SelfServePolicy/${answer.json.id}` };
  };

  test('CUS-3: are kept, read, changed and deleted, each with its record', async () => {
    const { ask, partner, customerId, policy, path, world } = await made();
    expect(policy).toMatchObject({
      id: `${partner.partnerId}_${customerId}`,
      selfServeEntity: { selfServeEntityType: 'customer', tenantID: customerId },
      grantor: { grantorType: 'billToPartner', tenantID: partner.partnerId },
      permissions: [{ resource: 'AzureReservedInstances', action: 'Purchase' }],
      attributes: { objectType: 'SelfServePolicy' },
    });
    expect((await ask('GET', path)).json).toEqual(policy);
    const list = await ask('GET', `/v1/SelfServePolicy?entity_id=${customerId}`);
    expect(list.json.items).toEqual([policy]);
    const second = [...policy.permissions, { resource: 'AzureSavingsPlan', action: 'Purchase' }];
    const changed = await ask('PUT', '/v1/SelfServePolicy', { ...policy, permissions: second });
    expect([changed.status, changed.json.permissions]).toEqual([200, second]);
    expect(changed.json.attributes.etag).not.toBe(policy.attributes.etag);
    const same = await ask('PUT', path, changed.json);
    expect(same.json).toEqual(changed.json);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(outcome(await ask('GET', path))).toEqual([404, 600039]);
    expect((await ask('GET', `/v1/SelfServePolicy?entity_id=${customerId}`)).json.items).toEqual([]);
    expect((await ask('POST', '/v1/SelfServePolicy', body(partner.partnerId, customerId))).status).toBe(201);
    expect(eventsOfType(world.table, 'SelfServePolicyChanged').map(({ detail }) => detail.change)).toEqual([
      'created',
      'updated',
      'deleted',
      'created',
    ]);
  });

  test('CUS-3: a second one for the customer is refused; of several at once one is made', async () => {
    const { ask, partner, customerId } = await stage();
    const post = () => ask('POST', '/v1/SelfServePolicy', body(partner.partnerId, customerId));
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map(({ status, json }) => json.code ?? status).sort()).toEqual([201, 600041, 600041]);
  });

  test('CUS-3: the ETag counts in the body and in If-Match; without one, or with an old one, nothing is changed', async () => {
    const { ask, policy, path } = await made();
    const change = { ...policy, permissions: [{ resource: 'AzureSavingsPlan', action: 'Purchase' }] };
    const { attributes: _, ...bare } = change;
    expect(outcome(await ask('PUT', path, bare))).toEqual([400, 2055]);
    expect(outcome(await ask('PUT', path, { ...bare, attributes: { etag: 'old' } }))).toEqual([400, 2055]);
    expect(outcome(await ask('PUT', path, change, { 'if-match': 'old' }))).toEqual([400, 2055]);
    expect((await ask('PUT', path, bare, { 'if-match': policy.attributes.etag })).status).toBe(200);
    expect(outcome(await ask('PUT', path, change))).toEqual([400, 2055]);
  });

  test('SUB-7: another’s grantor, customer or policy is none', async () => {
    const { ask, partner, policy, path, world } = await made();
    const other = await activePartner(world);
    const theirs = (await createdCustomer(world, other)).customerId;
    const post = (over: object) => ask('POST', '/v1/SelfServePolicy', { ...body(partner.partnerId, theirs), ...over });
    expect(outcome(await post({}))).toEqual([403, 20002]);
    expect(outcome(await post({ grantor: { grantorType: 'billToPartner', tenantID: other.partnerId } }))).toEqual([
      400, 800002,
    ]);
    expect(outcome(await ask('GET', `/v1/SelfServePolicy?entity_id=${theirs}`))).toEqual([403, 20002]);
    for (const [method, sent] of [
      ['GET', undefined],
      ['PUT', policy],
      ['DELETE', undefined],
    ] as const) {
      const answer = await world.ask(method, path, { token: other.agent, ...(sent && { body: sent }) });
      expect(outcome(answer)).toEqual([404, 600039]);
    }
    expect((await ask('GET', path)).json).toEqual(policy);
  });

  test('CUS-3: an id that does not fit is refused: 404/600040; one that nobody has: 404/600039', async () => {
    const { ask, policy, path, partner } = await made();
    const stranger = '99999999-9999-4999-8999-999999999999';
    const entity = { selfServeEntityType: 'customer', tenantID: stranger };
    expect(outcome(await ask('PUT', path, { ...policy, id: `${partner.partnerId}_${stranger}` }))).toEqual([
      404, 600040,
    ]);
    expect(outcome(await ask('PUT', path, { ...policy, selfServeEntity: entity }))).toEqual([404, 600040]);
    const { id: _, selfServeEntity: __, grantor: ___, ...bare } = policy;
    expect(outcome(await ask('PUT', `/v1/SelfServePolicy/${partner.partnerId}_${stranger}`, bare))).toEqual([
      404, 600039,
    ]);
    expect(outcome(await ask('PUT', '/v1/SelfServePolicy', bare))).toEqual([404, 600039]);
  });

  it.each<[string, object]>([
    ['no permission', { permissions: [] }],
    ['a permission twice', { permissions: Array(2).fill({ resource: 'AzureSavingsPlan', action: 'Purchase' }) }],
    ['an unknown resource', { permissions: [{ resource: 'Everything', action: 'Purchase' }] }],
    ['another kind of entity', { SelfServeEntity: { selfServeEntityType: 'partner', tenantID: 'x' } }],
    ['an id that is none', { SelfServeEntity: { selfServeEntityType: 'customer', tenantID: 'x' } }],
  ])('CUS-3: %s: 400/800002', async (_, over) => {
    const { ask, partner, customerId } = await stage();
    expect(outcome(await ask('POST', '/v1/SelfServePolicy', body(partner.partnerId, customerId, over)))).toEqual([
      400, 800002,
    ]);
  });

  test('CUS-3: with the relationship the policy is gone, and it does not stand in its way', async () => {
    const { ask, c, path } = await made();
    expect((await ask('PATCH', c, { relationshipToPartner: 'none' })).status).toBe(200);
    expect(outcome(await ask('GET', path))).toEqual([404, 600039]);
    expect(outcome(await ask('DELETE', path))).toEqual([404, 600039]);
  });
});
