import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { allContributors } from '../../events/exports.ts';
import { alarm, recoverCommand } from '../constructs/alarms.ts';
import {
  API_SECONDS,
  apiEnvironment,
  type ContextFunctions,
  contextFunction,
  contextFunctions,
  type Extras,
  isBuilt,
} from '../constructs/context-functions.ts';
import { type Identity, identity } from '../constructs/identity.ts';
import { archiveRights, exportRights, importRights, secretStatement } from '../constructs/permissions.ts';
import type { Platform } from '../constructs/platform.ts';
import { jobListStatement, removalStatements, seenReportStatement } from '../constructs/table-access.ts';
import type { ContextManifests } from '../manifests.ts';
import { secretParameters, stackName } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** What each function does at the issuer, as the identity port calls it; a test holds the two together. */
const ADMINISTERS = [
  'AdminCreateUser',
  'AdminDeleteUser',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminGetUser',
  'AdminSetUserPassword',
  'AdminUserGlobalSignOut',
  'CreateUserPoolClient',
  'DeleteUserPoolClient',
  'UpdateUserPoolClient',
];
const SIGNS_IN = ['AdminCreateUser', 'AdminSetUserPassword', 'AdminUserGlobalSignOut', 'DescribeUserPoolClient'];
const PURGES = ['AdminDeleteUser', 'AdminGetUser'];
/** Administrators of customers that an import creates. */
const INTRODUCES = ['AdminCreateUser', ...PURGES];
const BEGINS = ['CreateUserPoolClient', 'DeleteUserPoolClient', 'DescribeUserPoolClient'];
export const IDENTITY_CALLS = [...new Set([...ADMINISTERS, ...SIGNS_IN, ...INTRODUCES, ...BEGINS])];

/** Name of the output that tells which function makes the operator's first client. */
export const BOOTSTRAP_OUTPUT = 'BootstrapFunctionName';

/** Tenancy with the issuer: companies, users, roles, relationships, sign-in. */
export function tenancyStack(
  app: App,
  platform: Platform,
  manifests: ContextManifests,
): { functions: ContextFunctions; signIn: IFunction | undefined; identity: Identity } {
  const stack = new Stack(
    app,
    stackName(platform.settings, 'tenancy'),
    stackProps(platform.settings, 'tenancy', 'Companies, users, sign-in'),
  );
  const claims = tokenClaims(stack, platform, manifests);
  const issuer = identity(stack, platform, claims);
  const exports = exportRights(platform, 'tenancy', { assembles: true });
  const imports = importRights(platform, 'tenancy');
  const functions = contextFunctions(stack, platform, manifests, issuer, {
    api: apiRights(stack, platform, issuer),
    events: {
      ...exports,
      environment: {
        ...exports.environment,
        USER_POOL_ID: issuer.poolId,
        CUSTOMER_DOMAIN_SUFFIXES: platform.settings.customerDomainSuffixes.join(','),
      },
      statements: [...exports.statements, ...imports.statements, issuerRights(issuer, INTRODUCES)],
      accepted: [...exports.accepted, ...imports.accepted],
    },
    jobs: {
      environment: {
        USER_POOL_ID: issuer.poolId,
        ERASURE_GRACE_DAYS: String(platform.settings.erasureGraceDays),
      },
      statements: [issuerRights(issuer, PURGES), ...removalStatements(platform.table)],
    },
  });
  bootstrap(stack, platform, manifests, issuer);
  alarm(stack, 'ExportsFailedAlarm', platform, {
    name: 'tenancy-exports-failed',
    description: `A customer waited six hours for its data in vain. The log of tenancy-jobs names the export and the contexts that owe an answer; what failed there waits in their queues of dead letters. Mend the cause, then ${allContributors
      .map(({ context }) => recoverCommand(platform, `queue ${context}-events`))
      .join('; ')}. The customer then asks again.`,
    metric: new Metric({
      namespace: 'OpenCsp',
      dimensionsMap: { service: 'tenancy-jobs' },
      statistic: 'Sum',
      metricName: 'ExportsFailed',
      period: Duration.hours(1),
    }),
    threshold: 1,
  });
  // For whoever signs in from a program of their own, by code flow with PKCE.
  new CfnOutput(stack, 'SignInClientId', { value: issuer.signInClientId });
  new CfnOutput(stack, 'SignInRedirectUri', { value: issuer.signInRedirectUri });
  return { functions, signIn: signIn(stack, platform, manifests, issuer), identity: issuer };
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

/** The calls at the issuer that are named. */
const issuerRights = ({ poolArn }: Identity, calls: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'UsersAndApplications',
    actions: calls.map((call) => `cognito-idp:${call}`),
    resources: [poolArn],
  });

function apiRights(stack: Stack, platform: Platform, issuer: Identity): Extras {
  const { settings, table } = platform;
  const { link } = secretParameters(settings);
  const archives = archiveRights(platform);
  return {
    environment: {
      ...archives.environment,
      USER_POOL_ID: issuer.poolId,
      LINK_SECRET_PARAMETER: link,
      CUSTOMER_DOMAIN_SUFFIXES: settings.customerDomainSuffixes.join(','),
      PROGRAM_NAME: settings.programName,
    },
    statements: [
      issuerRights(issuer, ADMINISTERS),
      secretStatement(stack, [link]),
      ...removalStatements(table),
      jobListStatement(table),
      seenReportStatement(table),
      ...archives.statements,
    ],
    accepted: archives.accepted,
  };
}

/** A function of its own: it alone reads clients' secrets at the issuer and seals cookies. */
function signIn(stack: Stack, platform: Platform, manifests: ContextManifests, issuer: Identity) {
  if (!isBuilt('tenancy-sign-in')) return undefined;
  const { link, session } = secretParameters(platform.settings);
  return contextFunction(stack, platform, manifests, {
    bundle: 'tenancy-sign-in',
    description: 'Tokens, and the pages of invitations and passwords',
    timeoutSeconds: API_SECONDS,
    memoryMb: 1024,
    environment: {
      ...apiEnvironment(platform, issuer),
      USER_POOL_ID: issuer.poolId,
      LINK_SECRET_PARAMETER: link,
      SESSION_SECRET_PARAMETER: session,
      PROGRAM_NAME: platform.settings.programName,
    },
    statements: [issuerRights(issuer, SIGNS_IN), secretStatement(stack, [link, session])],
  });
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
    statements: [issuerRights(issuer, BEGINS)],
  });
  new CfnOutput(stack, BOOTSTRAP_OUTPUT, { value: made.functionName });
}
