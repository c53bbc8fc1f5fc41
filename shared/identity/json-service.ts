import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { invariant } from '../kernel/invariant.ts';
import { ask } from './ask.ts';
import { patiently } from './patiently.ts';

/** A service refused a call; `name` is the exception that it names, e.g. `UsernameExistsException`. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;
  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** What SSM and Cognito answer, with status 400, to whoever asks too much at once. */
const THROTTLED: ReadonlySet<string> = new Set([
  'RequestLimitExceeded',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TooManyUpdates',
]);
/** A service that cannot answer just now may do so a moment later. */
const isWorthAnother = (error: unknown): boolean =>
  error instanceof ServiceError && (error.status === 429 || error.status >= 500 || THROTTLED.has(error.name));

/** Calls one action of a service; what is throttled or fails for a moment is asked again, later and later. @throws ServiceError */
export type JsonService = (action: string, input: object) => Promise<Record<string, unknown>>;

/**
 * A service of AWS that speaks JSON, signed by the SDK's own signer: for the few calls that are made of it, the SDK's client
 * weighs more than everything else in the function.
 */
export function jsonService(name: string, targetPrefix: string): JsonService {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
  invariant(AWS_REGION && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY, 'a function has a region and credentials');
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
    region: AWS_REGION,
    service: name,
    sha256: Sha256,
  });
  const {
    protocol,
    host,
    hostname,
    pathname: path,
    href,
  } = new URL(AWS_ENDPOINT_URL ?? `https://${name}.${AWS_REGION}.amazonaws.com/`);
  const call: JsonService = async (action, input) => {
    const body = JSON.stringify(input);
    const type = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${targetPrefix}.${action}` };
    const request = { method: 'POST', protocol, hostname, path, headers: { host, ...type }, body } as const;
    const { headers } = await signer.sign(request);
    const { status, text } = await ask(href, { method: 'POST', headers, body });
    if (status !== 200) throw serviceError(`${action}: ${status}`, status, text);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  return (action, input) => patiently(() => call(action, input), isWorthAnother);
}

/** The body may be of somebody in between, and no JSON. */
function serviceError(what: string, status: number, text: string): ServiceError {
  try {
    const { __type = 'ServiceError', message, Message } = JSON.parse(text) as Record<string, string | undefined>;
    return new ServiceError(__type.split('#').at(-1)!, status, `${what} ${message ?? Message ?? ''}`);
  } catch {
    return new ServiceError('ServiceError', status, what);
  }
}
