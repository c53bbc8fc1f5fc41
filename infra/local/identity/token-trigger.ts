import type { Invoker } from '../functions/invoker.ts';
import { account, type Resource, region } from '../template/deployment.ts';
import type { User } from './pool-store.ts';

/** What a token is made for. */
export type TokenRequest = {
  readonly source: 'TokenGeneration_ClientCredentials' | 'TokenGeneration_HostedAuth' | 'TokenGeneration_RefreshTokens';
  readonly clientId: string;
  readonly user: User | undefined;
  readonly scopes: readonly string[];
  readonly clientMetadata: Readonly<Record<string, string>>;
};

type Generation = {
  claimsToAddOrOverride?: Record<string, unknown>;
  claimsToSuppress?: string[];
  scopesToAdd?: string[];
  scopesToSuppress?: string[];
};
/** What the trigger wants in the tokens. */
export type TokenClaims = { readonly access: Generation; readonly id: Generation };

/** Asks the function before a token is issued. @throws Error if the function failed: then there is no token. */
export type TokenTrigger = (request: TokenRequest) => Promise<TokenClaims>;

/** The pool's trigger before token generation, called as Cognito calls its version 3. */
export function createTokenTrigger(pool: Resource, invoker: Invoker): TokenTrigger {
  const config = pool.properties.LambdaConfig as
    | { PreTokenGenerationConfig?: { LambdaArn: string; LambdaVersion: string } }
    | undefined;
  const trigger = config?.PreTokenGenerationConfig;
  if (!trigger) return async () => ({ access: {}, id: {} });
  if (trigger.LambdaVersion !== 'V3_0')
    throw new Error(`${pool.logicalId}: the local runtime calls a token trigger of version V3_0 only`);
  const functionName = trigger.LambdaArn.replace(/^.*:function:/, '');
  return async (request) => {
    const { error, payload } = await invoker.invoke(functionName, toEvent(pool, request));
    if (error) throw new Error(`PreTokenGeneration failed with error ${error.message}.`);
    const details = (payload as TriggerAnswer)?.response?.claimsAndScopeOverrideDetails;
    return { access: details?.accessTokenGeneration ?? {}, id: details?.idTokenGeneration ?? {} };
  };
}

type TriggerAnswer = {
  response?: { claimsAndScopeOverrideDetails?: { accessTokenGeneration?: Generation; idTokenGeneration?: Generation } };
};

function toEvent(pool: Resource, { source, clientId, user, scopes, clientMetadata }: TokenRequest) {
  return {
    version: '3',
    triggerSource: source,
    region,
    userPoolId: pool.ref,
    accountId: account,
    ...(user ? { userName: user.username } : {}),
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: user ? { ...user.attributes, sub: user.sub } : {},
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes,
      clientMetadata,
    },
    response: {},
  };
}
