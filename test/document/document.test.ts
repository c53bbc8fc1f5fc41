import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/bundles.ts';
import type { Method } from '../../shared/contracts/routes.ts';
import { testToken } from '../support/api.ts';
import { type Cast, createCast } from '../support/cast.ts';
import { OFFERS } from '../support/sales.ts';

/** What others make of the document: it is read by their tools, not by ours. */
const here = import.meta.dirname;
const document = join(projectRoot, 'infra/openapi.json');
const run = promisify(execFile);
const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, args, { maxBuffer: 1 << 24, env: { ...process.env, ...env } });

describe('API-2: the types that openapi-typescript makes of the document', () => {
  const types = join(projectRoot, 'test/.artifacts/api.ts');
  beforeAll(async () => {
    await node([join(here, 'node_modules/openapi-typescript/bin/cli.js'), document, '-o', types]);
  });
  // Biome infers types across imports, and gives up on as many as these.
  afterAll(() => rm(types));

  it('API-2: compile in a client, and refuse its mistakes', async () => {
    const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
    const said = await node([tsc, '--project', here]).catch((failed: { stdout: string }) => failed);
    expect(said.stdout).toBe('');
  });

  it('API-2: are what the API takes and answers: the client lists customers, orders and reads an invoice', async () => {
    const cast = await createCast();
    const { root, stop } = await serve(cast);
    try {
      const env = { API_ROOT: root, TOKEN: testToken(cast.partner.adminAgent), OFFER_ID: OFFERS.base };
      const { stdout } = await node([join(here, 'src/program.ts')], env);
      expect(JSON.parse(stdout)).toEqual({
        company: 'fabrikam',
        quantities: [3],
        invoiceId: cast.known.invoiceId,
        currency: 'USD',
        // Three seats of its own, and six that came from direct.
        total: 256,
      });
    } finally {
      await stop();
    }
  });
});

describe('API-2: the linter of Redocly', () => {
  it('API-2: has no error and no warning', async () => {
    const { stdout } = await node([join(here, 'src/lint.ts'), document, join(projectRoot, 'redocly.yaml')]);
    expect(stdout).toBe('');
  });
});

/** The program of the cast behind HTTP. */
async function serve({ world }: Cast): Promise<{ root: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const answer = await world.program.request({
      method: request.method as Method,
      path: request.url!,
      as: authorization.replace('Bearer ', ''),
      headers: { 'content-type': contentType },
      ...(body !== '' && { body }),
    });
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
