import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** A program that talks to the API as anyone else would: plain HTTP, a token of its own, ids that a repeat sends again. */

export interface Credentials {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Request {
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly file?: { readonly mediaType: string; readonly text: string };
  /** Makes a repeat of this call harmless: the platform answers what it answered before. */
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Undefined when the body is no JSON. */
  readonly json: unknown;
}

/** The API refused a call. The message names the call, the status, the code and the reason. */
export class RefusedError extends Error {
  readonly answer: Answer;
  readonly code: number | undefined;
  constructor(call: string, answer: Answer) {
    const problem = (answer.json ?? {}) as { code?: number; description?: string };
    super(`${call}: ${answer.status}${problem.code === undefined ? '' : ` (${problem.code})`} ${reasonOf(answer)}`);
    this.name = 'RefusedError';
    this.answer = answer;
    this.code = problem.code;
  }
}

const reasonOf = ({ json, text }: Answer): string =>
  (json as { description?: string } | undefined)?.description ?? text.slice(0, 300);

export interface Client {
  /** The token that it calls with. */
  token(): Promise<string>;
  readonly tenantId: string;
  /** Any answer, refusals too. */
  ask(call: string, request?: Request): Promise<Answer>;
  /** The JSON of a success. @throws RefusedError for everything else. */
  send<T>(call: string, request?: Request): Promise<T>;
}

/** A GUID that is always the same for the same words. */
export const guidOf = (...words: readonly string[]): string => {
  const hex = createHash('sha256').update(words.join('\u0000')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Asks again, three times at most, while the answer is that the service is not there: a busy machine is slow for a while. */
async function untilServed(ask: () => Promise<Answer>): Promise<Answer> {
  for (let repeats = 0; ; repeats++) {
    const answer = await ask();
    if (answer.status !== 503 || repeats === 3) return answer;
    await setTimeout(1000);
  }
}

/** A caller whose token comes from `token`. Calls are written like `POST /v1/customers`. */
export function clientWith(apiRoot: string, tenantId: string, token: () => Promise<string>): Client {
  const once = async (call: string, { body, file, requestId, headers }: Request): Promise<Answer> => {
    const [method, path] = call.split(' ') as [string, string];
    const response = await fetch(`${apiRoot}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(file && { 'content-type': file.mediaType }),
        ...(requestId !== undefined && { 'MS-RequestId': requestId }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file.text }),
    });
    return answerOf(response);
  };
  const ask: Client['ask'] = (call, request = {}) =>
    call.startsWith('GET ') || request.requestId !== undefined
      ? untilServed(() => once(call, request))
      : once(call, request);
  return {
    tenantId,
    token,
    ask,
    async send<T>(call: string, request?: Request) {
      const answer = await ask(call, request);
      if (answer.status >= 300) throw new RefusedError(call, answer);
      return answer.json as T;
    },
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** A caller by client credentials; the token is fetched once and again shortly before it expires. */
export function clientOf(apiRoot: string, credentials: Credentials): Client {
  let held: { token: Promise<string>; untilMs: number } | undefined;
  return clientWith(apiRoot, credentials.tenantId, () => {
    if (!held || held.untilMs < Date.now()) {
      const token = clientToken(apiRoot, credentials);
      held = { token, untilMs: Date.now() + 50 * 60_000 };
      token.catch(() => {
        held = undefined;
      });
    }
    return held.token;
  });
}

async function clientToken(apiRoot: string, { tenantId, clientId, clientSecret }: Credentials): Promise<string> {
  return requestToken(apiRoot, tenantId, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${apiRoot}/.default`,
  });
}

/** An access token from the API's token endpoint. @throws RefusedError */
export async function requestToken(
  apiRoot: string,
  tenantId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const path = `/${tenantId}/oauth2/v2.0/token`;
  const answer = await untilServed(async () =>
    answerOf(await fetch(`${apiRoot}${path}`, { method: 'POST', body: new URLSearchParams(parameters) })),
  );
  const token = (answer.json as { access_token?: string } | undefined)?.access_token;
  if (answer.status !== 200 || token === undefined) throw new RefusedError(`POST ${path}`, answer);
  return token;
}
