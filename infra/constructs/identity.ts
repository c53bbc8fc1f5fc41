import {
  AccountRecovery,
  CfnUserPoolClient,
  CfnUserPoolDomain,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  ResourceServerScope,
  StringAttribute,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { isProtected } from '../settings.ts';
import { accept } from './accept.ts';
import { called } from './gradual-shift.ts';
import type { Platform } from './platform.ts';

/** Identifier and scope of the API at the issuer: `csp/api`. */
const RESOURCE_SERVER = 'csp';
const API_SCOPE = 'api';

/** Where the pages' sign-in comes back to. */
export const SIGN_IN_CALLBACK = '/sign-in/callback';

export interface Identity {
  readonly poolId: string;
  readonly poolArn: string;
  readonly issuer: string;
  readonly signInClientId: string;
  readonly signInRedirectUri: string;
}

/**
 * The OpenID issuer. Users and applications are made by tenancy through the API, never by themselves; tenant and object
 * id are written once, at creation, so that no client can change them.
 */
export function identity(scope: Construct, platform: Platform, tokenClaims: LambdaFunction | undefined): Identity {
  const home = new Construct(scope, 'Identity');
  const { settings } = platform;
  const pool = new UserPool(home, 'Pool', {
    userPoolName: settings.name,
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    signInCaseSensitive: false,
    accountRecovery: AccountRecovery.NONE,
    mfa: settings.mfaRequired ? Mfa.REQUIRED : Mfa.OFF,
    ...(settings.mfaRequired && { mfaSecondFactor: { otp: true, sms: false } }),
    // Three of four kinds cannot be said here: every password passes tenancy's own check before it gets to the issuer.
    passwordPolicy: {
      minLength: 8,
      requireLowercase: false,
      requireUppercase: false,
      requireDigits: false,
      requireSymbols: false,
      tempPasswordValidity: Duration.days(7),
    },
    customAttributes: {
      tid: new StringAttribute({ mutable: false, minLen: 1, maxLen: 64 }),
      oid: new StringAttribute({ mutable: false, minLen: 1, maxLen: 64 }),
    },
    deletionProtection: isProtected(settings, 'tenancy'),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  accept(
    pool,
    'AwsSolutions-COG8',
    'The Plus plan costs per user; Essentials has all that is used here, and a second factor is asked of everybody.',
  );
  accept(
    pool,
    'AwsSolutions-COG1',
    'The policy is three of four kinds of characters, which a pool cannot say: tenancy checks every password, and nobody else sets one.',
  );
  if (tokenClaims)
    pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, called(tokenClaims), LambdaVersion.V3_0);
  const server = pool.addResourceServer('Api', {
    identifier: RESOURCE_SERVER,
    userPoolResourceServerName: 'The API of the program',
    scopes: [new ResourceServerScope({ scopeName: API_SCOPE, scopeDescription: 'Call the API' })],
  });
  new CfnUserPoolDomain(home, 'Domain', {
    userPoolId: pool.userPoolId,
    domain: settings.cognitoDomainPrefix ?? `${settings.name}-${Aws.ACCOUNT_ID}`,
  });
  const client = pagesClient(home, platform, pool);
  client.node.addDependency(server);
  return {
    poolId: pool.userPoolId,
    poolArn: pool.userPoolArn,
    issuer: pool.userPoolProviderUrl,
    signInClientId: client.ref,
    signInRedirectUri: signInRedirectUri(platform),
  };
}

const signInRedirectUri = ({ api }: Platform): string => `${api.root}${SIGN_IN_CALLBACK}`;

/** The public client of our own pages: code flow with PKCE, no secret, no say over attributes. */
const pagesClient = (scope: Construct, platform: Platform, pool: UserPool): CfnUserPoolClient =>
  new CfnUserPoolClient(scope, 'Pages', {
    userPoolId: pool.userPoolId,
    clientName: `${platform.settings.name}-pages`,
    generateSecret: false,
    allowedOAuthFlowsUserPoolClient: true,
    allowedOAuthFlows: ['code'],
    allowedOAuthScopes: ['openid', 'profile', `${RESOURCE_SERVER}/${API_SCOPE}`],
    callbackUrLs: [signInRedirectUri(platform)],
    supportedIdentityProviders: ['COGNITO'],
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    readAttributes: ['name'],
    writeAttributes: ['name'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: 60,
    idTokenValidity: 60,
    refreshTokenValidity: 30,
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' },
  });
