import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBody } from '../../infra/local/net/backend.ts';
import { type LocalServer, openServer, sendJson } from '../../infra/local/net/server.ts';

// A small server stands for the platform: what is proved here is what the command makes of its arguments and answers.
const folder = mkdtempSync(join(tmpdir(), 'ask-'));
const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0xfe, 0x0a]);
const secrets = { tenantId: 'a-tenant', clientId: 'a-client', clientSecret: 'a-secret' };
let server: LocalServer;
let now = '2026-12-01T00:00:00.000Z';

const invoice = (id: string, day: string) => ({
  id,
  invoiceDate: `${day}T00:00:00Z`,
  totalCharges: 12.5,
  currencyCode: 'USD',
});
const mail = (id: string, subject: string) => ({
  id,
  at: now,
  from: 'a@b.example',
  to: [],
  subject,
  text: '',
  html: '',
});
const isLater = () => now > '2027';

beforeAll(async () => {
  server = await openServer(0);
  server.handle(async (request, response) => {
    const { method, url = '', headers } = request;
    const body = (await readBody(request)).toString();
    const call = `${method} ${url}`;
    if (url.endsWith('/oauth2/v2.0/token')) {
      const clientId = new URLSearchParams(body).get('client_id');
      return sendJson(response, 200, { access_token: `token of ${clientId}` });
    }
    if (call === 'GET /v1/file') return void response.end(bytes);
    if (call === 'GET /v1/refused')
      return sendJson(response, 403, { code: 900150, description: 'Not with that role.' });
    if (call === 'GET /clock') return sendJson(response, 200, { now });
    if (call === 'POST /clock') {
      now = (JSON.parse(body) as { to: string }).to;
      const at = '2026-12-02T01:00:00.000Z';
      const ran = [
        { job: 'renew', at, result: { renewed: 1 } },
        { job: 'renew', at, result: { renewed: 0 } },
        { job: 'purge', at, result: { error: 'no table' } },
      ];
      return sendJson(response, 200, { now, ran, lost: [] });
    }
    if (call === 'GET /mail')
      return sendJson(response, 200, [...(isLater() ? [mail('2', 'Invoice D2')] : []), mail('1', 'Welcome')]);
    if (call === 'GET /v1/invoices')
      return sendJson(response, 200, {
        items: [...(isLater() ? [invoice('D2', '2026-12-31')] : []), invoice('D1', '2026-11-30')],
      });
    const { authorization, 'if-match': ifMatch } = headers;
    sendJson(response, 200, { call, body, authorization, ifMatch });
  });
  mkdirSync(join(folder, '.local'));
  const { address } = server;
  writeFileSync(
    join(folder, '.local', 'credentials.json'),
    JSON.stringify({
      apiRoot: address,
      controlRoot: address,
      issuer: address,
      clients: { operator: { ...secrets, clientId: 'the-operator' }, adminAgent: secrets },
      users: { customerAdmin: {} },
    }),
  );
  writeFileSync(join(folder, 'body.json'), '{"from":"a file"}');
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(...args: string[]) {
  const script = join(import.meta.dirname, '..', '..', 'infra', 'local', 'demo', 'ask.ts');
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out: Buffer.concat(out), err };
}

describe('OPS-1: npm run ask', () => {
  test.each<[string[], object]>([
    [['/v1/customers'], { call: 'GET /v1/customers', authorization: 'Bearer token of a-client' }],
    [['v1/customers?size=2'], { call: 'GET /v1/customers?size=2' }],
    [['delete', '/v1/customers/1'], { call: 'DELETE /v1/customers/1' }],
    [['-X', 'patch', 'v1/customers/1', '-d', '{"a":1}'], { call: 'PATCH /v1/customers/1', body: '{"a":1}' }],
    [['v1/customers', '--body', '{"a":1}'], { call: 'POST /v1/customers', body: '{"a":1}' }],
    [['PUT', 'v1/x', '-d', '@body.json', '-H', 'If-Match: "1"'], { body: '{"from":"a file"}', ifMatch: '"1"' }],
    [['v1/operator/partners', '--as', 'operator'], { authorization: 'Bearer token of the-operator' }],
  ])('%j: the answer alone on standard output, its status beside it', async (args, expected) => {
    const { code, out, err } = await ask(...args);
    expect(err).toBe('200 OK\n');
    expect(JSON.parse(out.toString())).toMatchObject(expected);
    expect(code).toBe(0);
  });

  test('takes a link as an answer or a mail shows it', async () => {
    const { out } = await ask(`${server.address}/v1/customers`);
    expect(JSON.parse(out.toString())).toMatchObject({ call: 'GET /v1/customers' });
  });

  test('bytes come through unchanged, into a file or a pipe', async () => {
    const { out, err } = await ask('v1/file', '-o', 'statement.pdf');
    expect(readFileSync(join(folder, 'statement.pdf')).equals(bytes)).toBe(true);
    expect(out.length).toBe(0);
    expect(err).toBe(`200 OK\n${bytes.length} bytes written to statement.pdf\n`);
    expect((await ask('v1/file')).out.equals(bytes)).toBe(true);
  });

  test('token: alone, so that another client can have it', async () => {
    const { out, err } = await ask('token', '--as', 'operator');
    expect([out.toString(), err]).toEqual(['token of the-operator\n', '']);
  });

  test('a refusal is shown, ends with 1, and is not written as if it were the file', async () => {
    const { code, out, err } = await ask('v1/refused', '-o', 'refused.pdf');
    expect([code, err]).toEqual([1, '403 Forbidden\n']);
    expect(JSON.parse(out.toString())).toMatchObject({ code: 900150 });
    expect(() => readFileSync(join(folder, 'refused.pdf'))).toThrow('ENOENT');
  });

  test('clock: what ran, which invoices and mails are new, which job failed', async () => {
    const { code, out } = await ask('clock', '2027-01-02');
    expect(out.toString().split('\n')).toEqual([
      'from 2026-12-01T00:00:00.000Z to 2027-01-02T00:00:00.000Z',
      '3 runs of jobs',
      '  2 × renew',
      '  1 × purge',
      'failed: purge at 2026-12-02T01:00:00.000Z: no table',
      '1 new invoices',
      '  D2 of 2026-12-31: 12.5 USD, as operator sees it',
      '1 mails',
      '  1 × Invoice D2',
      '',
    ]);
    expect(code).toBe(0);
  });

  test.each<[string[], RegExp]>([
    [['v1/customers', '--as', 'nobody'], /no caller nobody.*operator, adminAgent, customerAdmin\n$/],
    [['v1/customers', '--as', 'toString'], /no caller toString/],
    [['v1/customers', '-d', '{'], /the body is no JSON/],
    [['v1/customers', '-d', '@missing.json'], /missing\.json/],
    [['v1/customers', '-H', 'If-Match'], /a header is NAME: VALUE/],
    [['v1/customers', '--ass', 'x'], /--ass[\s\S]*--as NAME/],
    [['GET', 'v1/customers', 'v1/users'], /one path[\s\S]*--as NAME/],
    [['clock', 'soon'], /say when to.*2027-03-01, not soon/],
    [['clock'], /say when to/],
  ])('%j is no call, and a sentence says why', async (args, message) => {
    const { code, out, err } = await ask(...args);
    expect(err).toMatch(message);
    expect(err, 'no stack trace').not.toMatch(/^\s+at /m);
    expect([code, out.length]).toEqual([1, 0]);
  });

  test.each([['--help'], ['-h'], []])('%s shows what it can do', async (...args) => {
    const { code, out } = await ask(...args);
    expect(out.toString()).toMatch(/--as NAME[\s\S]*clock/);
    expect(code).toBe(0);
  });
});
