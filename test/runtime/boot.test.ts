import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';

// A small template with one function module stands for the platform: an API, a table with its outbox stream, a bus, a
// queue, schedules, a bucket, a user pool. What the runtime does with it is what it does with the real one.
const fixture = join(import.meta.dirname, 'fixtures', 'assembly');
const folder = mkdtempSync(join(tmpdir(), 'runtime-'));
const port = 20_000 + (process.pid % 1_000) * 10;
/** The servers that this process has open: a port that is free again may be another's a moment later, these are ours. */
const servers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
const serversBefore = servers();
const options = { cdkOut: fixture, localDir: join(folder, 'local'), dataDir: join(folder, 'data'), port, quiet: true };

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
type Answer = any;

let runtime: Runtime;
const complaints: string[] = [];

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complaints.push(String(text));
    return true;
  });
  runtime = await startRuntime(options);
});

afterAll(async () => {
  await runtime.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function api(
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${runtime.apiRoot}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

async function control(method: string, path: string, body?: object) {
  const answer = await fetch(`${runtime.controlRoot}${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

/** What the local pool asks of every client. */
const guarded = {
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  ReadAttributes: ['name'],
  WriteAttributes: ['name'],
  AccessTokenValidity: 60,
  IdTokenValidity: 60,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
};

const cognito = (operation: string, input: object) =>
  api('POST', `/cognito/${operation}`, JSON.stringify(input), { 'content-type': 'application/json' });

describe('OPS-1: the runtime runs a template', () => {
  it('carries a write through stream, bus and queue to its consumer', async () => {
    const written = await api('PUT', '/notes/first', 'hello', { 'content-type': 'text/plain' });
    expect(written.status).toBe(200);
    await control('GET', '/idle');
    const seen = await api('GET', '/notes/first');
    expect(seen.body.item).toMatchObject({ pk: { S: 'NOTES#first' }, tries: { S: '1' } });
    expect(seen.body.capacity, 'the consumed capacity is counted, not handed on').toBeUndefined();
  });

  it('brings a failed message back, and idle waits for it', async () => {
    await api('PUT', '/notes/fragile', 'hello');
    await control('GET', '/idle');
    expect((await api('GET', '/notes/fragile')).body.item).toMatchObject({ tries: { S: '2' } });
  });

  it('denies what the policy does not allow, and says what was missing', async () => {
    const { status, body } = await api('PUT', '/foreign/a', 'x');
    expect({ status, type: body.__type }).toEqual({
      status: 400,
      type: 'com.amazon.coral.service#AccessDeniedException',
    });
    const line = complaints.find((text) => text.startsWith('denied: App-Api dynamodb:PutItem'));
    expect(line).toContain('dynamodb:LeadingKeys=[OTHER#a]');
  });

  it.each([
    ['GET', '/wrong', 500, 'Internal Server Error', 'an answer without a status is none'],
    ['GET', '/crash', 500, 'Internal Server Error', 'a function that throws gives no answer'],
  ])('%s %s: %s %s, because %s', async (method, path, status, message) => {
    expect(await api(method, path)).toEqual({ status, body: { message } });
  });

  it('refuses bodies above 6 MB itself', async () => {
    const answer = await api('PUT', '/notes/big', new Uint8Array(6 * 1024 * 1024 + 1));
    expect(answer).toEqual({ status: 413, body: { message: 'Request Too Long' } });
  });

  it('sends what no route takes to the default route, unchanged', async () => {
    expect((await api('GET', '//v1//Things/?a=1')).body).toEqual({ routeKey: '$default', rawPath: '//v1//Things/' });
  });

  it('hands out links to objects that work from outside, for their time', async () => {
    const { body } = await api('PUT', '/files/a.bin', new Uint8Array([0, 255, 1]), {
      'content-type': 'application/octet-stream',
    });
    const download = await fetch(body.link);
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
    const named = await fetch(`${body.link}&response-content-disposition=attachment`);
    expect(named.headers.get('content-disposition')).toBe('attachment');
    const missing = await fetch(String(body.link).replace('a.bin', 'b.bin'));
    expect(missing.status, 'who may not list does not learn that it is missing').toBe(403);
    const late = await fetch(String(body.link).replace(/X-Amz-Date=\w+/, 'X-Amz-Date=20200101T000000Z'));
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  it('makes secrets that no template holds, the same ones each time, for the owner only', async () => {
    const first = (await api('GET', '/secret')).body.Parameter as { Value: string };
    const again = (await api('GET', '/secret')).body.Parameter as { Value: string };
    expect(first.Value).toMatch(/^[\w-]{43}$/);
    expect(again.Value).toBe(first.Value);
    expect(statSync(join(options.localDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('keeps what functions print out of standard output', () => {
    expect(readFileSync(join(options.localDir, 'logs', 'App-Api.log'), 'utf8')).toContain('crashes on purpose');
  });

  it('keeps mails for script and reader, escaped and with links', async () => {
    expect((await api('POST', '/mail')).status).toBe(200);
    const [mail] = (await control('GET', '/mail?to=ann@example.test')).body as unknown as Record<string, string>[];
    expect(mail).toMatchObject({
      subject: 'Hello <Ann>',
      to: ['ann@example.test'],
      text: expect.stringContaining('https://'),
    });
    expect((await control('GET', '/mail?to=bob@example.test')).body).toEqual([]);
    const page = await (await fetch(`${runtime.mailRoot}/mails/${mail?.id}`)).text();
    expect(page).toContain('<h1>Hello &lt;Ann&gt;</h1>');
    expect(page).toContain('<a href="https://example.test/a?b=1&amp;c=2">');
  });

  it('counts requests and units per service and function, with their price', async () => {
    await control('POST', '/usage/reset');
    await api('GET', '/notes/first');
    const { body } = await control('GET', '/usage');
    expect(body).toMatchObject({
      services: { dynamodb: { requests: 1, actions: { GetItem: 1 }, units: { readUnits: 0.5 } } },
      functions: { 'App-Api': { services: { lambda: { units: { invocations: 1 } } } } },
    });
    expect(body.usd).toBeCloseTo(0.5 * 0.125e-6 + 1e-6 + 0.2e-6, 6);
  });
});

describe('OPS-1: sign-in and tokens', () => {
  const redirect = 'http://127.0.0.1:9/callback';
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const tokens = async (form: Record<string, string>) => {
    const answer = await fetch(`${runtime.issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };

  it('issues tokens to an application with the claims of the trigger', async () => {
    const input = {
      ...guarded,
      ClientName: 'app',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['api/all'],
    };
    const client = (await cognito('CreateUserPoolClient', input)).body.UserPoolClient as Record<string, string>;
    const form = { grant_type: 'client_credentials', client_id: client.ClientId!, client_secret: client.ClientSecret! };
    const { body } = await tokens(form);
    const claims = claimsOf(body.access_token!);
    expect(claims).toMatchObject({
      iss: runtime.issuer,
      client_id: client.ClientId,
      sub: client.ClientId,
      token_use: 'access',
      scope: 'api/all',
      trigger: 'TokenGeneration_ClientCredentials',
    });
    expect(claims.exp - claims.iat).toBe(3600);
    expect(claims).not.toHaveProperty('aud');
    expect((await tokens({ ...form, client_secret: 'guess' })).status).toBe(401);
    const more = await tokens({ ...form, scope: 'api/all aws.cognito.signin.user.admin' });
    expect(more.body.error, 'a scope the client may not have').toBe('invalid_scope');
  });

  it.each(Object.keys(guarded))('refuses a client that would have the default of Cognito for %s', async (left) => {
    const input = { ...guarded, ClientName: 'lax', AllowedOAuthFlows: ['code'], CallbackURLs: [redirect] };
    const { [left as keyof typeof guarded]: _left, ...lax } = input;
    const { status, body } = await cognito('CreateUserPoolClient', lax);
    expect([status, body.__type]).toEqual([400, expect.stringContaining('InvalidParameterException')]);
    const open = await cognito('CreateUserPoolClient', { ...input, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    expect(open.body.message).toContain('ExplicitAuthFlows');
  });

  it('signs a user in with name and password, and out when disabled', async () => {
    const Username = 'ann@example.test';
    await cognito('AdminCreateUser', { Username, UserAttributes: [{ Name: 'custom:tid', Value: 'tenant-1' }] });
    expect((await cognito('AdminSetUserPassword', { Username, Password: 'short' })).body.__type).toContain(
      'InvalidPassword',
    );
    await cognito('AdminSetUserPassword', { Username, Password: 'correct horse', Permanent: true });
    const input = {
      ...guarded,
      ClientName: 'Web <page>',
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'api/all'],
      CallbackURLs: [redirect],
    };
    const client = (await cognito('CreateUserPoolClient', input)).body.UserPoolClient as Record<string, string>;

    const browser = cookieJar();
    const verifier = 'v'.repeat(64);
    const asked = await browser(
      `${runtime.issuer}/oauth2/authorize?${new URLSearchParams({
        response_type: 'code',
        client_id: client.ClientId!,
        redirect_uri: redirect,
        scope: 'openid api/all',
        state: 'mine',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      })}`,
    );
    const signIn = `${runtime.issuer}${asked.headers.get('location')}`;
    expect(await (await browser(signIn)).text()).toContain(`to continue to ${new URL(redirect).host}`);
    const wrong = await browser(signIn, { username: '"><b>', password: 'wrong' });
    const page = await wrong.text();
    expect(wrong.status).toBe(401);
    expect(page).toContain('aria-describedby="problem"');
    expect(page).toContain('value="&quot;&gt;&lt;b&gt;"');
    for (let attempt = 0; attempt < 10; attempt += 1) await browser(signIn, { username: 'bea', password: 'guess' });
    const blocked = await browser(signIn, { username: 'BEA', password: 'guess' });
    expect([blocked.status, Number(blocked.headers.get('retry-after')) > 0]).toEqual([429, true]);
    const right = await browser(signIn, { username: 'Ann@Example.test', password: 'correct horse' });
    const back = new URL((await browser(right.headers.get('location')!)).headers.get('location')!);
    expect(back.searchParams.get('state')).toBe('mine');

    const code = back.searchParams.get('code')!;
    const exchange = { grant_type: 'authorization_code', client_id: client.ClientId!, redirect_uri: redirect, code };
    const { body } = await tokens({ ...exchange, code_verifier: verifier });
    expect(claimsOf(body.access_token!)).toMatchObject({ tid: 'tenant-1', username: Username, token_use: 'access' });
    expect(claimsOf(body.id_token!)).toMatchObject({ tid: 'tenant-1', token_use: 'id' });
    const refresh = { grant_type: 'refresh_token', client_id: client.ClientId!, refresh_token: body.refresh_token! };
    expect((await tokens(refresh)).status).toBe(200);
    await cognito('AdminDisableUser', { Username });
    expect((await tokens(refresh)).body.error).toBe('invalid_grant');
  });
});

describe('OPS-2: the clock moves forward and fires what is due', () => {
  const now = async () => new Date(String((await control('GET', '/clock')).body.now)).getTime();
  const day = 86_400_000;

  it('fires each schedule at its own time, in order, and waits for what it causes', async () => {
    const to = new Date((await now()) + 2 * day);
    const { body } = await control('POST', '/clock', { to: to.toISOString() });
    const ran = body.ran as unknown as { job: string; at: string; result: { scheduledAt: string } }[];
    expect(ran.filter(({ job }) => job === 'nightly')).toHaveLength(2);
    expect(ran.filter(({ job }) => job === 'hourly')).toHaveLength(48);
    expect(ran.map(({ at }) => at)).toEqual(ran.map(({ at }) => at).sort());
    const nightly = ran.find(({ job }) => job === 'nightly')!;
    expect(nightly.at).toMatch(/T01:00:00.000Z$/);
    expect(nightly.result.scheduledAt).toBe(nightly.at.replace('.000', ''));
    const seen = await api('GET', `/notes/nightly-${nightly.result.scheduledAt}`);
    expect(seen.body.item, 'its event was consumed').toMatchObject({ sk: { S: 'SEEN' } });
    const consumedAt = Date.parse((seen.body.item as { time: { S: string } }).time.S);
    expect(Math.abs(consumedAt - Date.parse(nightly.at)), 'and dated at its time').toBeLessThan(5000);
    expect(await now()).toBeGreaterThanOrEqual(to.getTime());
  });

  it('runs the hourly ones once a day with step day', async () => {
    const to = new Date((await now()) + 10 * day);
    const { body } = await control('POST', '/clock', { to: to.toISOString(), step: 'day' });
    const ran = body.ran as unknown as { job: string; at: string }[];
    const hourlyDays = ran.filter(({ job }) => job === 'hourly').map(({ at }) => at.slice(0, 10));
    expect(new Set(hourlyDays).size).toBe(hourlyDays.length);
    expect(hourlyDays.length).toBeGreaterThanOrEqual(10);
    expect(ran.filter(({ job }) => job === 'nightly')).toHaveLength(10);
  });

  it.each([
    ['hourly', 'week', 7],
    ['nightly', 'week', 7],
    ['nightly', 'month', 30],
  ])('runs the %s one once a %s with that step', async (name, step, days) => {
    const to = new Date((await now()) + (2 * days + 1) * day).toISOString();
    const { ran } = (await control('POST', '/clock', { to, step })).body as { ran: { job: string; at: string }[] };
    const on = ran.filter(({ job }) => job === name).map(({ at }) => Math.floor(Date.parse(at) / day));
    expect(on).toEqual([on[0]!, on[0]! + days, on[0]! + 2 * days]);
  });

  it('stamps requests with its time', async () => {
    const { body } = await api('PUT', '/notes/late', 'x');
    expect(Math.abs(Number(body.at) - (await now()))).toBeLessThan(2000);
  });

  it.each<[object, string]>([
    [{ to: '2020-01-01T00:00:00Z' }, 'it lies in the past'],
    [{ to: 'tomorrow' }, 'it is no time'],
    [{}, 'there is no time'],
    [{ to: '2100-01-01T00:00:00Z', step: 'year' }, 'the step is unknown'],
  ])('refuses %o, because %s', async (body) => {
    expect((await control('POST', '/clock', body)).status).toBe(400);
  });
});

describe('OPS-1: a runtime ends without a trace and goes on where it stopped', () => {
  it('leaves no port open, and with a data folder keeps items, mails, users and clock', async () => {
    expect((await control('GET', '/lost')).body, 'nothing was given up').toEqual([]);
    const before = (await control('GET', '/clock')).body.now;
    const addresses = new Set([runtime.apiRoot, runtime.controlRoot, runtime.issuer, runtime.mailRoot, runtime.door]);
    expect(servers() - serversBefore).toBeGreaterThanOrEqual(addresses.size);
    await runtime.stop();
    await vi.waitFor(() => expect(servers()).toBe(serversBefore), { timeout: 10_000 });
    runtime = await startRuntime(options);
    expect((await control('GET', '/clock')).body.now >= before).toBe(true);
    expect((await api('GET', '/notes/first')).status).toBe(200);
    expect((await control('GET', '/mail')).body).toHaveLength(1);
    expect((await cognito('AdminGetUser', { Username: 'ann@example.test' })).body.Enabled).toBe(false);
    await control('GET', '/idle');
    const invoked = (await control('GET', '/usage')).body as { functions?: Record<string, unknown> };
    expect(Object.keys(invoked.functions ?? {}), 'nothing is delivered a second time').not.toContain('App-Publisher');
  });
});

describe('OPS-1: a template that would not work on AWS does not work here', () => {
  const withChange = async (change: (resources: Answer) => void) => {
    const assembly = mkdtempSync(join(folder, 'changed-'));
    cpSync(fixture, assembly, { recursive: true });
    const file = join(assembly, 'App.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8'));
    change(template.Resources);
    writeFileSync(file, JSON.stringify(template));
    await (await startRuntime({ ...options, port: 0, cdkOut: assembly, dataDir: join(assembly, 'data') })).stop();
  };

  it.each<[string, (resources: Answer) => void, string]>([
    [
      'a type it does not know',
      (all) => Object.assign(all, { Lake: { Type: 'AWS::Lake::Pond' } }),
      'AWS::Lake::Pond (logical id Lake)',
    ],
    [
      'a function that may not read its queue',
      (all) => void all.ConsumerRole.Properties.Policies[0].PolicyDocument.Statement.pop(),
      'FromQueue needs sqs:ReceiveMessage',
    ],
    [
      'a function that may not read its stream',
      (all) => void all.PublisherRole.Properties.Policies[0].PolicyDocument.Statement.pop(),
      'FromStream needs dynamodb:GetRecords',
    ],
    [
      'a schedule that may not call its function',
      (all) => void all.SchedulerRole.Properties.Policies.pop(),
      'Nightly needs lambda:InvokeFunction',
    ],
    ['a queue closed to its rule', (all) => void delete all.QueuePolicy, 'no queue policy lets EventBridge do so'],
    [
      'an API that may not call its function',
      (all) => void delete all.Permission,
      'no permission lets the gateway call App-Api',
    ],
    [
      'a pool that may not call its trigger',
      (all) => void delete all.TriggerPermission,
      'no permission lets Cognito call App-TokenTrigger',
    ],
  ])('refuses %s', async (_what, change, message) => {
    await expect(withChange(change)).rejects.toThrow(message);
  });
});

function cookieJar() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
}
