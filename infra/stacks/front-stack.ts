import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as FrontFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { type App, CfnOutput, Duration, SecretValue, Stack } from 'aws-cdk-lib/core';
import { accept } from '../constructs/accept.ts';
import { firewall } from '../constructs/firewall.ts';
import { FRONT_REGION, originSecretName } from '../constructs/origin-secret.ts';
import {
  type FrontSettings,
  ORIGIN_SECRET_HEADER,
  type Settings,
  stackName,
  VIEWER_ADDRESS_HEADER,
} from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** Below the gateway's 30 seconds a client must not hear of a timeout that is none. */
const ORIGIN_SECONDS = 60;
const HSTS_DAYS = 730;

/** The address of whoever asks: what a client says itself is written over. */
const TELL_ADDRESS = `function handler(event) {
  event.request.headers['${VIEWER_ADDRESS_HEADER}'] = { value: event.viewer.ip };
  return event.request;
}`;

/**
 * CloudFront and a firewall before API and pages. Nothing is kept on the way: answers are of one caller. The gateway
 * knows the front by a secret that it adds to every request, and lets in nothing that lacks it.
 */
export function frontStack(app: App, settings: Settings, front: FrontSettings): Stack {
  const stack = new Stack(app, stackName(settings, 'front'), {
    ...stackProps(settings, 'front', 'CloudFront and firewall before API and pages'),
    env: { region: FRONT_REGION },
  });
  const secret = SecretValue.secretsManager(originSecretName(settings)).unsafeUnwrap();
  const distribution = new Distribution(stack, 'Front', {
    comment: `API and pages of ${settings.name}`,
    domainNames: [front.domain],
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', front.certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    webAclId: firewall(stack, settings),
    defaultBehavior: {
      origin: new HttpOrigin(front.origin, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        readTimeout: Duration.seconds(ORIGIN_SECONDS),
        customHeaders: { [ORIGIN_SECRET_HEADER]: secret },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: everything(stack, settings),
      responseHeadersPolicy: strictTransport(stack, settings),
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: tellAddress(stack, settings) }],
    },
  });
  accept(
    distribution,
    'AwsSolutions-CFR3',
    'Paths hold the tokens of links: the gateway logs every call by its route, the firewall what it blocks.',
  );
  accept(
    distribution,
    'AwsSolutions-CFR1',
    'Where the program sells is decided by the tenant of a token, and not by where somebody happens to be.',
  );
  new CfnOutput(stack, 'FrontDomainName', { value: distribution.distributionDomainName });
  return stack;
}

/** All that the client sent but the host, by which the gateway would not know itself. */
const everything = (stack: Stack, { name }: Settings): OriginRequestPolicy =>
  new OriginRequestPolicy(stack, 'Everything', {
    originRequestPolicyName: `${name}-everything`,
    headerBehavior: OriginRequestHeaderBehavior.denyList('host'),
    cookieBehavior: OriginRequestCookieBehavior.all(),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
  });

const strictTransport = (stack: Stack, { name }: Settings): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(stack, 'StrictTransport', {
    responseHeadersPolicyName: `${name}-strict-transport`,
    securityHeadersBehavior: {
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(HSTS_DAYS),
        includeSubdomains: false,
        override: true,
      },
    },
  });

const tellAddress = (stack: Stack, { name }: Settings): FrontFunction =>
  new FrontFunction(stack, 'TellAddress', {
    functionName: `${name}-tell-address`,
    comment: 'Tells the API whose request it is',
    code: FunctionCode.fromInline(TELL_ADDRESS),
    runtime: FunctionRuntime.JS_2_0,
  });
