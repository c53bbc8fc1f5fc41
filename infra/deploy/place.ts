import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsClient } from 'aws4fetch';
import { patiently } from '../../shared/identity/patiently.ts';
import type { Arguments } from './arguments.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command works: found out once, and handed to the SDK's clients and to the CLI alike. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly profile?: string;
  /** For every client of the SDK. */
  readonly clientConfig: { readonly region: string; readonly profile?: string };
  /** For the CLI: it looks for region and credentials in another order than the SDK. */
  readonly cliArguments: readonly string[];
  readonly cliEnvironment: Environment;
  /** One call of a service's query interface. @throws QueryError */
  query(service: 'cloudformation' | 'sts', action: string, input?: Switches, region?: string): Promise<string>;
}

type Switches = Readonly<Record<string, string>>;

/** A service refused a call; `name` is its code, such as `ValidationError`. */
export class QueryError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** @throws Error saying what to type when region or credentials are missing. */
export async function placeOf(
  { profile: given, region: asked }: Pick<Arguments, 'profile' | 'region'>,
  env: Environment = process.env,
): Promise<Place> {
  const profile = given ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined);
  const ofProfile = profile === undefined ? {} : { profile };
  const region = asked ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || (await regionOf(ofProfile)));
  const clientConfig = { region, ...ofProfile };
  const query = queries(clientConfig, env);
  const answer = await query('sts', 'GetCallerIdentity');
  return {
    region,
    account: textOf(answer, 'Account') ?? '',
    ...ofProfile,
    clientConfig,
    cliArguments: ['--region', region, ...(profile === undefined ? [] : ['--profile', profile])],
    cliEnvironment: environmentFor(env, region, profile),
    query,
  };
}

async function regionOf(profile: { profile?: string }): Promise<string> {
  try {
    return await new SSMClient(profile).config.region();
  } catch {
    throw new Error('no region is said: put --region eu-west-1 behind it, or set AWS_REGION');
  }
}

/** Keys in the environment go before a profile for the CLI, and after it for the SDK: with a profile they are left out. */
function environmentFor(env: Environment, region: string, profile: string | undefined): Environment {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];
  const kept = Object.entries(env).filter(([name]) => profile === undefined || !keys.includes(name));
  return {
    ...Object.fromEntries(kept),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(profile !== undefined && { AWS_PROFILE: profile, AWS_DEFAULT_PROFILE: profile }),
  };
}

const VERSIONS = { cloudformation: '2010-05-15', sts: '2011-06-15' } as const;
const THROTTLED: ReadonlySet<string> = new Set(['Throttling', 'ThrottlingException', 'RequestLimitExceeded']);

/** For the three calls that are made of these two services their clients of the SDK would be two libraries more. */
function queries(config: Place['clientConfig'], env: Environment): Place['query'] {
  const credentials = credentialsOf(config);
  return (service, action, input = {}, region = config.region) =>
    patiently(
      async () => {
        const client = new AwsClient({ ...(await credentials()), service, region, retries: 3 });
        const answer = await client.fetch(env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.amazonaws.com/`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ Action: action, Version: VERSIONS[service], ...input }).toString(),
        });
        const text = await answer.text();
        if (answer.ok) return text;
        throw new QueryError(
          textOf(text, 'Code') ?? 'QueryError',
          `${action}: ${answer.status} ${textOf(text, 'Message') ?? ''}`,
        );
      },
      (error) => error instanceof QueryError && THROTTLED.has(error.name),
    );
}

const credentialsOf = (config: Place['clientConfig']) => {
  const client = new SSMClient({ ...config });
  return async () => {
    try {
      return await client.config.credentials();
    } catch (error) {
      throw new Error('no credentials of AWS are found: sign in, or name a profile with --profile', { cause: error });
    }
  };
};

/** Content of the first such element of an answer. */
export const textOf = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
