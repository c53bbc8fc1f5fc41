import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { problemReply } from '../../shared/http/problem.ts';
import type { Settings } from '../settings.ts';

/**
 * Rules of the common group that only count, because what they look for is right here: bodies of up to 1 MB, clients
 * that name no browser, redirect addresses on the own machine, and names that look like HTML, which every page escapes.
 */
const COUNTED = [
  'SizeRestrictions_BODY',
  'NoUserAgent_HEADER',
  'EC2MetaDataSSRF_BODY',
  'EC2MetaDataSSRF_QUERYARGUMENTS',
  'GenericRFI_BODY',
  'GenericRFI_QUERYARGUMENTS',
  'CrossSiteScripting_BODY',
];

const GROUPS: readonly { readonly name: string; readonly counted: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  { name: 'AWSManagedRulesCommonRuleSet', counted: COUNTED },
];

const RATE_WINDOW_SECONDS = 300;

const seen = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});

/** As the API itself says it. */
const TOO_MANY = problemReply({
  name: 'too_many_requests',
  description: `Too many requests: try again in ${RATE_WINDOW_SECONDS} seconds.`,
  retryAfterSeconds: RATE_WINDOW_SECONDS,
}).body!;

const tooMany = {
  block: {
    customResponse: {
      responseCode: 429,
      customResponseBodyKey: 'tooMany',
      responseHeaders: [{ name: 'Retry-After', value: String(RATE_WINDOW_SECONDS) }],
    },
  },
};

/** The firewall of the front: requests of one address in five minutes, then the groups of rules that AWS keeps. */
export function firewall(scope: Construct, settings: Settings): string {
  const rate: CfnWebACL.RuleProperty = {
    name: 'Rate',
    priority: 0,
    action: tooMany,
    visibilityConfig: seen('Rate'),
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit: settings.frontRate,
        evaluationWindowSec: RATE_WINDOW_SECONDS,
      },
    },
  };
  const groups = GROUPS.map(
    ({ name, counted }, index): CfnWebACL.RuleProperty => ({
      name,
      priority: index + 1,
      overrideAction: { none: {} },
      visibilityConfig: seen(name),
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
    }),
  );
  const acl = new CfnWebACL(scope, 'Firewall', {
    name: settings.name,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    customResponseBodies: { tooMany: { contentType: 'APPLICATION_JSON', content: TOO_MANY } },
    rules: [rate, ...groups],
    visibilityConfig: seen(settings.name),
  });
  logBlocked(scope, settings, acl.attrArn);
  return acl.attrArn;
}

/** What was blocked, without anything that carries a right: tokens are in headers, cookies, paths and queries. */
function logBlocked(scope: Construct, { name }: Settings, aclArn: string): void {
  // The service writes only where the name begins so.
  const logGroupName = `aws-waf-logs-${name}`;
  const log = new LogGroup(scope, 'FirewallLog', {
    logGroupName,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const header = (Name: string) => ({ singleHeader: { Name } });
  const logging = new CfnLoggingConfiguration(scope, 'FirewallLogging', {
    resourceArn: aclArn,
    logDestinationConfigs: [
      Stack.of(scope).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: logGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
    redactedFields: [header('authorization'), header('cookie'), { uriPath: {} }, { queryString: {} }],
    loggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [{ Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] }],
    },
  });
  logging.node.addDependency(log);
}
