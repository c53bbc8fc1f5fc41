import { describe, expect, test } from 'vitest';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { pageIssuer } from '../../../support/page-issuer.ts';
import {
  activePartner,
  eventsOfType,
  otherCustomer,
  tenancyWorld,
  tokenOf,
  tokenOfLink,
} from '../../../support/tenancy.ts';

/** The world with an issuer whose code names the person who signs in. */
async function pageWorld() {
  const issuer = pageIssuer();
  const world = await tenancyWorld({ issuer: () => issuer.port });
  const partner = await activePartner(world, { companyName: 'Fabrikam <b>Cloud</b>' });
  const { json } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: partner.agent });
  return { ...world, world, issuer, partner, path: new URL(json.url).pathname };
}

/** Follows the sign-in as a browser would; answers the callback’s answer. */
async function signIn(
  { world, issuer, path }: Awaited<ReturnType<typeof pageWorld>>,
  person: { tenantId: string; userId: string },
  tamper: { state?: string; nonce?: string; cookie?: string } = {},
) {
  const begun = await world.ask('GET', `${path}/sign-in`);
  const location = new URL(begun.headers.location!);
  const code = issuer.codeFor(location.searchParams, tokenOf(person), tamper.nonce);
  const [name, value] = begun.cookies[0]!.split(';')[0]!.split('=');
  const cookie = `${name}=${tamper.cookie ?? value}`;
  const query = new URLSearchParams({ code, state: tamper.state ?? location.searchParams.get('state')! });
  return { begun, back: await world.ask('GET', `/sign-in/callback?${query}`, { cookies: [cookie] }) };
}
const sessionOf = (cookies: readonly string[]): string =>
  cookies.find((cookie) => cookie.startsWith('csp-session-'))!.split(';')[0]!;
const csrfOf = (text: string): string => /name="csrf" value="([^"]+)"/.exec(text)![1]!;

describe('REL-1: the landing page', () => {
  test('REL-1: says who asks for what, escaped, without scripts, and is kept nowhere', async () => {
    const { ask, path } = await pageWorld();
    const { status, headers, text } = await ask('GET', `${path}?partnerId=whatever`);
    expect(status).toBe(200);
    expect(text).toContain('Fabrikam &lt;b&gt;Cloud&lt;/b&gt; asks to be your cloud reseller');
    expect(text).not.toContain('<b>Cloud');
    expect(text).not.toContain('<script');
    expect(text).toContain('mailto:nina@fabrikam.example');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'(?!.*script-src)/);
    const style = await ask('GET', /href="(\/pages\/style[^"]+)"/.exec(text)![1]!);
    expect([style.status, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });
});

describe('REL-2: the sign-in', () => {
  test('REL-2: uses a code with PKCE, state and nonce, and a sealed cookie that scripts cannot read', async () => {
    const page = await pageWorld();
    const { begun } = await signIn(page, { tenantId: 'x', userId: 'y' });
    expect(begun.status).toBe(302);
    const query = new URL(begun.headers.location!).searchParams;
    expect(query.get('redirect_uri')).toBe('https://api.example.org/sign-in/callback');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(begun.cookies[0]).toMatch(/HttpOnly; SameSite=Lax; Secure$/);
    expect(begun.cookies[0]).not.toContain(query.get('state'));
  });

  test.each([
    [{ state: 'forged' }, 'another state'],
    [{ nonce: 'replayed' }, 'another nonce'],
    [{ cookie: 'forged' }, 'a cookie that we did not seal'],
    [{ cookie: '' }, 'no cookie'],
  ])('REL-2: %j ends the sign-in: %s', async (tamper, _because) => {
    const page = await pageWorld();
    const { customerId: tenantId, userId } = await otherCustomer(page.world);
    const { back } = await signIn(page, { tenantId, userId }, tamper);
    expect(back.status).toBe(400);
    expect(back.cookies.some((cookie) => cookie.startsWith('csp-session-'))).toBe(false);
  });

  test('REL-2: a password alone does not do where a second factor is needed', async () => {
    const page = await pageWorld();
    const { customerId: tenantId, userId } = await otherCustomer(page.world);
    const { back } = await signIn(page, { tenantId, userId, mfa: 'no' } as never);
    expect(back.status).toBe(403);
    expect(back.text).toContain('second factor');
  });

  test('REL-2: whoever is not a global admin reads who can accept, without names', async () => {
    const page = await pageWorld();
    const { customerId: tenantId } = await otherCustomer(page.world);
    const userId = '00000000-0000-4000-8000-00000000bbbb';
    const record = {
      tenantId,
      principalId: userId,
      kind: 'user',
      roles: ['Customer'],
      displayName: 'Uwe',
      userPrincipalName: 'uwe@northwind.example',
      isActive: true,
    };
    await page.table.write([{ put: { pk: `ACCESS#${tenantId}#CALLERS`, sk: userId, record } }]);
    const { back } = await signIn(page, { tenantId, userId });
    const shown = await page.ask('GET', back.headers.location!, { cookies: [sessionOf(back.cookies)] });
    expect(shown.status).toBe(403);
    expect(shown.cookies).toEqual([]);
    expect(shown.text).toContain('Any global administrator of Northwind');
    expect(shown.text).not.toContain('Maria');
    expect(shown.text).not.toContain('maria@');
  });

  test('REL-2: the acceptance page without a session leads back to the invitation', async () => {
    const { ask, path } = await pageWorld();
    const answer = await ask('GET', `${path}/acceptance`);
    expect([answer.status, answer.headers.location]).toEqual([303, path]);
  });
});

describe('REL-2: several tabs of one browser', () => {
  /** As much of a browser as tabs need: one jar of cookies. */
  function jarOf({ world, issuer }: Awaited<ReturnType<typeof pageWorld>>) {
    const jar = new Map<string, string>();
    const visit = async (method: string, path: string, form?: Record<string, string>) => {
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
      const answer = await world.ask(method, path, { cookies, ...(form && { form }) });
      for (const line of answer.cookies) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (/; Max-Age=0;/.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    };
    return {
      jar,
      visit,
      begin: async (path: string) => new URL((await visit('GET', `${path}/sign-in`)).headers.location!).searchParams,
      finish: async (asked: URLSearchParams, person: { tenantId: string; userId: string }) => {
        const query = new URLSearchParams({ code: issuer.codeFor(asked, tokenOf(person)), state: asked.get('state')! });
        return await visit('GET', `/sign-in/callback?${query}`);
      },
    };
  }

  async function tabs() {
    const page = await pageWorld();
    const { customerId: tenantId, userId } = await otherCustomer(page.world);
    const second = await activePartner(page.world);
    const { json } = await page.ask('GET', '/v1/customers/relationshiprequests', { token: second.agent });
    return { page, person: { tenantId, userId }, other: new URL(json.url).pathname, ...jarOf(page) };
  }

  test('REL-2: two sign-ins that began before either ended both arrive, each at its own invitation', async () => {
    const { page, person, other, begin, finish, visit } = await tabs();
    for (const [first, second] of [
      [page.path, page.path],
      [page.path, other],
      [other, page.path],
    ] as const) {
      const asked = [await begin(first), await begin(second)];
      for (const [index, path] of [first, second].entries()) {
        const back = await finish(asked[index]!, person);
        expect([back.status, back.headers.location]).toEqual([303, `${path}/acceptance`]);
      }
      for (const path of [first, second]) expect((await visit('GET', `${path}/acceptance`)).status).toBe(200);
    }
  });

  test('REL-3: the form of the first tab is good after the second signed in, and for the same person only', async () => {
    const { page, person, begin, finish, visit } = await tabs();
    const asked = [await begin(page.path), await begin(page.path), await begin(page.path)];
    await finish(asked[0]!, person);
    const form = { csrf: csrfOf((await visit('GET', `${page.path}/acceptance`)).text) };
    await finish(asked[1]!, person);
    const stranger = await otherCustomer(page.world);
    const kept = await visit('GET', `${page.path}/acceptance`);
    expect(csrfOf(kept.text)).toBe(form.csrf);
    await finish(asked[2]!, { tenantId: stranger.customerId, userId: stranger.userId });
    const refused = await visit('POST', `${page.path}/acceptance`, form);
    expect(refused.headers.location, 'the form names another organization').toBe(page.path);
    await finish(await begin(page.path), person);
    const again = csrfOf((await visit('GET', `${page.path}/acceptance`)).text);
    const accepted = await visit('POST', `${page.path}/acceptance`, { csrf: again });
    expect(accepted.headers.location).toBe(`${page.path}/accepted`);
  });

  test('REL-2: a sign-in is taken once, one of another browser never, and one that is over no more', async () => {
    const { page, person, begin, finish, jar, visit } = await tabs();
    const asked = await begin(page.path);
    const query = new URLSearchParams({
      code: page.issuer.codeFor(asked, tokenOf(person)),
      state: asked.get('state')!,
    });
    const stolen = await page.ask('GET', `/sign-in/callback?${query}`);
    expect(stolen.status).toBe(400);
    expect((await finish(asked, person)).status).toBe(303);
    expect((await finish(asked, person)).status).toBe(400);
    const old = await begin(page.path);
    page.clock.now = '2026-11-02T09:15:00.000Z' as never;
    expect((await finish(old, person)).status).toBe(400);
    await visit('GET', `${page.path}/sign-in`);
    expect([...jar.keys()].filter((name) => name.startsWith('csp-sign-in-'))).toHaveLength(1);
  });

  test('REL-2: however many tabs, the cookies stay few, and the newest sign-ins live', async () => {
    const { page, person, begin, finish, jar } = await tabs();
    const asked: URLSearchParams[] = [];
    for (let tab = 0; tab < 30; tab += 1) {
      page.clock.now = new Date(Date.parse(page.clock.now) + 1000).toISOString() as never;
      asked.push(await begin(page.path));
    }
    expect(jar.size).toBe(4);
    expect([...jar].join().length).toBeLessThan(3000);
    for (const newest of asked.slice(-4)) expect((await finish(newest, person)).status).toBe(303);
  });
});

describe('REL-3: accepting on the page', () => {
  test('REL-3: names organization and grants, accepts once asked, and says that it is done', async () => {
    const page = await pageWorld();
    const { customerId, userId } = await otherCustomer(page.world);
    const { back } = await signIn(page, { tenantId: customerId, userId });
    expect([back.status, back.headers.location]).toEqual([303, `${page.path}/acceptance`]);
    const cookies = [sessionOf(back.cookies)];
    const confirm = await page.ask('GET', back.headers.location!, { cookies });
    expect(confirm.text).toMatch(/Accept Fabrikam .* for Northwind \d+\?/);
    expect(confirm.text).toContain('Delegated administration');
    const ids = { partnerId: page.partner.partnerId, customerId };
    expect(await page.deps.records.relationship(ids)).toBeUndefined();
    const path = `${page.path}/acceptance`;
    const forged = await page.ask('POST', path, { cookies, form: { csrf: 'forged' } });
    expect(forged.headers.location).toBe(page.path);
    expect(await page.deps.records.relationship(ids)).toBeUndefined();
    const accepted = await page.ask('POST', path, { cookies, form: { csrf: csrfOf(confirm.text) } });
    expect([accepted.status, accepted.headers.location]).toEqual([303, `${page.path}/accepted`]);
    expect(await page.deps.records.relationship(ids)).toMatchObject({ relationship: 'reseller', delegatedAdmin: true });
    expect(eventsOfType(page.table, 'CustomerRelationshipChanged')[0]!.actor).toEqual({
      tenantId: customerId,
      principalId: userId,
      kind: 'user',
    });
    const done = await page.ask('GET', accepted.headers.location!, { cookies });
    expect([confirm, accepted, done].flatMap((answer) => answer.cookies)).toEqual([]);
    expect(done.text).toContain('is now a cloud reseller of Northwind');
  });

  test('REL-3, REL-6: says that it is done only as long as it is, and asks only when there is something to ask', async () => {
    const page = await pageWorld();
    const { customerId, userId } = await otherCustomer(page.world);
    const { back } = await signIn(page, { tenantId: customerId, userId });
    const cookies = [sessionOf(back.cookies)];
    const [question, answer] = [`${page.path}/acceptance`, `${page.path}/accepted`];
    const early = await page.ask('GET', answer, { cookies });
    expect([early.status, early.headers.location]).toEqual([303, question]);
    const confirm = await page.ask('GET', question, { cookies });
    await page.ask('POST', question, { cookies, form: { csrf: csrfOf(confirm.text) } });
    const again = await page.ask('GET', question, { cookies });
    expect([again.status, again.text.includes('<h1>Already accepted</h1>')]).toEqual([200, true]);
    expect(again.text).not.toContain('name="csrf"');
    const done = await page.ask('GET', answer, { cookies });
    expect([done.status, done.text.includes('<h1>Accepted</h1>')]).toEqual([200, true]);
    expect(done.text).toContain('https://api.example.org/docs#removeMyPartnerPrivileges');
    const token = tokenOf({ tenantId: customerId, userId });
    const partnerPath = `/v1/my/partners/${page.partner.partnerId}/delegatedadminprivileges`;
    expect((await page.ask('DELETE', partnerPath, { token })).status).toBe(204);
    const ended = await page.ask('GET', answer, { cookies });
    expect([ended.status, ended.headers.location]).toEqual([303, question]);
    expect((await page.ask('GET', question, { cookies })).text).toContain('name="csrf"');
  });

  test('REL-1: declining writes nothing and ends this session alone', async () => {
    const page = await pageWorld();
    const { customerId: tenantId, userId } = await otherCustomer(page.world);
    const cookies = [sessionOf((await signIn(page, { tenantId, userId })).back.cookies)];
    const path = `${page.path}/acceptance`;
    const csrf = csrfOf((await page.ask('GET', path, { cookies })).text);
    const before = JSON.stringify([...page.table.items]);
    const forged = await page.ask('POST', path, { cookies, form: { csrf: 'forged', answer: 'decline' } });
    expect([forged.status, forged.cookies]).toEqual([303, []]);
    const declined = await page.ask('POST', path, { cookies, form: { csrf, answer: 'decline' } });
    expect([declined.status, declined.text.includes('<h1>Declined</h1>')]).toEqual([200, true]);
    const [name] = cookies[0]!.split('=');
    expect(declined.cookies).toEqual([expect.stringMatching(new RegExp(`^${name}=; .*Max-Age=0`))]);
    expect(JSON.stringify([...page.table.items])).toBe(before);
  });

  test('REL-8: an advisor sells nothing, so its question names no agreement', async () => {
    const page = await pageWorld();
    const advisor = await activePartner(page.world, { programRole: 'advisor' });
    const asked = await page.ask('GET', '/v1/customers/delegatedadminrequests', { token: advisor.agent });
    for (const [path, isNamed] of [
      [page.path, true],
      [new URL(asked.json.url).pathname, false],
    ] as const) {
      const { customerId: tenantId, userId } = await otherCustomer(page.world);
      const { back } = await signIn({ ...page, path }, { tenantId, userId });
      const shown = await page.ask('GET', `${path}/acceptance`, { cookies: [sessionOf(back.cookies)] });
      expect(shown.text).toContain('name="csrf"');
      expect(shown.text.includes('/agreements/')).toBe(isNamed);
    }
  });

  test('REL-3: a form of one session is of no use in another', async () => {
    const page = await pageWorld();
    const [one, two] = [await otherCustomer(page.world), await otherCustomer(page.world)];
    const sessions = await Promise.all(
      [one, two].map(async ({ customerId: tenantId, userId }) =>
        sessionOf((await signIn(page, { tenantId, userId })).back.cookies),
      ),
    );
    const confirm = await page.ask('GET', `${page.path}/acceptance`, { cookies: [sessions[0]!] });
    const form = { csrf: csrfOf(confirm.text) };
    const stolen = await page.ask('POST', `${page.path}/acceptance`, { cookies: [sessions[1]!], form });
    expect(stolen.headers.location).toBe(page.path);
  });

  test.each([
    [{ channels: ['syndication'] }, 'syndication partner'],
    [{ country: 'DE' }, 'not authorized for the country'],
  ])('REL-4, PRG-3: %j reads why it cannot accept', async (over, words) => {
    const page = await pageWorld();
    const { customerId: tenantId, userId } = await otherCustomer(page.world, over);
    const { back } = await signIn(page, { tenantId, userId });
    const shown = await page.ask('GET', back.headers.location!, { cookies: [sessionOf(back.cookies)] });
    expect(shown.status).toBe(403);
    expect(shown.text).toContain(words);
  });
});

describe('the link to set a password', () => {
  const linkOf = (ids: { tenantId: string; userId: string }) =>
    `/password/${tokenOfLink({ kind: 'password', subject: linkSubjects.password(ids), generation: 1 })}`;

  async function linked() {
    const world = await tenancyWorld();
    const { customerId: tenantId, userId, userName } = await otherCustomer(world);
    return { ...world, userName, link: linkOf({ tenantId, userId }) };
  }

  test('sets a strong password once', async () => {
    const { ask, identity, link, userName } = await linked();
    const form = await ask('GET', link);
    expect(form.status).toBe(200);
    expect(form.text).toContain(userName);
    const password = 'Correct-Horse-7';
    const set = await ask('POST', link, { form: { password, repeat: password } });
    expect(set.status).toBe(200);
    expect(identity.users.get(userName)?.password).toBe(password);
    expect((await ask('GET', link)).status).toBe(404);
    expect((await ask('POST', link, { form: { password: 'Other-Horse-88', repeat: 'Other-Horse-88' } })).status).toBe(
      404,
    );
    expect(identity.users.get(userName)?.password).toBe(password);
  });

  test('a weak or mistyped password is refused beside its field', async () => {
    const { ask, identity, link, userName } = await linked();
    const weak = await ask('POST', link, { form: { password: 'short', repeat: 'short' } });
    expect(weak.status).toBe(400);
    expect(weak.text).toMatch(
      /id="password"[^>]*aria-describedby="password-error password-hint"[^>]*aria-invalid="true"/,
    );
    const mistyped = await ask('POST', link, { form: { password: 'Correct-Horse-7', repeat: 'Correct-Horse-8' } });
    expect(mistyped.text).toMatch(/id="repeat"[^>]*aria-describedby="repeat-error"/);
    expect(mistyped.text).not.toContain('Correct-Horse');
    expect(identity.users.get(userName)?.password).toBeUndefined();
  });

  test('lives seven days', async () => {
    const { ask, clock, link } = await linked();
    clock.now = '2026-11-09T08:59:59.000Z' as never;
    expect((await ask('GET', link)).status).toBe(200);
    clock.now = '2026-11-09T09:00:00.000Z' as never;
    expect((await ask('GET', link)).status).toBe(404);
  });

  test('heals a user that the issuer never got', async () => {
    const { ask, identity, link, userName } = await linked();
    identity.users.delete(userName);
    const password = 'Correct-Horse-7';
    expect((await ask('POST', link, { form: { password, repeat: password } })).status).toBe(200);
    expect(identity.users.get(userName)).toMatchObject({ password });
  });
});

describe('AGR-2: the agreement’s text', () => {
  test('AGR-2: is shown per country and language under a link of five minutes; another language falls back', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const documents = [
      { country: 'US', language: 'en-us', text: 'English text' },
      { country: 'DE', language: 'de-DE', text: 'Deutscher Text' },
    ];
    const template = { agreementType: 'MicrosoftCustomerAgreement', versionRank: 2, documents };
    const { json } = await world.ask('POST', '/v1/operator/agreementtemplates', {
      token: world.operatorToken,
      body: template,
    });
    const path = `/v1/agreementtemplates/${json.templateId}/document`;
    const german = await world.ask('GET', `${path}?country=DE&language=de-de`, { token });
    expect(german.json).toMatchObject({ country: 'DE', language: 'de-DE' });
    const link = german.json.downloadUri.slice('https://api.example.org'.length);
    const text = await world.ask('GET', link);
    expect([text.status, text.text]).toEqual([200, 'Deutscher Text']);
    expect(text.headers['content-disposition']).toContain('attachment');
    expect((await world.ask('GET', link.replace('country=DE', 'country=US'))).status).toBe(404);
    world.clock.now = '2026-11-02T09:05:00.000Z' as never;
    expect((await world.ask('GET', link)).status).toBe(404);
    const other = await world.ask('GET', `${path}?country=FR&language=fr-FR`, { token });
    expect(other.json).toMatchObject({ country: 'US', language: 'en-US' });
    expect((await world.ask('GET', '/v1/agreementtemplates/none/document', { token })).status).toBe(404);
    const page = await world.ask('GET', `/agreements/${json.templateId}?country=DE&language=de-DE`);
    expect(page.text).toContain('Deutscher Text');
  });
});
