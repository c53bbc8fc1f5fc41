import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import {
  apiEnvironment,
  type ContextFunctions,
  contextFunction,
  contextFunctions,
  isBuilt,
} from '../constructs/context-functions.ts';
import { type Identity, identity } from '../constructs/identity.ts';
import { secretStatement } from '../constructs/permissions.ts';
import type { Platform } from '../constructs/platform.ts';
import type { ContextManifests } from '../manifests.ts';
import { secretParameters } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** Name of the output that tells which function makes the operator's first client. */
export const BOOTSTRAP_OUTPUT = 'BootstrapFunctionName';

/** Tenancy with the issuer: companies, users, roles, relationships, sign-in. */
export function tenancyStack(
  app: App,
  platform: Platform,
  manifests: ContextManifests,
): { functions: ContextFunctions; identity: Identity } {
  const stack = new Stack(app, `${platform.settings.name}-tenancy`, stackProps('Companies, users, sign-in'));
  const claims = tokenClaims(stack, platform, manifests);
  const issuer = identity(stack, platform, claims);
  const extras = tenancyExtras(stack, platform, issuer);
  const functions = contextFunctions(stack, platform, manifests, issuer, { api: extras, events: extras, jobs: extras });
  bootstrap(stack, platform, manifests, {
    environment: { ...apiEnvironment(platform, issuer), ...extras.environment },
    statements: extras.statements,
  });
  // For whoever signs in from a program of their own, by code flow with PKCE.
  new CfnOutput(stack, 'SignInClientId', { value: issuer.signInClientId });
  new CfnOutput(stack, 'SignInRedirectUri', { value: issuer.signInRedirectUri });
  return { functions, identity: issuer };
}

const tokenClaims = (stack: Stack, platform: Platform, manifests: ContextManifests) =>
  isBuilt('tenancy-token-claims')
    ? contextFunction(stack, platform, manifests, {
        bundle: 'tenancy-token-claims',
        description: 'Adds tenant, user and application to a token before it is issued',
        // The issuer waits five seconds.
        timeoutSeconds: 5,
        memoryMb: 1024,
      })
    : undefined;

function tenancyExtras(stack: Stack, platform: Platform, { poolId, poolArn, signInClientId }: Identity) {
  const { settings } = platform;
  const { link, session } = secretParameters(settings);
  return {
    environment: {
      USER_POOL_ID: poolId,
      SIGN_IN_CLIENT_ID: signInClientId,
      LINK_SECRET_PARAMETER: link,
      SESSION_SECRET_PARAMETER: session,
      CUSTOMER_DOMAIN_SUFFIX: settings.customerDomainSuffix,
    },
    statements: [
      new PolicyStatement({
        sid: 'UsersAndApplications',
        actions: [
          'cognito-idp:AdminCreateUser',
          'cognito-idp:AdminDeleteUser',
          'cognito-idp:AdminDisableUser',
          'cognito-idp:AdminEnableUser',
          'cognito-idp:AdminGetUser',
          'cognito-idp:AdminSetUserPassword',
          'cognito-idp:AdminUpdateUserAttributes',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:DeleteUserPoolClient',
          'cognito-idp:DescribeUserPoolClient',
          'cognito-idp:UpdateUserPoolClient',
        ],
        resources: [poolArn],
      }),
      secretStatement(stack, [link, session]),
    ],
  };
}

function bootstrap(
  stack: Stack,
  platform: Platform,
  manifests: ContextManifests,
  extras: { environment: Record<string, string>; statements: readonly PolicyStatement[] },
): void {
  if (!isBuilt('tenancy-bootstrap')) return;
  const made = contextFunction(stack, platform, manifests, {
    bundle: 'tenancy-bootstrap',
    description: 'Makes the operator tenant and its first client; started by the deployment',
    timeoutSeconds: 60,
    memoryMb: 512,
    ...extras,
  });
  new CfnOutput(stack, BOOTSTRAP_OUTPUT, { value: made.functionName });
}
