import { AwsClient } from 'aws4fetch';
import { invariant } from '../kernel/invariant.ts';
import { patiently } from './patiently.ts';

/** A service refused a call; `name` is the exception that it names, e.g. `UsernameExistsException`. */
export class ServiceError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
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
const isThrottled = (error: unknown): boolean => error instanceof ServiceError && THROTTLED.has(error.name);

/** Calls one action of a service; what is throttled is asked again, later and later. @throws ServiceError */
export type JsonService = (action: string, input: object) => Promise<Record<string, unknown>>;

/**
 * A service of AWS that speaks JSON, signed by aws4fetch: for the few calls that are made of it, the SDK's client weighs
 * more than everything else in the function.
 */
export function jsonService(name: string, targetPrefix: string): JsonService {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
  invariant(AWS_REGION && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY, 'a function has a region and credentials');
  const client = new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    region: AWS_REGION,
    service: name,
    retries: 3,
  });
  const url = AWS_ENDPOINT_URL ?? `https://${name}.${AWS_REGION}.amazonaws.com/`;
  const call: JsonService = async (action, input) => {
    const answer = await client.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${targetPrefix}.${action}` },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    if (!answer.ok) throw serviceError(`${action}: ${answer.status}`, text);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  return (action, input) => patiently(() => call(action, input), isThrottled);
}

/** The body may be of somebody in between, and no JSON. */
function serviceError(what: string, text: string): ServiceError {
  try {
    const { __type = 'ServiceError', message, Message } = JSON.parse(text) as Record<string, string | undefined>;
    return new ServiceError(__type.split('#').at(-1)!, `${what} ${message ?? Message ?? ''}`);
  } catch {
    return new ServiceError('ServiceError', what);
  }
}
