import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import {
  type ContextFunctions,
  contextFunction,
  contextFunctions,
  type Extras,
  isBuilt,
} from '../constructs/context-functions.ts';
import { type Identity, identity } from '../constructs/identity.ts';
import { secretStatement } from '../constructs/permissions.ts';
import type { Platform } from '../constructs/platform.ts';
import { removalStatements } from '../constructs/table-access.ts';
import type { ContextManifests } from '../manifests.ts';
import { secretParameters } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** Calls of the identity port, and no other; a test holds the two together. */
export const IDENTITY_CALLS = [
  'AdminCreateUser',
  'AdminDeleteUser',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminGetUser',
  'AdminSetUserPassword',
  'AdminUserGlobalSignOut',
  'CreateUserPoolClient',
  'DeleteUserPoolClient',
  'DescribeUserPoolClient',
];

/** What the job that purges users needs of them. */
const PURGE_CALLS = ['AdminDeleteUser', 'AdminGetUser'];

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
  const functions = contextFunctions(stack, platform, manifests, issuer, {
    api: apiRights(stack, platform, issuer),
    jobs: { environment: { USER_POOL_ID: issuer.poolId }, statements: [issuerRights(issuer, PURGE_CALLS)] },
  });
  bootstrap(stack, platform, manifests, issuer);
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
        readOnly: true,
      })
    : undefined;

/** What the identity port does at the issuer: all of it, or the calls that are named. */
const issuerRights = ({ poolArn }: Identity, calls: readonly string[] = IDENTITY_CALLS): PolicyStatement =>
  new PolicyStatement({
    sid: 'UsersAndApplications',
    actions: calls.map((call) => `cognito-idp:${call}`),
    resources: [poolArn],
  });

function apiRights(stack: Stack, { settings, table }: Platform, issuer: Identity): Extras {
  const { link, session } = secretParameters(settings);
  return {
    environment: {
      USER_POOL_ID: issuer.poolId,
      LINK_SECRET_PARAMETER: link,
      SESSION_SECRET_PARAMETER: session,
      CUSTOMER_DOMAIN_SUFFIXES: settings.customerDomainSuffixes.join(','),
      PROGRAM_NAME: settings.programName,
    },
    statements: [issuerRights(issuer), secretStatement(stack, [link, session]), ...removalStatements(table)],
  };
}

function bootstrap(stack: Stack, platform: Platform, manifests: ContextManifests, issuer: Identity): void {
  if (!isBuilt('tenancy-bootstrap')) return;
  const made = contextFunction(stack, platform, manifests, {
    bundle: 'tenancy-bootstrap',
    description: 'Makes the operator tenant and its first client; started by the deployment',
    timeoutSeconds: 60,
    memoryMb: 512,
    environment: {
      USER_POOL_ID: issuer.poolId,
      SIGN_IN_CLIENT_ID: issuer.signInClientId,
      CUSTOMER_DOMAIN_SUFFIXES: platform.settings.customerDomainSuffixes.join(','),
    },
    statements: [issuerRights(issuer)],
  });
  new CfnOutput(stack, BOOTSTRAP_OUTPUT, { value: made.functionName });
}
