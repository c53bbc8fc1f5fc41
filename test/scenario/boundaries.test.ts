import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page, unescapeHtml } from '../../infra/local/demo/browser.ts';
import { type Client, guidOf } from '../../infra/local/demo/client.ts';
import { untilIdle } from '../../infra/local/demo/control.ts';
import { clientOfPartner, type EnrolledPartner, enrolPartner, type Login } from '../../infra/local/demo/enrol.ts';
import { awaitMail, mailsTo } from '../../infra/local/demo/mail.ts';
import { enrolledPartners } from '../../infra/local/demo/partners.ts';
import { replaceGivenPassword, signIn } from '../../infra/local/demo/sign-in.ts';
import {
  createCustomer,
  newCustomer,
  orderBody,
  placeOrder,
  problem,
  readyCustomer,
  subscriptionsOf,
} from './actions.ts';
import { quickStart } from './quick-start.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let customer: string;
beforeAll(async () => {
  world = await startWorld();
  customer = await readyCustomer(world.as('adminAgent'));
});
afterAll(() => world?.stop());

describe('OPS-1: callers of credentials.json', () => {
  test.each`
    name                   | call                                        | status | code         | because
    ${'operator'}          | ${'GET /v1/operator/partners'}              | ${200} | ${undefined} | ${'runs the program'}
    ${'adminAgent'}        | ${'GET /v1/customers'}                      | ${200} | ${undefined} | ${'works for customers'}
    ${'salesAgent'}        | ${'GET /v1/customers'}                      | ${200} | ${undefined} | ${'works for customers'}
    ${'helpdeskAgent'}     | ${'POST /v1/customers'}                     | ${403} | ${900150}    | ${'creates none'}
    ${'globalAdmin'}       | ${'GET /v1/partner/programagreement'}       | ${200} | ${undefined} | ${'runs the own tenant'}
    ${'globalAdmin'}       | ${'GET /v1/customers'}                      | ${403} | ${900150}    | ${'has no right on customers'}
    ${'otherPartnerAdmin'} | ${'GET /v1/partner/users'}                  | ${200} | ${undefined} | ${'is both'}
    ${'providerAdmin'}     | ${'GET /v1/relationships/requests'}         | ${200} | ${undefined} | ${'has resellers'}
    ${'resellerAdmin'}     | ${'POST /v1/customers'}                     | ${403} | ${900150}    | ${'works under a provider'}
    ${'advisorAdmin'}      | ${'GET /v1/customers/relationshiprequests'} | ${403} | ${2032}      | ${'only advises'}
    ${'appOnly'}           | ${'GET /v1/customers'}                      | ${200} | ${undefined} | ${'acts as an admin agent'}
    ${'appOnly'}           | ${'GET /v1/partner/programagreement'}       | ${403} | ${2032}      | ${'is no person'}
  `('$name $because', async ({ name, call, status, code }) => {
    const answer = await world.as(name).ask(call, call.startsWith('POST') ? { body: newCustomer() } : {});
    expect(answer).toMatchObject(code === undefined ? { status } : problem(status, code));
  });

  test('the first four partner callers and appOnly share a tenant, the others have theirs', () => {
    const { clients } = world.credentials;
    const tenant = (name: string) => clients[name]!.tenantId;
    const shared = ['adminAgent', 'helpdeskAgent', 'salesAgent', 'globalAdmin', 'appOnly'].map(tenant);
    const others = ['operator', 'otherPartnerAdmin', 'providerAdmin', 'resellerAdmin', 'advisorAdmin'].map(tenant);
    expect(new Set(shared).size).toBe(1);
    expect(new Set([...shared, ...others]).size).toBe(6);
  });

  test.each(['customerAdmin', 'customerUser'] as const)('%s signs in with a password', async (name) => {
    const { users, signIn: client } = world.credentials;
    const person = await signIn(world.runtime, client, users[name]);
    const { domain } = await person.send<{ domain: string }>('GET /v1/my/organization');
    expect(domain).toBe(users[name].domain);
  });
});

test('ORD-6: twenty equal orders at once with one request id buy once', async () => {
  const partner = world.as('adminAgent');
  const request = { body: orderBody([['Office 365 Enterprise E3', 3]]), requestId: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => partner.ask(`POST /v1/customers/${customer}/orders`, request)),
  );
  const placed = answers.filter(({ status }) => status === 201);
  const others = answers.filter(({ status }) => status !== 201);
  expect(placed.length).toBeGreaterThan(0);
  expect(new Set(placed.map(({ text }) => text)).size, 'every success is the same answer').toBe(1);
  for (const answer of others) {
    expect(answer).toMatchObject(problem(409, 800060));
    expect(answer.headers.get('retry-after')).not.toBeNull();
  }
  const again = await partner.ask(`POST /v1/customers/${customer}/orders`, request);
  expect(again.text).toBe(placed[0]!.text);
  expect(await subscriptionsOf(partner, customer)).toHaveLength(1);
});

describe('what is another partner’s is not there', () => {
  let subscription: string;
  let order: string;
  beforeAll(async () => {
    const placed = await placeOrder(world.as('adminAgent'), customer, [['Intune', 2]]);
    [order, subscription] = [placed.id, placed.lineItems[0]!.subscriptionId];
  });

  test.each`
    id                      | what                                     | call                                                                     | status | code
    ${'CUS-2'}              | ${'a customer'}                          | ${() => `GET /v1/customers/${customer}`}                                 | ${403} | ${20002}
    ${'CUS-2'}              | ${'a customer that nobody has'}          | ${() => `GET /v1/customers/${randomUUID()}`}                             | ${403} | ${20002}
    ${'SUB-7'}              | ${'subscriptions of a foreign customer'} | ${() => `GET /v1/customers/${customer}/subscriptions`}                   | ${403} | ${20002}
    ${'SUB-7'}              | ${'a foreign customer’s subscription'}   | ${() => `PATCH /v1/customers/${customer}/subscriptions/${subscription}`} | ${403} | ${20002}
    ${'CUS-2'}              | ${'an order of a foreign customer'}      | ${() => `GET /v1/customers/${customer}/orders/${order}`}                 | ${403} | ${20002}
    ${'ORD-2 relationship'} | ${'an order without one'}                | ${() => `POST /v1/customers/${customer}/orders`}                         | ${403} | ${20002}
    ${'BIL-3'}              | ${'an invoice that nobody has'}          | ${() => 'GET /v1/invoices/D0000000A1'}                                   | ${404} | ${1000}
  `('$id: $what', async ({ call, status, code }) => {
    const withBody = /^(POST|PATCH)/.test(call());
    const body = withBody ? { body: { ...orderBody([['Intune', 1]]), quantity: 9 } } : {};
    expect(await world.as('otherPartnerAdmin').ask(call(), body)).toMatchObject(problem(status, code));
  });

  test('SUB-7: another partner of the same customer sees none of it', async () => {
    const other = world.as('otherPartnerAdmin');
    const own = await readyCustomer(other, 'Fir Lane Bakery');
    const foreign = await other.ask(`GET /v1/customers/${own}/subscriptions/${subscription}`);
    expect(foreign).toMatchObject(problem(404, 20003));
    expect(await other.ask(`GET /v1/customers/${own}/orders/${order}`)).toMatchObject(problem(404, 20000));
    const listed = await other.send<{ items: { id: string }[] }>('GET /v1/customers');
    expect(listed.items.map(({ id }) => id)).toEqual([own]);
  });

  test('ROL-2: a helpdesk agent does not order, and an app-only caller does', async () => {
    const order = { body: orderBody([['Intune', 1]]) };
    const call = `POST /v1/customers/${customer}/orders`;
    expect(await world.as('helpdeskAgent').ask(call, order)).toMatchObject(problem(403, 900150));
    expect(await world.as('globalAdmin').ask(call, order)).toMatchObject(problem(403, 900150));
    expect((await world.as('appOnly').ask(call, order)).status).toBe(201);
  });
});

describe('ORD-2: an order is refused with the exact reason', () => {
  const buy = (partner: Client, customerId: string, ...line: Parameters<typeof orderBody>[0][number]) =>
    partner.ask(`POST /v1/customers/${customerId}/orders`, { body: orderBody([line]) });

  test.each`
    part                | offerName                                               | seats  | status | code
    ${'base'}           | ${'Audio Conferencing'}                                 | ${1}   | ${400} | ${800021}
    ${'quantity above'} | ${'Office 365 Business Premium'}                        | ${301} | ${400} | ${2002}
    ${'quantity below'} | ${'Dynamics 365 Plan'}                                  | ${19}  | ${400} | ${2002}
    ${'customer'}       | ${'Office 365 Enterprise E3 (Nonprofit Staff Pricing)'} | ${5}   | ${400} | ${800086}
  `('ORD-2 $part', async ({ offerName, seats, status, code }) => {
    expect(await buy(world.as('adminAgent'), customer, offerName, seats)).toMatchObject(problem(status, code));
  });

  test('ORD-2 base: an add-on does not hang on another partner’s base', async () => {
    const [first, other] = [world.as('adminAgent'), world.as('otherPartnerAdmin')];
    const own = await readyCustomer(other, 'Gum Tree Clinic');
    const base = await placeOrder(first, customer, [['Office 365 Enterprise E1', 2]]);
    const parent = { parentSubscriptionId: base.lineItems[0]!.subscriptionId };
    expect(await buy(other, own, 'Audio Conferencing', 1, parent)).toMatchObject(problem(400, 800021));
    expect((await buy(first, customer, 'Audio Conferencing', 1, parent)).status).toBe(201);
  });

  test('ORD-2 agreement: not attested', async () => {
    const unattested = await createCustomer(world.as('adminAgent'), 'Hazel Court Inn');
    expect(await buy(world.as('adminAgent'), unattested, 'Intune', 1)).toMatchObject(problem(403, 13605));
  });

  test('ORD-2 blocked: the program refuses the customer and says why', async () => {
    const [partner, operator] = [world.as('adminAgent'), world.as('operator')];
    const held = await readyCustomer(partner, 'Ivy Works');
    const validation = (status: string) =>
      operator.send(`PUT /v1/operator/customers/${held}/validationstatus`, {
        body: { status, reason: 'Papers missing' },
      });
    await validation('UnderReview');
    expect(await buy(partner, held, 'Intune', 1)).toMatchObject(problem(403, 800073));
    await validation('NotAllowed');
    const refused = await buy(partner, held, 'Intune', 1);
    expect(refused).toMatchObject(problem(403, 800075));
    expect(refused.text).toContain('Papers missing');
    await validation('Allowed');
    expect((await buy(partner, held, 'Intune', 1)).status).toBe(201);
  });

  test('ORD-2 own tenant: nobody sells to itself nor to another partner (PRG-5)', async () => {
    for (const { domain } of enrolledPartners.slice(0, 2)) {
      const body = { ...newCustomer(), companyProfile: { domain } };
      expect(await world.as('adminAgent').ask('POST /v1/customers', { body })).toMatchObject(problem(403, 980008));
    }
  });

  test('ORD-2 market: an offer that is not sold in a country names the country', async () => {
    const partner = await enrolAnother('savanna', 'KE');
    const customerId = await readyCustomer(partner, 'Jacaranda Tea', 'UG');
    const refused = await buy(partner, customerId, 'Microsoft Dynamics CRM Online Professional', 1);
    expect(refused).toMatchObject(problem(400, 800070));
    expect(refused.text).toContain('UG');
  });

  test('ORD-2 account: a suspended partner buys nothing, and may still let go of what it has', async () => {
    const [partner, operator] = [await enrolAnother('delta', 'US'), world.as('operator')];
    const own = await readyCustomer(partner, 'Kapok Tools');
    const placed = await placeOrder(partner, own, [['Intune', 3]]);
    await operator.send(`PATCH /v1/operator/partners/${partner.tenantId}`, { body: { status: 'suspended' } });
    expect(await buy(partner, own, 'Intune', 1)).toMatchObject(problem(403, 800039));
    const { subscriptionId } = placed.lineItems[0]!;
    const path = `PATCH /v1/customers/${own}/subscriptions/${subscriptionId}`;
    expect(await partner.ask(path, { body: { quantity: 4 } })).toMatchObject(problem(403, 800039));
    expect(await partner.send(path, { body: { quantity: 2 } })).toMatchObject({ quantity: 2 });
  });
});

const enrolAnother = async (key: string, country: string): Promise<Client> =>
  clientOfPartner(world.runtime.apiRoot, await enrolled(key, country));

/** A partner of a country of its own, beside those of every program. */
async function enrolled(key: string, country: string): Promise<EnrolledPartner> {
  const { runtime, credentials } = world;
  const plan = {
    ...enrolledPartners[1]!,
    key,
    country,
    tenantId: guidOf('partner', key),
    companyName: `${key} cloud`,
    domain: `${key}.example`,
    mpnId: String(5000000 + key.length),
    admin: { displayName: 'Ada Keller', email: `ada@${key}.example` },
  };
  const enrolment = { places: runtime, operator: world.as('operator'), signInClient: credentials.signIn };
  return enrolPartner(enrolment, plan);
}

quickStart(
  () => world,
  async () => {
    const { applications, plan } = await enrolled('otters', 'US');
    return applications[plan.staff[0]!.key]!;
  },
);

test('NOT-4 repeat: an invitation asked for twice with one request id is mailed once', async () => {
  const to = 'owner@larkspur.example';
  const request = { body: { to, locale: 'en-US' }, requestId: randomUUID() };
  for (const _ of [1, 2])
    expect((await world.as('salesAgent').ask('POST /v1/customers/relationshiprequests/emails', request)).status).toBe(
      202,
    );
  await awaitMail(world.runtime.controlRoot, to);
  await untilIdle(world.runtime.controlRoot);
  expect(await mailsTo(world.runtime.controlRoot, to)).toHaveLength(1);
});

describe('an invitation', () => {
  const customersOf = async (name: string): Promise<readonly { id: string; relationshipToPartner: string }[]> =>
    (await world.as(name).send<{ items: { id: string; relationshipToPartner: string }[] }>('GET /v1/customers')).items;

  test('REL-2: a plain user of the company cannot accept it', async () => {
    const end = await accept(await invitation(), world.credentials.users.customerUser);
    expect(end.answer.status).toBe(403);
    expect(end.answer.text).toMatch(/administrator/i);
  });

  test('REL-3: its global admin accepts on the page, and the company is a customer', async () => {
    const { customerAdmin } = world.credentials.users;
    expect((await customersOf('adminAgent')).map(({ id }) => id)).not.toContain(customerAdmin.tenantId);
    const form = await accept(await invitation(), customerAdmin);
    const done = await form.browser.submit(form, {});
    expect(done.answer.status).toBe(200);
    expect(await customersOf('adminAgent')).toContainEqual(
      expect.objectContaining({ id: customerAdmin.tenantId, relationshipToPartner: 'reseller' }),
    );
    expect((await customersOf('otherPartnerAdmin')).map(({ id }) => id)).not.toContain(customerAdmin.tenantId);
  });

  test('REL-2: two tabs of one browser that began to sign in both get to their question', async () => {
    const { userName: username, password } = world.credentials.users.customerAdmin;
    const links = await Promise.all(['adminAgent', 'otherPartnerAdmin'].map((name) => invitation(name)));
    const browser = openBrowser();
    const begun: Page[] = [];
    const starts = [links[0]!, links[1]!, links[1]!].map((url) => url.split('?')[0]!);
    for (const start of starts) begun.push(await browser.open(`${start}/sign-in`));
    for (const [tab, page] of begun.entries()) {
      const end = await browser.submit(page, { username, password });
      expect([end.answer.status, end.url.href]).toEqual([200, expect.stringContaining(starts[tab]!)]);
    }
  });

  const invitation = async (name = 'salesAgent'): Promise<string> =>
    (await world.as(name).send<{ url: string }>('GET /v1/customers/relationshiprequests')).url;

  /** Follows the link and signs in; ends at the page that asks, or says why it does not. */
  async function accept(url: string, { userName, password }: Login): Promise<Page & { browser: Browser }> {
    const browser = openBrowser();
    const page = await browser.open(url);
    const [, href = ''] = /href="([^"]*\/sign-in[^"]*)"/.exec(page.answer.text) ?? [];
    const signIn = await browser.open(new URL(unescapeHtml(href), page.url).href);
    return { ...(await browser.submit(signIn, { username: userName, password })), browser };
  }
});

test('ROL-1: an application gets no token of another tenant’s person who is sent through it', async () => {
  const { tenantId, ...attacker } = world.as('otherPartnerAdmin');
  const { customerAdmin: victim } = world.credentials.users;
  const redirectUri = 'http://127.0.0.1:9/take';
  const body = { displayName: 'Reports', redirectUris: [redirectUri] };
  const { appId } = await attacker.send<{ appId: string }>('POST /v1/partner/applications', { body });
  const secrets = `POST /v1/partner/applications/${appId}/secrets`;
  const { secret } = await attacker.send<{ secret: string }>(secrets, { body: {} });
  const { apiRoot } = world.runtime;
  const asked = { client_id: appId, redirect_uri: redirectUri, response_type: 'code', scope: `${apiRoot}/.default` };
  const codeByWay = async (tenant: string): Promise<string | null> => {
    const browser = openBrowser();
    const page = await browser.open(`${apiRoot}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`);
    const login = { username: victim.userName, password: victim.password };
    const end = page.answer.status === 200 ? await browser.submit(page, login, redirectUri) : page;
    return end.url.searchParams.get('code');
  };
  expect(await codeByWay(victim.tenantId), 'at the path of the victim’s tenant').toBeNull();
  for (const [way, tenant] of [
    ['common', tenantId],
    [tenantId, tenantId],
    ['common', victim.tenantId],
    ['common', 'common'],
  ] as const) {
    const code = await codeByWay(way);
    expect(code).toBeTruthy();
    const form = { ...asked, grant_type: 'authorization_code', client_secret: secret, code: code! };
    const path = `${apiRoot}/${tenant}/oauth2/v2.0/token`;
    const answer = await fetch(path, { method: 'POST', body: new URLSearchParams(form) });
    expect(answer.status, `${way}, ${tenant}`).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toMatch(/access_token|refresh_token|id_token/);
  }
});

describe('a password that a partner set', () => {
  const OWN = 'Only-mine-77';
  const login = (tenantId: string, userName: string, password: string) =>
    signIn(world.runtime, world.credentials.signIn, { tenantId, userName, password });
  const replace = (userName: string, given: string) =>
    replaceGivenPassword(world.runtime.apiRoot, { userName, given, password: OWN });

  test('DAP-1: opens only the page where a new one is chosen, and nothing once the partner lost its privileges', async () => {
    const partner = world.as('adminAgent');
    const created = await partner.send<{
      id: string;
      companyProfile: { domain: string };
      userCredentials: { password: string };
    }>('POST /v1/customers', { body: newCustomer() });
    const tenantId = created.id;
    const admin = `admin@${created.companyProfile.domain}`;
    const first = created.userCredentials.password;
    await expect(login(tenantId, admin, first)).rejects.toThrow('could not sign in');
    await replace(admin, first);
    const customer = await login(tenantId, admin, OWN);
    const pat = `pat@${created.companyProfile.domain}`;
    const passwordProfile = { password: 'Given-by-them-1', forceChangePassword: false };
    await partner.send(`POST /v1/customers/${tenantId}/users`, {
      body: { userPrincipalName: pat, displayName: 'Pat', passwordProfile },
    });
    await customer.send(`DELETE /v1/my/partners/${partner.tenantId}/delegatedadminprivileges`);
    await expect(replace(pat, 'Given-by-them-1')).rejects.toThrow('the password has ended');
    await expect(login(tenantId, pat, 'Given-by-them-1')).rejects.toThrow('could not sign in');
    expect(await customer.ask('GET /v1/my/users')).toMatchObject({ status: 200 });
  });
});

describe('API-1: bodies', () => {
  const mega = 1024 * 1024;
  const post = (bytes: number) => {
    const body = { ...orderBody([['Intune', 1]]), note: '' };
    body.note = 'x'.repeat(bytes - JSON.stringify(body).length);
    return world.as('adminAgent').ask(`POST /v1/customers/${customer}/orders?dryRun=true`, { body });
  };

  test('of one megabyte are taken', async () => {
    expect((await post(mega)).status).toBe(200);
  });

  test.each([
    ['one byte more', mega + 1],
    ['five megabytes', 5 * mega],
  ])('of %s are refused in the API’s own shape', async (_, bytes) => {
    expect(await post(bytes)).toMatchObject(problem(413, 800002));
  });

  test('above six megabytes are refused by the gateway', async () => {
    const answer = await post(7 * mega);
    expect(answer).toMatchObject({ status: 413, json: { message: expect.stringMatching(/too l(arge|ong)/i) } });
  });
});

const portsOf = ({ apiRoot, controlRoot, issuer, mailRoot, door, dynamoDBEndpoint }: World['runtime']): number[] =>
  [apiRoot, controlRoot, issuer, mailRoot, door, dynamoDBEndpoint].map((root) => Number(new URL(root).port));

test('OPS-1: nothing listens beyond this machine', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  for (const { address, scopeid } of addresses)
    for (const port of portsOf(world.runtime))
      expect(await isOpen(port, scopeid ? `${address}%${scopeid}` : address), `${address} port ${port}`).toBe(false);
});

/** Who listens on a port, by the socket's own number where the system tells it (Linux): a freed port may be another's at once. */
async function listenerOn(port: number): Promise<string | undefined> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].filter((file) => existsSync(file));
  if (tables.length === 0) return (await isOpen(port)) ? 'somebody' : undefined;
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = tables.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const fields = sockets.map((line) => line.trim().split(/\s+/));
  return fields.find(([, local = '', , state]) => local.endsWith(wanted) && state === '0A')?.[9];
}

test('OPS-1: nothing is left running after a stop', async () => {
  const before = new Map<number, string | undefined>();
  for (const port of portsOf(world.runtime)) before.set(port, await listenerOn(port));
  expect([...before.values()]).not.toContain(undefined);
  await world.stop();
  for (const [port, listener] of before) expect(await listenerOn(port), `port ${port}`).not.toBe(listener);
});

const isOpen = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host, timeout: 2000 });
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
