import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as overHttp } from 'node:http';
import { Agent, get, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as secure } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCertificate, localCertificate } from '../../infra/local/net/certificate.ts';
import { hostsOfClients } from '../../infra/local/net/hosts.ts';
import { serveProxy } from '../../infra/local/net/proxy.ts';
import { type LocalServer, openServer } from '../../infra/local/net/server.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'https-'));
const newFolder = () => mkdtempSync(join(folder, 'made-'));
let certificate: LocalCertificate;

beforeAll(async () => {
  certificate = await localCertificate(newFolder());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serial = ({ cert }: LocalCertificate) => new X509Certificate(cert).serialNumber;
const daysLater = (days: number) => new Date(Date.now() + days * 86_400_000);

/** The text that a client gets who trusts `ca` and nobody else. */
const read = (port: number, options: RequestOptions): Promise<string> =>
  new Promise((done, failed) => {
    get({ host: '127.0.0.1', port, path: '/', ca: certificate.authority, agent: false, ...options }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => done(text));
    }).on('error', failed);
  });

describe('OPS-1: the certificate of --https', () => {
  test.each(['127.0.0.1', 'localhost', ...hostsOfClients])(
    'a client that trusts its authority reaches %s',
    async (name) => {
      const server = await openServer(0, certificate);
      server.handle((_request, response) => void response.end('here'));
      try {
        expect(server.address).toBe(`https://127.0.0.1:${server.port}`);
        const named = name === '127.0.0.1' ? {} : { servername: name };
        expect(await read(server.port, named)).toBe('here');
        await expect(read(server.port, { ...named, ca: [] }), 'who does not trust it').rejects.toThrow();
        await expect(read(server.port, { servername: 'www.example.com' }), 'no other name').rejects.toThrow(/altnames/);
      } finally {
        await server.stop();
      }
    },
  );

  test('is kept for its owner alone, without the key that could sign another', async () => {
    const made = newFolder();
    await localCertificate(made);
    expect(readdirSync(made).sort()).toEqual(['authority.pem', 'server.key', 'server.pem']);
    for (const file of readdirSync(made)) expect(statSync(join(made, file)).mode & 0o777, file).toBe(0o600);
    const [authority, server] = ['authority.pem', 'server.pem'].map(
      (file) => new X509Certificate(readFileSync(join(made, file))),
    );
    expect(authority!.ca).toBe(true);
    expect(server!.ca, 'it signs nothing').toBe(false);
    expect(server!.publicKey.equals(authority!.publicKey)).toBe(false);
  });

  test('stays the same from start to start, and is valid for a year at most', async () => {
    const made = newFolder();
    const first = await localCertificate(made);
    expect(serial(await localCertificate(made, daysLater(330)))).toBe(serial(first));
    for (const pem of [first.cert, first.authority]) {
      const { validFromDate, validToDate } = new X509Certificate(pem);
      expect(validToDate.getTime() - validFromDate.getTime()).toBeLessThanOrEqual(366 * 86_400_000);
    }
  });

  test.each<[string, (made: string) => Promise<Date | undefined>]>([
    ['it ends within a month', async () => daysLater(340)],
    ['it begins later than now', async () => daysLater(-2)],
    [
      'its key is another',
      async (made) => {
        writeFileSync(join(made, 'server.key'), certificate.key);
        return undefined;
      },
    ],
    [
      'its authority is another',
      async (made) => {
        writeFileSync(join(made, 'authority.pem'), certificate.authority);
        return undefined;
      },
    ],
    [
      'a file is missing',
      async (made) => {
        rmSync(join(made, 'server.key'));
        return undefined;
      },
    ],
    [
      'a file is no certificate',
      async (made) => {
        writeFileSync(join(made, 'server.pem'), 'torn');
        return undefined;
      },
    ],
  ])('is made anew when %s', async (_why, spoil) => {
    const made = newFolder();
    const first = await localCertificate(made);
    const now = await spoil(made);
    const second = await localCertificate(made, now);
    expect(serial(second)).not.toBe(serial(first));
    expect(new X509Certificate(second.cert).verify(new X509Certificate(second.authority).publicKey)).toBe(true);
  });
});

describe('OPS-1: the proxy for clients whose host names are fixed', () => {
  let api: LocalServer;
  let proxy: LocalServer;
  beforeAll(async () => {
    api = await openServer(0, certificate);
    api.handle((request, response) => void response.end(`api ${request.headers.host}`));
  });
  afterEach(() => proxy.stop());
  afterAll(() => api.stop());

  /** Asks for a tunnel; answers its status and socket. */
  const tunnel = async (to: string) => {
    proxy = await openServer(0);
    serveProxy(proxy, { hosts: hostsOfClients, port: api.port, ports: [api.port] });
    const asked = overHttp({ host: '127.0.0.1', port: proxy.port, method: 'CONNECT', path: to });
    asked.end();
    const [answer, socket] = (await once(asked, 'connect')) as [{ statusCode: number }, Socket];
    return { status: answer.statusCode, socket };
  };

  test.each(hostsOfClients)('what goes to %s arrives at the API', async (host) => {
    const { status, socket } = await tunnel(`${host.toUpperCase()}:443`);
    expect(status).toBe(200);
    const agent = new Agent();
    agent.createConnection = () => secure({ socket, servername: host, ca: certificate.authority });
    expect(await read(443, { host, agent })).toBe(`api ${host}`);
    socket.destroy();
  });

  test('the runtime itself is reached through it, too', async () => {
    const { status, socket } = await tunnel(`localhost:${api.port}`);
    expect(status).toBe(200);
    socket.destroy();
  });

  test.each(['www.example.com:443', 'api.partnercenter.microsoft.com:80', '127.0.0.1:1', '169.254.169.254:80', ''])(
    'it leads nowhere else: %j',
    async (goal) => {
      const { status, socket } = await tunnel(goal);
      expect(status).toBe(403);
      socket.destroy();
    },
  );

  test('a tunnel that is open does not keep the runtime from stopping', async () => {
    const { socket } = await tunnel(`${hostsOfClients[0]}:443`);
    const closed = once(socket, 'close');
    await proxy.stop();
    await closed;
  });
});

describe('OPS-1: a runtime with --https', () => {
  const fixture = join(import.meta.dirname, 'fixtures', 'assembly');
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startRuntime({ cdkOut: fixture, localDir: newFolder(), quiet: true, https: true });
  });
  afterAll(() => runtime.stop());

  test('serves what clients and links reach over https; its functions reach what they need that way', async () => {
    expect(runtime.apiRoot).toMatch(/^https:/);
    expect(runtime.issuer).toMatch(/^https:/);
    expect(runtime.door).toMatch(/^https:/);
    expect(existsSync(runtime.authorityFile!)).toBe(true);
    const written = await fetch(`${runtime.apiRoot}/notes/first`, { method: 'PUT', body: 'hello' });
    expect(written.status, 'the function wrote through the door').toBe(200);
    await fetch(`${runtime.controlRoot}/idle`);
    const seen = (await (await fetch(`${runtime.apiRoot}/notes/first`)).json()) as { item: unknown };
    expect(seen.item).toMatchObject({ pk: { S: 'NOTES#first' } });
  });
});
