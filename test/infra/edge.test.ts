import { describe, expect, it } from 'vitest';
import { apiDocument } from '../../infra/document.ts';
import { docsPages, indexPage } from '../../infra/edge/docs.ts';
import { docsFiles } from '../../infra/edge/docs-files.ts';
import { edge, lambdaPass } from '../../infra/edge/edge.ts';
import { pages } from '../../infra/edge/pages.ts';
import type { Way } from '../../infra/edge/ways.ts';
import type { GatewayEvent, GatewayReply } from '../../shared/http/gateway.ts';

const ways: readonly Way[] = [
  { api: 'tenancy', method: 'GET', path: '/v1/customers/{customerId}' },
  { api: 'billing', method: 'GET', path: '/v1/customers/usagerecords' },
  { api: 'tenancy', method: 'GET', path: '/v1/agreementTemplates/{templateId}/document' },
  { api: 'commerce', method: 'POST', path: '/v1/customers/{customerId}/orders' },
];

const document = apiDocument();
const files: Record<string, string> = {
  'index.html': indexPage(document),
  ...docsPages(document),
  'openapi.json': JSON.stringify(document),
};

interface Passed {
  api: string;
  event: GatewayEvent;
}

/** An edge whose contexts answer 200 and are written down. */
function anEdge(): { handle: (event: GatewayEvent) => Promise<GatewayReply>; passed: Passed[] } {
  const passed: Passed[] = [];
  const handle = edge({
    ways,
    pages: pages((file) => files[file]),
    pass: async (api, event) => {
      passed.push({ api, event });
      return { statusCode: 200, headers: {} };
    },
  });
  return { handle, passed };
}

const request = (method: string, rawPath: string, more: Partial<GatewayEvent> = {}): GatewayEvent => ({
  rawPath,
  rawQueryString: '',
  headers: {},
  requestContext: { timeEpoch: 0, http: { method } },
  ...more,
});

describe('API-1: the edge mends paths and passes them on', () => {
  it.each`
    method    | path                                     | api           | mended                                   | because
    ${'GET'}  | ${'/V1/Customers/ABC'}                   | ${'tenancy'}  | ${'/v1/customers/ABC'}                   | ${'words match in any case, ids stay as they are'}
    ${'GET'}  | ${'/v1//customers/abc'}                  | ${'tenancy'}  | ${'/v1/customers/abc'}                   | ${'slashes are collapsed'}
    ${'GET'}  | ${'/v1/customers/abc/'}                  | ${'tenancy'}  | ${'/v1/customers/abc'}                   | ${'a slash at the end is ignored'}
    ${'GET'}  | ${'/v1/customers/UsageRecords'}          | ${'billing'}  | ${'/v1/customers/usagerecords'}          | ${'a fixed word wins over an id'}
    ${'GET'}  | ${'/v1/agreementtemplates/Ab1/DOCUMENT'} | ${'tenancy'}  | ${'/v1/agreementTemplates/Ab1/document'} | ${'template ids tell upper from lower case'}
    ${'GET'}  | ${'/v1/customers/a%20b'}                 | ${'tenancy'}  | ${'/v1/customers/a%20b'}                 | ${'what is encoded stays so'}
    ${'POST'} | ${'/v1/customers/abc//orders/'}          | ${'commerce'} | ${'/v1/customers/abc/orders'}            | ${'all of it at once'}
  `('$method $path, because $because', async ({ method, path, api, mended }) => {
    const { handle, passed } = anEdge();
    await handle(request(method, path, { rawQueryString: 'size=1', body: '{}' }));
    expect(passed).toMatchObject([{ api, event: { rawPath: mended, rawQueryString: 'size=1', body: '{}' } }]);
  });

  it.each`
    method      | path                        | status | code    | because
    ${'GET'}    | ${'/v1/nothing'}            | ${404} | ${1000} | ${'no context knows it'}
    ${'GET'}    | ${'/v1/customers/%E0%A4%A'} | ${404} | ${1000} | ${'what cannot be decoded is nothing'}
    ${'DELETE'} | ${'/v1/customers/abc'}      | ${404} | ${1000} | ${'the path has other methods'}
  `('$method $path answers $status/$code itself, because $because', async ({ method, path, status, code }) => {
    const { handle, passed } = anEdge();
    const reply = await handle(request(method, path, { headers: { 'ms-requestid': '"r-1"' } }));
    expect(reply.statusCode).toBe(status);
    expect(JSON.parse(reply.body!)).toMatchObject({ code, data: [] });
    expect(reply.headers['ms-requestid']).toBe('r-1');
    expect(reply.headers['ms-correlationid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(passed).toEqual([]);
  });

  it.each`
    method      | path                            | allow          | because
    ${'DELETE'} | ${'/V1/customers/abc'}          | ${'GET, HEAD'} | ${'HEAD goes with GET'}
    ${'GET'}    | ${'/v1/customers/abc/orders'}   | ${'POST'}      | ${'it only takes POST'}
    ${'POST'}   | ${'/docs'}                      | ${'GET, HEAD'} | ${'pages of the edge are read'}
    ${'PATCH'}  | ${'/v1/customers/UsageRecords'} | ${'GET, HEAD'} | ${'a fixed word is no id'}
    ${'GET'}    | ${'/v1/customers/all'}          | ${undefined}   | ${'nothing is served there'}
  `('$method $path answers 404 with Allow: $allow, because $because', async ({ method, path, allow }) => {
    const { handle, passed } = anEdge();
    const reply = await handle(request(method, path));
    expect([reply.statusCode, reply.headers.allow, passed]).toEqual([404, allow, []]);
  });

  it('HEAD is passed on to where GET goes', async () => {
    const { handle, passed } = anEdge();
    await handle(request('HEAD', '/v1/customers/abc'));
    expect(passed).toMatchObject([{ api: 'tenancy', event: { requestContext: { http: { method: 'HEAD' } } } }]);
  });

  it('a body of over 1 MB is refused before anybody sees it', async () => {
    const { handle, passed } = anEdge();
    const at = (bytes: number) => handle(request('POST', '/V1/customers/abc/orders', { body: 'x'.repeat(bytes) }));
    expect((await at(1024 * 1024)).statusCode).toBe(200);
    const refused = await at(1024 * 1024 + 1);
    expect(refused.statusCode).toBe(413);
    expect(JSON.parse(refused.body!)).toMatchObject({ code: 800002 });
    expect(passed).toHaveLength(1);
  });

  it('HEAD answers without a body', async () => {
    const { handle } = anEdge();
    const reply = await handle(request('HEAD', '/v1/nothing'));
    expect(reply).toMatchObject({ statusCode: 404 });
    expect(reply.body).toBeUndefined();
  });
});

describe('API-2: the edge serves the reference', () => {
  it.each`
    path               | mediaType
    ${'/'}             | ${'text/html; charset=utf-8'}
    ${'/docs'}         | ${'text/html; charset=utf-8'}
    ${'/Docs/'}        | ${'text/html; charset=utf-8'}
    ${'/docs/Orders'}  | ${'text/html; charset=utf-8'}
    ${'/docs/search'}  | ${'text/html; charset=utf-8'}
    ${'/openapi.json'} | ${'application/json; charset=utf-8'}
  `('GET $path', async ({ path, mediaType }) => {
    const reply = await anEdge().handle(request('GET', path));
    expect(reply).toMatchObject({ statusCode: 200, headers: { 'content-type': mediaType } });
  });

  it('compressed for those who take it, and not at all to those who have it', async () => {
    const { handle } = anEdge();
    const zipped = await handle(request('GET', '/docs', { headers: { 'accept-encoding': 'br, gzip' } }));
    expect(zipped).toMatchObject({ isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } });
    const again = await handle(request('GET', '/docs', { headers: { 'if-none-match': zipped.headers.etag! } }));
    expect(again).toMatchObject({ statusCode: 304 });
    expect(again.body).toBeUndefined();
  });

  it('loads nothing; only the index runs something, and only its own script', async () => {
    for (const [path, file] of Object.entries(docsFiles)) {
      if (files[file] === undefined) continue;
      const { headers, body = '' } = await anEdge().handle(request('GET', path));
      const scripts = path === '/docs/search' ? "'sha256-[^']+'" : "'none'";
      expect(headers['content-security-policy']).toMatch(
        new RegExp(`^default-src 'none'; style-src 'sha256-[^']+'; script-src ${scripts}; `),
      );
      expect(body).not.toMatch(/\ssrc=|<link|url\(|@import|\son\w+=|\sstyle=/i);
    }
  });

  it('a page of a context without operations is not there', async () => {
    const empty = Object.keys(docsFiles).filter((path) => files[docsFiles[path]!] === undefined);
    for (const path of empty) expect(await anEdge().handle(request('GET', path))).toMatchObject({ statusCode: 404 });
  });

  it('has every operation once, with a way to it from the index and from its page', () => {
    const pages = Object.values(files).join('');
    for (const { operationId } of Object.values(document.paths).flatMap((path) => Object.values(path))) {
      expect(pages.split(`id="${operationId}"`), operationId).toHaveLength(2);
      expect(files['docs-search.html']).toMatch(new RegExp(`href="/docs/[\\w-]+#${operationId}"`));
      expect(pages).toContain(`href="#${operationId}"`);
    }
  });

  it('every link leads somewhere, and no page has two places of one name', () => {
    const placesOf = (page: string) => [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    const known = new Set<string>(['/openapi.json', '/']);
    for (const [path, file] of Object.entries(docsFiles)) {
      if (files[file] === undefined) continue;
      const places = placesOf(files[file]);
      expect(places.filter((id, index) => places.indexOf(id) !== index)).toEqual([]);
      for (const place of ['', ...places.map((id) => `#${id}`)]) known.add(`${path}${place}`);
    }
    const lost = Object.entries(docsFiles).flatMap(([path, file]) =>
      [...(files[file] ?? '').matchAll(/href="([^"]+)"/g)]
        .map(([, href]) => (href!.startsWith('#') ? `${path}${href}` : href!))
        .filter((href) => !known.has(href)),
    );
    expect(lost).toEqual([]);
  });

  it('pages for people come last, wherever operations are listed', () => {
    const listed = [...files['docs-search.html']!.matchAll(/<li data-of[^>]*><a href="\/docs\/([\w-]+)#/g)];
    const slugs = listed.map(([, slug]) => slug!);
    expect(slugs.slice(slugs.indexOf('pages')).every((slug) => slug === 'pages')).toBe(true);
    expect(slugs.indexOf('pages')).toBeGreaterThan(100);
  });

  it('no page is endless', () => {
    for (const [file, text] of Object.entries(files))
      if (file !== 'openapi.json') expect(text.length, file).toBeLessThan(450_000);
  });

  it('escapes what it is given', () => {
    const page = docsPages({ ...document, info: { ...document.info, title: '<b>"x"&' } })['docs.html'];
    expect(page).toContain('&lt;b&gt;&quot;x&quot;&amp;');
    expect(page).not.toContain('<b>"x"');
  });
});

describe('API-1: the edge passes on by Lambda’s interface', () => {
  it.each([
    ['the function broke', async () => ({ FunctionError: 'Unhandled', Payload: Buffer.from('{}') })],
    ['Lambda took no call', async () => Promise.reject(new Error('Rate exceeded'))],
  ])('answers in the contract’s shape when %s', async (_because, send) => {
    const pass = lambdaPass({ tenancy: 'tenancy-api' }, { send } as never);
    const answer = await pass('tenancy', request('GET', '/v1/customers/abc'));
    expect(answer.statusCode).toBe(500);
    expect(JSON.parse(answer.body!)).toMatchObject({ code: 800003, isRetryable: true });
    expect(answer.headers['ms-requestid']).toBeTruthy();
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});
