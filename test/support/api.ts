import type { Method } from '../../shared/contracts/routes.ts';
import type { GatewayEvent, GatewayReply } from '../../shared/http/gateway.ts';
import type { AccessRecords } from '../../shared/identity/access.ts';
import { type CallerLoader, callerLoader } from '../../shared/identity/caller.ts';
import type { TokenClaims, TokenVerifier } from '../../shared/identity/token.ts';

/** What a test sends; everything else is as a gateway would add it. */
export interface TestRequest {
  readonly method?: Method;
  /** Path with query, e.g. `/v1/customers?size=2`. */
  readonly path: string;
  /** An object is sent as JSON, a text or bytes as they are. */
  readonly body?: unknown;
  /** Who calls: claims, or the text of a token. Nobody when absent. */
  readonly as?: TokenClaims | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, its body read as JSON where it is JSON. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: answers are of every shape, and tests compare them as they are
  readonly body: any;
  readonly text: string;
}

export const TEST_ROOT = 'https://api.program.test';

/** Clients of tests that stand for the program's own: people of every tenant come through them. */
export const SIGN_IN_CLIENT = 'sign-in-client';
export const testCallers = (records: AccessRecords, options: { boundApplications?: boolean } = {}): CallerLoader =>
  callerLoader(records, {
    boundApplications: options.boundApplications ?? true,
    programClients: new Set([SIGN_IN_CLIENT]),
  });

/** Tokens of tests are their claims as JSON, a person's of a first sign-in unless they say so; every other text is a token that does not verify. */
export const testToken = (claims: TokenClaims): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
export const testTokenVerifier: TokenVerifier = {
  async verify(token) {
    try {
      const claims = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as TokenClaims;
      if (!claims.tenantId) return undefined;
      return claims.userId === undefined ? claims : { sessions: 0, ...claims };
    } catch {
      return undefined;
    }
  },
};

export function gatewayEvent(request: TestRequest, at: string): GatewayEvent {
  const { method = 'GET', path, body, as, headers = {} } = request;
  const [rawPath, ...query] = path.split('?');
  const token = typeof as === 'object' ? testToken(as) : as;
  return {
    rawPath: rawPath!,
    rawQueryString: query.join('?'),
    headers: {
      host: new URL(TEST_ROOT).host,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    ...(body instanceof Uint8Array
      ? { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
      : body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    requestContext: { timeEpoch: Date.parse(at), http: { method, path: rawPath!, sourceIp: '192.0.2.1' } },
  };
}

export function readAnswer({
  statusCode,
  headers,
  cookies = [],
  body = '',
  isBase64Encoded,
}: GatewayReply): TestAnswer {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('latin1') : body;
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '') && !headers['content-encoding'];
  return { status: statusCode, headers, cookies, text, body: isJson && text !== '' ? JSON.parse(text) : undefined };
}
