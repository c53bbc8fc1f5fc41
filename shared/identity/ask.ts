import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';

/** A question to another service; `body` is sent as it is. */
export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Milliseconds without a sign of life after which nobody waits any longer. */
const SILENCE_MS_MAX = 10_000;

type Request = (url: URL, options: RequestOptions, take: (message: IncomingMessage) => void) => ClientRequest;

/** Plain http is for issuers and services on one's own machine. An import of it would load WebSockets, too: 45 ms of CPU. */
const requestPlainly: Request = (...given) => process.getBuiltinModule('node:http').request(...given);

/**
 * Asks a service once, over a connection of its own: a function that slept has none left that is still open. The platform's
 * `fetch` costs a function 60 ms of CPU before it first asks, which every start would pay.
 * @throws Error when there is no whole answer.
 */
export function ask(address: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answered> {
  const url = new URL(address);
  const request: Request = url.protocol === 'http:' ? requestPlainly : requestSecurely;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false, timeout: SILENCE_MS_MAX }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode!, text: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject);
    asked.on('timeout', () => asked.destroy(new Error(`${url.host} says nothing`)));
    asked.end(body);
  });
}

/** Asks for a document of JSON. @throws Error when there is none. */
export async function askForJson(address: string): Promise<unknown> {
  const { status, text } = await ask(address);
  if (status !== 200) throw new Error(`${address} answered ${status}`);
  return JSON.parse(text);
}
