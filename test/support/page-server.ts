import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dispatch } from '../../shared/http/dispatch.ts';
import type { GatewayEvent } from '../../shared/http/gateway.ts';

/** Runs on 127.0.0.1 until it is stopped. */
export interface PageServer {
  readonly root: string;
  stop(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('base64');
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));

async function toEvent(request: IncomingMessage, nowMs: number): Promise<GatewayEvent> {
  const [rawPath = '/', rawQueryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const { cookie = '', ...headers } = headersOf(request);
  return {
    rawPath,
    rawQueryString,
    headers,
    cookies: cookie.split(';').map((text) => text.trim()),
    body: await readBody(request),
    isBase64Encoded: true,
    requestContext: {
      timeEpoch: nowMs,
      http: { method: request.method ?? 'GET', path: rawPath, sourceIp: '127.0.0.1' },
    },
  };
}

/** Puts a dispatcher behind a real HTTP server, as a gateway would, so that a browser can reach its pages. */
export async function pageServer(
  dispatch: Dispatch,
  options: { now(): number; other?(request: IncomingMessage, response: ServerResponse): Promise<boolean> },
): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    if (await options.other?.(request, response)) return;
    const reply = await dispatch(await toEvent(request, options.now()));
    for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
    if (reply.cookies?.length) response.setHeader('set-cookie', reply.cookies);
    response.statusCode = reply.statusCode;
    response.end(Buffer.from(reply.body ?? '', reply.isBase64Encoded ? 'base64' : 'utf8'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    root: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
