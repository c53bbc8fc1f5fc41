import { describe, expect, it, test } from 'vitest';
import { endConsents } from '../../../../functions/tenancy/consents/operations/end-consents.ts';
import { ApplicationConsentBody } from '../../../../functions/tenancy/consents/schemas.ts';
import { isConsented } from '../../../../shared/identity/consent.ts';
import { hostedIssuer } from '../../../support/hosted-issuer.ts';
import {
  type Answer,
  activePartner,
  approvedPartner,
  createdCustomer,
  eventsOfType,
  partnerUser,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

/** An application belongs to its tenant (ROL-1); a consent lets it sign in the people of one customer. */
const REDIRECT = 'https://reports.example/take';
const GRANTS = [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read, Mail.Send' }];

async function stage(options: { trigger?: boolean; hooks?: Parameters<typeof tenancyWorld>[0] } = {}) {
  const hosted = hostedIssuer(options);
  const world = await tenancyWorld({ ...options.hooks, issuer: hosted.issuer });
  const partner = await activePartner(world);
  const customer = await createdCustomer(world, partner);
  const { customerId } = customer;
  // The administrator has chosen its own password by now.
  const caller = { pk: `ACCESS#${customerId}#CALLERS`, sk: customer.userId };
  const stored = (await world.table.get(caller))!;
  const { mustChoosePassword: _, ...record } = stored.record as Record<string, unknown>;
  await world.table.write([{ put: { ...stored, record } }]);
  const app = await application(partner.admin);
  async function application(token: string) {
    const body = { displayName: 'Reports', redirectUris: [REDIRECT] };
    const { json } = await world.ask('POST', '/v1/partner/applications', { token, body });
    const { json: secret } = await world.ask('POST', `/v1/partner/applications/${json.appId}/secrets`, { token });
    return { appId: json.appId as string, secret: secret.secret as string };
  }
  const path = `/v1/customers/${customerId}/applicationconsents`;
  const consent = (over: object = {}, token = partner.agent, headers: Record<string, string> = {}) =>
    world.ask('POST', path, { token, headers, body: { applicationId: app.appId, applicationGrants: GRANTS, ...over } });
  const withdraw = (appId = app.appId, token = partner.agent) => world.ask('DELETE', `${path}/${appId}`, { token });
  const person = { tenantId: customerId, userId: customer.userId };
  const exchange = (form: Record<string, string>, tenant = customerId) =>
    world.ask('POST', `/${tenant}/oauth2/v2.0/token`, {
      form: { client_id: app.appId, client_secret: app.secret, ...form },
    });
  const byCode = (tenant?: string) =>
    exchange({ grant_type: 'authorization_code', code: hosted.codeOf(person, app.appId) }, tenant);
  const byRefresh = (tenant?: string) =>
    exchange({ grant_type: 'refresh_token', refresh_token: hosted.refreshTokenOf(person, app.appId) }, tenant);
  const organization = (token = tokenOf({ ...person, appId: app.appId })) =>
    world.ask('GET', '/v1/my/organization', { token });
  const later = (seconds: number) => {
    world.clock.now = new Date(Date.parse(world.clock.now) + seconds * 1000).toISOString() as never;
  };
  return {
    ...world,
    partner,
    customer,
    customerId,
    app,
    application,
    path,
    consent,
    withdraw,
    ...{ person, exchange },
    byCode,
    byRefresh,
    organization,
    later,
  };
}
type Stage = Awaited<ReturnType<typeof stage>>;

const codes = (answers: Answer[]) => answers.map(({ status, json }) => [status, json?.code]);
const mine = async ({ ask, customer }: Stage) =>
  (await ask('GET', '/v1/my/applicationconsents', { token: customer.admin })).json.items;
/** What the customer does to the partner's delegated administration, and the event of it, as it is stored. */
async function loseAdministration(the: Stage) {
  const path = `/v1/my/partners/${the.partner.partnerId}/delegatedadminprivileges`;
  expect((await the.ask('DELETE', path, { token: the.customer.admin })).status).toBe(204);
  return eventsOfType(the.table, 'CustomerRelationshipChanged').at(-1)! as never;
}
async function regainAdministration({ ask, partner, customer }: Stage) {
  const { json } = await ask('GET', '/v1/customers/relationshiprequests', { token: partner.agent });
  const token = new URL(json.url).pathname.split('/')[2];
  const accepted = await ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: customer.admin });
  expect(accepted.status).toBe(201);
}

describe('ROL-1: a consent', () => {
  test('ROL-1: opens sign-in, refresh and the API to the customer’s people, and to nobody else', async () => {
    const the = await stage();
    const refused = async () => {
      expect([(await the.byCode()).status, (await the.byRefresh()).status]).toEqual([401, 401]);
      expect((await the.organization()).status).toBe(401);
    };
    const authorize = () =>
      the.ask(
        'GET',
        `/${the.customerId}/oauth2/v2.0/authorize?client_id=${the.app.appId}&response_type=code&redirect_uri=${REDIRECT}`,
      );
    await refused();
    expect((await authorize()).status).toBe(400);
    const given = await the.consent({ displayName: 'Monthly reports' });
    expect([given.status, given.json]).toEqual([
      201,
      {
        applicationId: the.app.appId,
        displayName: 'Monthly reports',
        applicationGrants: [{ ...GRANTS[0], scope: 'User.Read,Mail.Send' }],
        attributes: { objectType: 'ApplicationConsent' },
      },
    ]);
    expect((await authorize()).status).toBe(302);
    const signedIn = await the.byCode();
    expect([signedIn.status, (await the.byRefresh()).status]).toEqual([200, 200]);
    expect((await the.organization(signedIn.json.access_token)).status).toBe(200);
    // Nor does the partner's own tenant path give a token of the customer's people, nor the customer's one to the application.
    expect((await the.byCode(the.partner.partnerId)).json.error).toBe('invalid_grant');
    expect((await the.exchange({ grant_type: 'client_credentials' })).json.error).toBe('invalid_client');
    expect((await the.organization(tokenOf({ tenantId: the.customerId, appId: the.app.appId }))).status).toBe(401);
    const stranger = await createdCustomer(the, the.partner);
    const other = { tenantId: stranger.customerId, userId: stranger.userId, appId: the.app.appId };
    expect((await the.organization(tokenOf(other))).status).toBe(401);
  });

  it.each([
    ['the token endpoint', { trigger: false }],
    ['the issuer’s trigger', { trigger: true }],
  ])(
    'ROL-1: withdrawn by the partner or the customer, it ends at %s at once, at the API within a minute',
    async (_, options) => {
      for (const by of ['partner', 'customer'] as const) {
        const the = await stage(options);
        await the.consent();
        const { access_token: token } = (await the.byCode()).json;
        expect((await the.organization(token)).status).toBe(200);
        const mineOf = `/v1/my/applicationconsents/${the.app.appId}`;
        const done =
          by === 'partner' ? await the.withdraw() : await the.ask('DELETE', mineOf, { token: the.customer.admin });
        expect(done.status).toBe(by === 'partner' ? 200 : 204);
        expect([(await the.byCode()).status, (await the.byRefresh()).status]).toEqual([401, 401]);
        the.later(60);
        expect((await the.organization(token)).status).toBe(401);
        expect(eventsOfType(the.table, 'ApplicationConsentChanged').map(({ detail }) => detail.endedBy)).toEqual([
          undefined,
          by,
        ]);
        expect(await mine(the)).toEqual([]);
        // Given again, it opens again.
        expect((await the.consent()).status).toBe(201);
        expect((await the.byCode()).status).toBe(200);
      }
    },
  );

  test('CUS-3: the customer sees whose application it is, page by page; only its global admin withdraws', async () => {
    const the = await stage();
    const { ask, customer, partner } = the;
    await the.consent();
    const second = await the.application(partner.admin);
    await the.consent({ applicationId: second.appId });
    const { name } = (await the.deps.records.account(partner.partnerId))!;
    expect(await mine(the)).toHaveLength(2);
    expect((await mine(the))[0]).toMatchObject({
      displayName: 'Reports',
      partnerId: partner.partnerId,
      partnerName: name,
      consentedDate: '2026-11-02T09:00:00Z',
    });
    const first = await ask('GET', '/v1/my/applicationconsents?size=1', { token: customer.admin });
    const { uri, headers } = first.json.links.next;
    const next = await ask('GET', `/v1${uri}`, {
      token: customer.admin,
      headers: { 'ms-continuationtoken': headers[0].value },
    });
    expect([...first.json.items, ...next.json.items]).toHaveLength(2);
    const users = `/v1/customers/${the.customerId}/users`;
    const body = {
      userPrincipalName: `plain@${(await the.deps.records.account(the.customerId))!.domain}`,
      displayName: 'Paul Plain',
      passwordProfile: { password: 'Given-Passw0rd' },
    };
    const { json: plain } = await ask('POST', users, { token: partner.agent, body });
    const token = tokenOf({ tenantId: the.customerId, userId: plain.id });
    const mineOf = `/v1/my/applicationconsents/${the.app.appId}`;
    expect(
      codes([await ask('DELETE', mineOf, { token }), await ask('DELETE', `${mineOf}0`, { token: customer.admin })]),
    ).toEqual([
      [403, 980002],
      [404, 1000],
    ]);
    expect(await mine(the)).toHaveLength(2);
  });

  test('SUB-7: another partner neither consents to the application nor withdraws what it did not give', async () => {
    const the = await stage();
    const other = await activePartner(the);
    const { json } = await the.ask('GET', '/v1/customers/relationshiprequests', { token: other.agent });
    const token = new URL(json.url).pathname.split('/')[2];
    await the.ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: the.customer.admin });
    await the.consent();
    expect(codes([await the.consent({}, other.agent), await the.withdraw(the.app.appId, other.agent)])).toEqual([
      [400, 800002],
      [404, 1000],
    ]);
    expect((await the.byCode()).status).toBe(200);
  });
});

describe('ROL-1: refusals of a consent', () => {
  it.each<[string, (the: Stage) => Promise<object>]>([
    ['an application that nobody has', async () => ({ applicationId: '1h57kf5cpsc0vo9gqr35bvb3f0' })],
    [
      'one of another partner',
      async (the) => ({
        applicationId: (await the.application((await activePartner(the)).admin)).appId,
      }),
    ],
    [
      'a deleted one',
      async (the) => {
        await the.ask('DELETE', `/v1/partner/applications/${the.app.appId}`, { token: the.partner.admin });
        return {};
      },
    ],
    ['the program’s own client', async () => ({ applicationId: 'sign-in' })],
  ])('ROL-1: %s: 400, and the member is named', async (_, over) => {
    const the = await stage();
    const answer = await the.consent(await over(the));
    expect([answer.status, answer.json.code, answer.json.description]).toEqual([
      400,
      800002,
      expect.stringContaining('applicationId'),
    ]);
    expect(await mine(the)).toEqual([]);
  });

  it.each([
    ['no scope', [{ ...GRANTS[0], scope: '' }]],
    ['a gap between commas', [{ ...GRANTS[0], scope: 'User.Read,,Mail.Send' }]],
    ['a comma at the end', [{ ...GRANTS[0], scope: 'User.Read,' }]],
    ['words without a comma', [{ ...GRANTS[0], scope: 'User.Read Mail.Send' }]],
    ['a line break', [{ ...GRANTS[0], scope: 'User.Read\nMail.Send' }]],
    ['markup', [{ ...GRANTS[0], scope: '<b>User.Read</b>' }]],
    ['more scopes than a hundred', [{ ...GRANTS[0], scope: Array.from({ length: 101 }, (_, n) => `s${n}`).join(',') }]],
    ['a resource that is no GUID', [{ ...GRANTS[0], enterpriseApplicationId: 'graph' }]],
    ['a resource twice', [GRANTS[0], GRANTS[0]]],
    ['no grants', []],
  ])('ROL-1: %s: 400, and nothing is changed', async (_, applicationGrants) => {
    const the = await stage();
    expect(codes([await the.consent({ applicationGrants })])).toEqual([[400, 800002]]);
    expect(await mine(the)).toEqual([]);
  });

  test('DAP-2: without delegated administration, and without the role', async () => {
    const the = await stage();
    await the.consent();
    const roles = ['HelpdeskAgent', 'SalesAgent'];
    const { partnerId, admin: token } = the.partner;
    for (const role of roles) {
      const userId = await partnerUser(the, { token, partnerId, roles: [role] });
      const agent = tokenOf({ tenantId: partnerId, userId });
      expect(codes([await the.consent({}, agent), await the.withdraw(the.app.appId, agent)])).toEqual([
        [403, 900150],
        [403, 900150],
      ]);
    }
    await loseAdministration(the);
    expect(codes([await the.consent(), await the.withdraw()])).toEqual([
      [403, 980001],
      [403, 980001],
    ]);
  });

  test('ROL-1: of two at once one is given, and the other says that it is there', async () => {
    const the = await stage();
    const answers = await Promise.all([the.consent(), the.consent(), the.consent()]);
    expect(answers.map(({ status, json }) => json.code ?? status).sort()).toEqual([201, 980017, 980017]);
    expect(eventsOfType(the.table, 'ApplicationConsentChanged')).toHaveLength(1);
    const headers = { 'ms-requestid': '7d0f4a1e-2b3c-4d5e-8f60-718293a4b5c6' };
    await the.withdraw();
    const [first, again] = [await the.consent({}, undefined, headers), await the.consent({}, undefined, headers)];
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json]);
  });

  test('ROL-1: an application that is deleted while it is consented to gets no consent', async () => {
    const the = await stage();
    const write = the.table.write.bind(the.table);
    const deps = { isFirst: true };
    the.table.write = async (writes) => {
      if (deps.isFirst && writes.some((each) => 'put' in each && each.put.pk.endsWith('#CONSENTS'))) {
        deps.isFirst = false;
        await the.ask('DELETE', `/v1/partner/applications/${the.app.appId}`, { token: the.partner.admin });
      }
      return write(writes);
    };
    expect(codes([await the.consent()])).toEqual([[400, 800002]]);
    expect(await mine(the)).toEqual([]);
  });
});

describe('CUS-3: what the customer is shown', () => {
  test('CUS-3: a consent to an application that was deleted since is not shown, and those beside it are', async () => {
    const the = await stage();
    const other = await the.application(the.partner.admin);
    await the.consent();
    await the.consent({ applicationId: other.appId });
    await the.ask('DELETE', `/v1/partner/applications/${the.app.appId}`, { token: the.partner.admin });
    expect((await mine(the)).map(({ applicationId }: { applicationId: string }) => applicationId)).toEqual([
      other.appId,
    ]);
  });
});

describe('DAP-1: with delegated administration a consent ends', () => {
  const isIn = ({ deps, customerId, app }: Stage) =>
    isConsented(deps.records, { tenantId: customerId, applicationId: app.appId });

  test('DAP-1: at once, and for good: it does not come back with a new acceptance', async () => {
    const the = await stage();
    await the.consent();
    const event = await loseAdministration(the);
    expect([await isIn(the), (await the.byCode()).status, (await the.byRefresh()).status]).toEqual([false, 401, 401]);
    await endConsents(event, the.deps);
    expect(await mine(the)).toEqual([]);
    await regainAdministration(the);
    expect(await isIn(the)).toBe(false);
    await the.consent();
    expect(await isIn(the)).toBe(true);
  });

  test('DAP-1: the event may come late and twice: a consent of after the loss stays', async () => {
    const the = await stage();
    const event = await loseAdministration(the);
    await regainAdministration(the);
    await the.consent();
    await endConsents(event, the.deps);
    await endConsents(event, the.deps);
    expect(await isIn(the)).toBe(true);
    const second = await loseAdministration(the);
    await endConsents(second, the.deps);
    await endConsents(second, the.deps);
    expect(eventsOfType(the.table, 'ApplicationConsentChanged').map(({ detail }) => detail.endedBy)).toEqual([
      undefined,
      'privileges',
    ]);
  });

  test('DAP-1: consents of other partners stay', async () => {
    const the = await stage();
    const other = await activePartner(the);
    const { json } = await the.ask('GET', '/v1/customers/relationshiprequests', { token: other.agent });
    const token = new URL(json.url).pathname.split('/')[2];
    await the.ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: the.customer.admin });
    const theirs = await the.application(other.admin);
    await the.consent({ applicationId: theirs.appId }, other.agent);
    await the.consent();
    await endConsents(await loseAdministration(the), the.deps);
    expect((await mine(the)).map(({ applicationId }: { applicationId: string }) => applicationId)).toEqual([
      theirs.appId,
    ]);
  });

  test('PRG-5: of a customer that became a partner it counts no more: its people reach customers of their own', async () => {
    const the = await stage();
    await the.consent();
    const { domain } = (await the.deps.records.account(the.customerId))!;
    await approvedPartner(the, { id: the.customerId, domain });
    expect([await isIn(the), (await the.byCode()).status, (await the.byRefresh()).status]).toEqual([false, 401, 401]);
  });

  test('ROL-1: with its application it ends too, within a minute for tokens that there are', async () => {
    const the = await stage();
    await the.consent();
    const { access_token: token } = (await the.byCode()).json;
    expect((await the.organization(token)).status).toBe(200);
    await the.ask('DELETE', `/v1/partner/applications/${the.app.appId}`, { token: the.partner.admin });
    expect(await isIn(the)).toBe(false);
    expect((await the.byRefresh()).status).toBe(401);
    the.later(60);
    expect((await the.organization(token)).status).toBe(401);
  });
});

test('CUS-3: a hundred of the largest consents that there can be fit an answer', () => {
  const scope = Array.from({ length: 99 }, (_, n) => `s${n}`.padEnd(19, 'x'))
    .join(',')
    .padEnd(2000, 'y');
  const grants = (count: number, of = scope) =>
    Array.from({ length: count }, (_, n) => ({
      enterpriseApplicationId: `00000003-0000-0000-c000-${String(n).padStart(12, '0')}`,
      scope: of,
    }));
  const body = (applicationGrants: object) =>
    ApplicationConsentBody.safeParse({
      applicationId: 'a'.repeat(128),
      displayName: '名'.repeat(256),
      applicationGrants,
    });
  const largest = body(grants(20));
  expect(largest.error).toBeUndefined();
  expect(body(grants(21)).success).toBe(false);
  expect(body(grants(1, `${scope}y`)).success).toBe(false);
  const LAMBDA_ANSWER = 6_000_000;
  expect(Buffer.byteLength(JSON.stringify(JSON.stringify(largest.data))) * 100).toBeLessThan(LAMBDA_ANSWER * 0.9);
});
