import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { portAdvice } from './ports.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A server on the loopback interface. */
export type LocalServer = {
  readonly address: string;
  readonly port: number;
  handle(handler: Handler): void;
  /** Takes requests for a tunnel; without it they end unanswered. */
  onConnect(take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void;
  stop(): Promise<void>;
};

/**
 * Opens `port` (0: a free one) on 127.0.0.1. Requests wait until `handle` was called, so that addresses can be known
 * before what answers on them is built. With a certificate it speaks https, and nothing else.
 *
 * @throws AdviceError saying which port cannot be opened, and why.
 */
export async function openServer(port: number, certificate?: { cert: string; key: string }): Promise<LocalServer> {
  let install!: (handler: Handler) => void;
  const installed = new Promise<Handler>((resolve) => {
    install = resolve;
  });
  let current: Handler | undefined;
  const answer: Handler = (request, response) => {
    const run = async () => (current ?? (await installed))(request, response);
    run().catch((error: unknown) => fail(response, error));
  };
  const options = { noDelay: true, keepAliveTimeout: 60_000 };
  const server = certificate
    ? createSecureServer({ ...options, ...certificate }, answer)
    : createServer(options, answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    address: `${certificate ? 'https' : 'http'}://127.0.0.1:${actual}`,
    port: actual,
    handle(handler) {
      current = handler;
      install(handler);
    },
    onConnect: (take) => void server.on('connect', take),
    stop: () => close(server, sockets),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((ready, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(portAdvice(port, error)));
    server.listen(port, '127.0.0.1', ready);
  });
}

/** Tunnels are no longer the server's own, so it is the sockets that are closed. */
function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    for (const socket of sockets) socket.destroy();
  });
}

function fail(response: ServerResponse, error: unknown): void {
  process.stderr.write(`local runtime: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { message: 'The local runtime failed; its standard error says why.' });
}

/** Answers with a JSON document. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  contentType = 'application/json',
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
