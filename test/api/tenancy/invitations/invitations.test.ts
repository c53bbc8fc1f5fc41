import { describe, expect, test } from 'vitest';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  activePartner,
  createdCustomer,
  type EnrolledPartner,
  eventsOfType,
  otherCustomer,
  ROOT,
  tenancyWorld,
  tokenOf,
  tokenOfLink,
  type World,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

async function invitationOf(
  world: World,
  partner: EnrolledPartner,
  kind: 'relationship' | 'delegatedadmin' = 'relationship',
) {
  const { json } = await world.ask('GET', `/v1/customers/${kind}requests`, { token: partner.agent });
  return { url: json.url as string, token: (json.url as string).split('/invitations/')[1]!.split('?')[0]!, json };
}
const accept = (world: World, token: string, admin: string) =>
  world.ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: admin, body: { acknowledged: true } });

/** A user of the customer that is not its global admin. */
async function plainUser(world: World, customerId: string): Promise<string> {
  const userId = '00000000-0000-4000-8000-00000000aaaa';
  await world.table.write([
    {
      put: {
        pk: `ACCESS#${customerId}#CALLERS`,
        sk: userId,
        record: {
          tenantId: customerId,
          principalId: userId,
          kind: 'user',
          roles: ['Customer'],
          displayName: 'Uwe User',
          userPrincipalName: 'uwe@northwind.example',
          isActive: true,
        },
      },
    },
  ]);
  return tokenOf({ tenantId: customerId, userId });
}

describe('REL-1: the invitation', () => {
  test('REL-1: is one link for every customer, with a mail text in the caller’s language, and holds no secret in store', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world, { companyName: 'Fabrikam & Söhne' });
    const first = await invitationOf(world, partner);
    expect(first.url).toMatch(new RegExp(`^${ROOT}/invitations/[\\w-]{43}\\?partnerId=${partner.partnerId}$`));
    expect((await invitationOf(world, partner)).url).toBe(first.url);
    expect(first.json.emailText).toContain(first.url);
    const german = await world.ask('GET', '/v1/customers/relationshiprequests', {
      token: partner.agent,
      headers: { 'x-locale': 'de-DE' },
    });
    expect(german.json.emailSubject).toBe('Einladung von Fabrikam & Söhne');
    expect(storedTexts(world.table.items.values())).not.toContain(first.token);
    for (const _ of [1, 2]) {
      const { customerId, admin } = await otherCustomer(world);
      expect((await accept(world, first.token, admin)).status).toBe(201);
      const { json } = await world.ask('GET', '/v1/customers', { token: partner.agent });
      expect(json.items.map(({ id }: { id: string }) => id)).toContain(customerId);
    }
  });

  test('REL-1: the platform mails it; the mail writer derives the same link, which no event holds', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { token } = await invitationOf(world, partner);
    const body = { to: 'maria@northwind.example; max@northwind.example', locale: 'de-de', message: 'Wie besprochen.' };
    const path = '/v1/customers/relationshiprequests/emails';
    expect((await world.ask('POST', path, { token: partner.agent, body })).status).toBe(202);
    const { detail } = eventsOfType(world.table, 'InvitationMailRequested')[0]!;
    expect(detail).toMatchObject({
      to: ['maria@northwind.example', 'max@northwind.example'],
      locale: 'de-DE',
      root: ROOT,
      message: 'Wie besprochen.',
    });
    expect(JSON.stringify(detail)).not.toContain(token);
    const { invitationKind: kind, generation } = detail as {
      invitationKind: 'reseller-invitation';
      generation: number;
    };
    expect(tokenOfLink({ kind, subject: linkSubjects.invitation(partner.partnerId), generation })).toBe(token);
    const bad = await world.ask('POST', path, { token: partner.agent, body: { to: 'nobody' } });
    expect(outcome(bad)).toEqual([400, 800002]);
  });

  test('REL-1: a withdrawn link answers 404 from then on, the new one works', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { token, url } = await invitationOf(world, partner);
    const rotated = await world.ask('POST', '/v1/customers/relationshiprequests/rotation', { token: partner.agent });
    expect(rotated.status).toBe(201);
    expect(rotated.json.url).not.toBe(url);
    expect(outcome(await world.ask('GET', `/v1/invitations/${token}`))).toEqual([404, 980012]);
    const { admin } = await otherCustomer(world);
    expect(outcome(await accept(world, token, admin))).toEqual([404, 980012]);
    const page = await world.ask('GET', `/invitations/${token}`);
    expect(page.status).toBe(404);
    expect(page.text).toContain('This invitation is not valid');
    const fresh = await invitationOf(world, partner);
    expect(fresh.url).toBe(rotated.json.url);
    const view = await world.ask('GET', `/v1/invitations/${fresh.token}`);
    expect(view.json).toEqual({
      partnerName: expect.stringContaining('Fabrikam'),
      partnerId: partner.partnerId,
      type: 'reseller',
      grantsDelegatedAdmin: true,
      supportProfile: { email: 'nina@fabrikam.example' },
    });
  });

  test.each([
    ['indirectReseller', 'relationship', 403, 980004, 'a reseller passes its provider’s link on'],
    ['advisor', 'relationship', 403, 2032, 'an advisor sells nothing'],
    ['indirectProvider', 'relationship', 200, undefined, 'a provider invites'],
    ['advisor', 'delegatedadmin', 200, undefined, 'an advisor asks for administration'],
    ['indirectReseller', 'delegatedadmin', 200, undefined, 'a reseller may, too'],
  ])('REL-7, REL-8: %s at %srequests answers %i/%s: %s', async (programRole, kind, status, code, _because) => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world, { programRole });
    expect(outcome(await world.ask('GET', `/v1/customers/${kind}requests`, { token }))).toEqual([status, code]);
  });
});

describe('REL-2: who may accept', () => {
  test('REL-2: only a global admin of the customer; others are told so, and nothing changes', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { token } = await invitationOf(world, partner);
    const { customerId } = await otherCustomer(world);
    const plain = await plainUser(world, customerId);
    expect(outcome(await accept(world, token, plain))).toEqual([403, 980002]);
    expect(await world.deps.records.relationship({ partnerId: partner.partnerId, customerId })).toBeUndefined();
  });

  test.each([
    [{ channels: ['syndication'] }, 980003, 'a customer of a syndication partner (REL-4)'],
    [{ country: 'DE' }, 2030, 'a customer of another region (PRG-3)'],
  ])('REL-4, PRG-3: %j is refused with %i: %s', async (over, code, _because) => {
    const world = await tenancyWorld();
    const { token } = await invitationOf(world, await activePartner(world));
    const { admin } = await otherCustomer(world, over);
    expect(outcome(await accept(world, token, admin))).toEqual([403, code]);
  });

  test('REL-2: a user of a partner’s tenant is refused, whatever its role (980008)', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { token } = await invitationOf(world, partner);
    const other = await activePartner(world);
    for (const user of [partner.admin, partner.agent, other.admin])
      expect(outcome(await accept(world, token, user))).toEqual([403, 980008]);
  });

  test('PRG-6: a customer that the program refuses cannot accept', async () => {
    const world = await tenancyWorld();
    const { token } = await invitationOf(world, await activePartner(world));
    const { admin, customerId } = await otherCustomer(world);
    const path = `/v1/operator/customers/${customerId}/validationstatus`;
    await world.ask('PUT', path, { token: world.operatorToken, body: { status: 'NotAllowed' } });
    expect(outcome(await accept(world, token, admin))).toEqual([403, 980013]);
  });

  test('PRG-8: nobody accepts for a partner whose account is not active', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { token } = await invitationOf(world, partner);
    const path = `/v1/operator/partners/${partner.partnerId}`;
    await world.ask('PATCH', path, { token: world.operatorToken, body: { status: 'suspended' } });
    const { admin } = await otherCustomer(world);
    expect(outcome(await accept(world, token, admin))).toEqual([403, 800039]);
  });
});

describe('REL-3: what accepting does', () => {
  test('REL-3: the customer is in the list as reseller with delegated administration; other partners keep theirs', async () => {
    const world = await tenancyWorld();
    const [one, two] = [await activePartner(world), await activePartner(world)];
    const { customerId, admin } = await createdCustomer(world, one);
    const { token } = await invitationOf(world, two);
    const accepted = await accept(world, token, admin);
    expect(accepted.status).toBe(201);
    expect(accepted.json).toMatchObject({
      partnerId: two.partnerId,
      relationship: 'reseller',
      hasDelegatedAdmin: true,
    });
    const { json } = await world.ask('GET', '/v1/my/partners', { token: admin });
    expect(
      json.items.map((item: { partnerId: string; hasDelegatedAdmin: boolean }) => [
        item.partnerId,
        item.hasDelegatedAdmin,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [one.partnerId, true],
        [two.partnerId, true],
      ]),
    );
    const seen = await world.ask('GET', `/v1/customers/${customerId}`, { token: two.agent });
    expect(seen.json).toMatchObject({ relationshipToPartner: 'reseller', allowDelegatedAccess: true });
  });

  test('REL-3: an advisor of the customer becomes reseller, and its list shows it', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId, admin } = await otherCustomer(world);
    const asked = await invitationOf(world, partner, 'delegatedadmin');
    await accept(world, asked.token, admin);
    const relationship = async () =>
      (await world.ask('GET', '/v1/customers', { token: partner.agent })).json.items.map(
        (item: { relationshipToPartner: string }) => item.relationshipToPartner,
      );
    expect(await relationship()).toEqual(['advisor']);
    const invited = await invitationOf(world, partner);
    await accept(world, invited.token, admin);
    expect(await relationship()).toEqual(['reseller']);
    await accept(world, asked.token, admin);
    expect(await relationship()).toEqual(['reseller']);
    const versions = eventsOfType(world.table, 'CustomerRelationshipChanged')
      .filter(({ detail }) => detail.customerId === customerId)
      .map(({ aggregateVersion, detail }) => [aggregateVersion, detail.source]);
    expect(versions).toEqual([
      [1, 'advisorRequest'],
      [2, 'invitation'],
    ]);
  });

  test('REL-6: accepting again restores delegated administration; accepting twice raises nothing', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId, admin } = await createdCustomer(world, partner);
    const { token } = await invitationOf(world, partner);
    const raised = () => eventsOfType(world.table, 'CustomerRelationshipChanged').length;
    await accept(world, token, admin);
    expect(raised()).toBe(1);
    const path = `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`;
    expect((await world.ask('DELETE', path, { token: admin })).status).toBe(204);
    expect((await world.ask('DELETE', path, { token: admin })).status).toBe(204);
    const ids = { partnerId: partner.partnerId, customerId };
    expect(await world.deps.records.relationship(ids)).toMatchObject({
      relationship: 'reseller',
      delegatedAdmin: false,
    });
    const closed = await world.ask('GET', `/v1/customers/${customerId}`, { token: partner.agent });
    expect(closed.json).toMatchObject({ allowDelegatedAccess: false });
    expect(closed.json).not.toHaveProperty('customDomains');
    expect(closed.json.companyProfile).not.toHaveProperty('email');
    await accept(world, token, admin);
    expect(await world.deps.records.relationship(ids)).toMatchObject({
      relationship: 'reseller',
      delegatedAdmin: true,
    });
    expect(raised()).toBe(3);
    const { json } = await world.ask('GET', `/v1/customers/${customerId}/delegatedadminprivileges`, {
      token: partner.agent,
    });
    expect(json.items.map(({ source, endedBy }: { source: string; endedBy?: string }) => [source, endedBy])).toEqual([
      ['invitation', undefined],
      ['tenantCreation', 'customer'],
    ]);
  });

  test('DAP-1: an advisor that loses delegated administration leaves the list', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world, { programRole: 'advisor' });
    const { customerId, admin } = await otherCustomer(world);
    await accept(world, (await invitationOf(world, partner, 'delegatedadmin')).token, admin);
    const plain = await plainUser(world, customerId);
    const path = `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`;
    expect(outcome(await world.ask('DELETE', path, { token: plain }))).toEqual([403, 980002]);
    expect((await world.ask('DELETE', path, { token: admin })).status).toBe(204);
    expect((await world.ask('GET', '/v1/customers', { token: partner.agent })).json.items).toEqual([]);
    expect(outcome(await world.ask('GET', `/v1/customers/${customerId}`, { token: partner.agent }))).toEqual([
      403, 20002,
    ]);
    expect(outcome(await world.ask('DELETE', path, { token: admin }))).toEqual([404, 1000]);
  });

  test('DAP-1: a partner ends its relationship, gives up its administration, and can never grant it to itself', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const patch = (body: object) => world.ask('PATCH', `/v1/customers/${customerId}/`, { token: partner.agent, body });
    expect(outcome(await patch({ AllowDelegatedAccess: true }))).toEqual([400, 800002]);
    expect(outcome(await patch({}))).toEqual([400, 800002]);
    const givenUp = await patch({ relationshipToPartner: 'none', allowDelegatedAccess: false });
    expect(givenUp.json).toMatchObject({ relationshipToPartner: 'reseller', allowDelegatedAccess: false });
    const ended = await patch({ RelationshipToPartner: 'None', attributes: { objectType: 'Customer' } });
    expect(ended.json).toMatchObject({ relationshipToPartner: 'none', allowDelegatedAccess: false });
    expect(outcome(await patch({ relationshipToPartner: 'none' }))).toEqual([403, 20002]);
    expect((await world.ask('GET', '/v1/customers', { token: partner.agent })).json.items).toEqual([]);
  });
});
