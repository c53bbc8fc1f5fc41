import { describe, expect, it, test } from 'vitest';
import { leastPrivilegeFindings } from '../../infra/checks/least-privilege.ts';
import { alarmFindings, encryptionFindings, functionFindings, retentionFindings } from '../../infra/checks/safety.ts';
import { at, resourcesOf } from '../../infra/checks/template.ts';
import { originAuthorizer, type ReadStage } from '../../infra/edge/origin-authorizer.ts';
import { resourceTypes } from '../../infra/local/resource-types.ts';
import { synthesized } from './synthesized.ts';

const front = {
  frontDomain: 'api.example.org',
  frontCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001',
  frontOrigin: 'abc123.execute-api.eu-west-1.amazonaws.com',
};
const without = await synthesized();
const templates = await synthesized({ ...front, frontRate: '1234' });
const one = (type: string) => {
  const found = resourcesOf(templates, type);
  expect(found).toHaveLength(1);
  return found[0]!.properties;
};

describe('OPS-1: a front before API and pages', () => {
  it('is off by default: no stack, no resource that the local runtime does not know', () => {
    expect(without.map(({ stack }) => stack)).not.toContain('open-csp-front');
    const types = new Set(resourcesOf(without).map(({ resource }) => resource.Type));
    expect([...types].filter((type) => !Object.hasOwn(resourceTypes, type))).toEqual([]);
    const routes = resourcesOf(without, 'AWS::ApiGatewayV2::Route');
    expect(new Set(routes.map(({ properties }) => properties.AuthorizationType))).toEqual(new Set(['NONE']));
  });

  it('closes the gateway’s own address: no route is reached without the front’s secret', () => {
    const routes = resourcesOf(templates, 'AWS::ApiGatewayV2::Route');
    expect(routes.length).toBe(resourcesOf(without, 'AWS::ApiGatewayV2::Route').length);
    const guard = resourcesOf(templates, 'AWS::ApiGatewayV2::Authorizer');
    expect(guard).toHaveLength(1);
    const open = routes.filter(
      ({ properties }) =>
        properties.AuthorizationType !== 'CUSTOM' || at(properties, 'AuthorizerId', 'Ref') !== guard[0]!.id,
    );
    expect(open).toEqual([]);
    expect(guard[0]!.properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.x-origin-secret'],
    });
  });

  it('holds no secret in any template', () => {
    const secret = one('AWS::SecretsManager::Secret');
    expect([secret.SecretString, at(secret, 'GenerateSecretString', 'PasswordLength')]).toEqual([undefined, 48]);
    const [origin] = at(one('AWS::CloudFront::Distribution'), 'DistributionConfig', 'Origins') as object[];
    expect(at(origin, 'OriginCustomHeaders')).toEqual([
      {
        HeaderName: 'x-origin-secret',
        HeaderValue: '{{resolve:secretsmanager:open-csp-origin:SecretString:::}}',
      },
    ]);
    expect(at(origin, 'DomainName')).toBe(front.frontOrigin);
    expect(at(origin, 'CustomOriginConfig')).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  it('keeps nothing and passes everything on, but the host', () => {
    const behaviour = at(one('AWS::CloudFront::Distribution'), 'DistributionConfig', 'DefaultCacheBehavior');
    // The policy of AWS that caches nothing.
    expect(at(behaviour, 'CachePolicyId')).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    expect(at(behaviour, 'ViewerProtocolPolicy')).toBe('https-only');
    expect(at(behaviour, 'AllowedMethods')).toEqual(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']);
    expect(at(one('AWS::CloudFront::OriginRequestPolicy'), 'OriginRequestPolicyConfig')).toMatchObject({
      CookiesConfig: { CookieBehavior: 'all' },
      HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['host'] },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
  });

  it('has a firewall with a rate and the groups of AWS, that logs no token', () => {
    const acl = one('AWS::WAFv2::WebACL');
    const rules = acl.Rules as { Name: string; Statement: object }[];
    expect(rules.map(({ Name }) => Name)).toEqual([
      'Rate',
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    expect(at(rules[0]!.Statement, 'RateBasedStatement')).toMatchObject({ Limit: 1234, AggregateKeyType: 'IP' });
    expect(JSON.parse(String(at(acl, 'CustomResponseBodies', 'tooMany', 'Content')))).toEqual({
      statusCode: 429,
      message: expect.stringContaining('300 seconds'),
    });
    expect(acl.Scope).toBe('CLOUDFRONT');
    expect(at(one('AWS::CloudFront::Distribution'), 'DistributionConfig', 'WebACLId')).toMatchObject({
      'Fn::GetAtt': [expect.any(String), 'Arn'],
    });
    expect(one('AWS::WAFv2::LoggingConfiguration').RedactedFields).toEqual([
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'cookie' } },
      { UriPath: {} },
      { QueryString: {} },
    ]);
  });

  it('is where links lead, and tells the API whose request it is', () => {
    const variables = resourcesOf(templates, 'AWS::Lambda::Function')
      .filter(({ properties }) => String(properties.FunctionName).endsWith('-api'))
      .map(({ properties }) => at(properties, 'Environment', 'Variables') as Record<string, unknown>);
    for (const { API_ROOT, VIEWER_ADDRESS_HEADER } of variables)
      expect([API_ROOT, VIEWER_ADDRESS_HEADER]).toEqual(['https://api.example.org', 'x-viewer-address']);
    const before = resourcesOf(without, 'AWS::Lambda::Function')
      .map(({ properties }) => at(properties, 'Environment', 'Variables', 'VIEWER_ADDRESS_HEADER'))
      .filter((name) => name !== undefined);
    expect(new Set(before)).toEqual(new Set(['']));
  });

  it('keeps to the rules of every template', () => {
    for (const findings of [
      leastPrivilegeFindings,
      encryptionFindings,
      retentionFindings,
      alarmFindings,
      functionFindings,
    ])
      expect(findings(templates)).toEqual([]);
  });

  it('needs its three switches together', async () => {
    await expect(synthesized({ frontDomain: 'api.example.org' })).rejects.toThrow('frontCertificateArn');
    await expect(synthesized({ ...front, frontRate: '7' })).rejects.toThrow('frontRate');
  });
});

describe('OPS-1: the gateway knows the front', () => {
  const stages: Record<string, string | undefined> = { AWSCURRENT: 'new secret', AWSPREVIOUS: 'old secret' };
  const read: ReadStage = async (stage) => stages[stage];

  test.each`
    identitySource    | isAuthorized | because
    ${['new secret']} | ${true}      | ${'the front says it'}
    ${['old secret']} | ${true}      | ${'the front is still to be deployed anew'}
    ${['new secre']}  | ${false}     | ${'it is another'}
    ${['']}           | ${false}     | ${'an empty one is none'}
    ${[]}             | ${false}     | ${'there is none'}
    ${undefined}      | ${false}     | ${'the header is missing'}
    ${[undefined]}    | ${false}     | ${'so it is here'}
  `('OPS-1: $identitySource: $isAuthorized, because $because', async ({ identitySource, isAuthorized }) => {
    const authorize = originAuthorizer(read, () => 0);
    expect(await authorize({ identitySource })).toEqual({ isAuthorized });
  });

  test('OPS-1: lets nobody in while the secret cannot be read, and reads it anew every five minutes', async () => {
    const clock = { now: 0, isDown: true, reads: 0 };
    const authorize = originAuthorizer(
      async (stage) => {
        clock.reads += 1;
        if (clock.isDown) throw new Error('down');
        return stage === 'AWSCURRENT' ? `secret ${clock.now >= 300_000 ? 2 : 1}` : undefined;
      },
      () => clock.now,
    );
    await expect(authorize({ identitySource: ['undefined'] })).rejects.toThrow('down');
    clock.isDown = false;
    expect(await authorize({ identitySource: ['secret 1'] })).toEqual({ isAuthorized: true });
    const { reads } = clock;
    clock.now = 299_999;
    expect(await authorize({ identitySource: ['undefined'] })).toEqual({ isAuthorized: false });
    expect(clock.reads).toBe(reads);
    clock.now = 300_000;
    expect(await authorize({ identitySource: ['secret 1'] })).toEqual({ isAuthorized: false });
    expect(await authorize({ identitySource: ['secret 2'] })).toEqual({ isAuthorized: true });
  });
});
