// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addressMender } from '../../infra/local/template/addresses.ts';
import { readDeployment } from '../../infra/local/template/deployment.ts';

const addresses = { api: 'http://api', door: 'http://door', issuer: 'http://issuer' };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes a cloud assembly of the given stacks, each deployed after the ones it names. */
function deploymentOf(stacks: Record<string, { template: object; after?: string[] }>) {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  const artifacts = Object.entries(stacks).map(([id, { template, after = [] }]) => {
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(template));
    return [id, { type: 'aws:cloudformation:stack', dependencies: after, properties: { templateFile: `${id}.json` } }];
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
  return readDeployment(folder, addresses);
}

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } };
const template = {
  Parameters: { Mode: { Type: 'String', Default: 'plain' } },
  Mappings: { Sizes: { 'us-east-1': { small: 3 } } },
  Conditions: {
    IsPlain: { 'Fn::Equals': [{ Ref: 'Mode' }, 'plain'] },
    IsFancy: { 'Fn::Not': [{ Condition: 'IsPlain' }] },
  },
  Resources: { Queue: queue, Fancy: { Type: 'AWS::SNS::Topic', Condition: 'IsFancy' } },
};

const resolved = (value: unknown) =>
  deploymentOf({ Stack: { template: { ...template, Outputs: { Value: { Value: { 'Fn::Join': ['', [value]] } } } } } })
    .outputs.Value;

describe('OPS-1: template functions resolve as CloudFormation does', () => {
  const arn = 'arn:aws:sqs:us-east-1:000000000000:jobs';
  it.each<[unknown, string, string]>([
    [{ Ref: 'Queue' }, 'http://door/000000000000/jobs', 'a queue refers by its address'],
    [{ Ref: 'Mode' }, 'plain', 'a parameter has its default'],
    [{ Ref: 'AWS::Region' }, 'us-east-1', 'pseudo parameters are fixed'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, arn, 'attributes may be named in a list'],
    [{ 'Fn::GetAtt': 'Queue.Arn' }, arn, 'or with a dot'],
    [{ 'Fn::Sub': '${Queue.QueueName} in ${AWS::Partition}' }, 'jobs in aws', 'Sub takes attributes and references'],
    [{ 'Fn::Sub': ['${A}-${!B}', { A: { Ref: 'Mode' } }] }, 'plain-${B}', 'Sub takes variables and leaves literals'],
    [
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
      'jobs',
      'Split and Select nest',
    ],
    [{ 'Fn::If': ['IsPlain', 'yes', { Ref: 'Nothing' }] }, 'yes', 'the other branch is not looked at'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, '3', 'maps are looked up'],
  ])('%o is %s, because %s', (value, expected) => {
    expect(resolved(value)).toBe(expected);
  });

  it('leaves out what is AWS::NoValue and resources whose condition is false', () => {
    const properties = {
      DisplayName: { Ref: 'AWS::NoValue' },
      TopicName: { 'Fn::If': ['IsFancy', 'a', { Ref: 'AWS::NoValue' }] },
    };
    const deployment = deploymentOf({
      Stack: {
        template: {
          ...template,
          Resources: { ...template.Resources, Topic: { Type: 'AWS::SNS::Topic', Properties: properties } },
        },
      },
    });
    expect(deployment.ofType('AWS::SNS::Topic').map(({ logicalId, properties: kept }) => [logicalId, kept])).toEqual([
      ['Topic', {}],
    ]);
  });

  it('resolves the stacks in order of deployment, so that exports are there', () => {
    const user = { Outputs: { Seen: { Value: { 'Fn::ImportValue': 'queue-arn' } } } };
    const owner = {
      Resources: { Queue: queue },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'queue-arn' } } },
    };
    const deployment = deploymentOf({ A: { template: user, after: ['B'] }, B: { template: owner } });
    expect(deployment.outputs.Seen).toBe(arn);
  });

  it('gives a resource without a name one of its own, within the length of its type', () => {
    const Resources = { [`Bucket${'x'.repeat(80)}`]: { Type: 'AWS::S3::Bucket' } };
    const [bucket] = deploymentOf({ Stack: { template: { Resources } } }).ofType('AWS::S3::Bucket');
    expect(bucket?.name).toMatch(/^stack-bucketx+-[0-9a-f]{10}$/);
    expect(bucket?.name).toHaveLength(63);
  });

  it.each([
    [
      { Resources: { Pond: { Type: 'AWS::Lake::Pond' } } },
      'the local runtime does not know AWS::Lake::Pond (logical id Pond)',
    ],
    [{ Resources: {}, Outputs: { A: { Value: { 'Fn::Cidr': [] } } } }, 'the template function Fn::Cidr'],
    [
      { Resources: { Queue: queue }, Outputs: { A: { Value: { 'Fn::GetAtt': ['Queue', 'Colour'] } } } },
      'the attribute Colour of Queue',
    ],
    [
      { Resources: {}, Outputs: { A: { Value: { 'Fn::ImportValue': 'nowhere' } } } },
      'nowhere, which no earlier stack exports',
    ],
    [{ Resources: {}, Outputs: { A: { Value: { Ref: 'Ghost' } } } }, 'no resource or parameter Ghost'],
  ])('refuses %o by name', (unknown, message) => {
    expect(() => deploymentOf({ Stack: { template: unknown } })).toThrow(message);
  });

  it('replaces addresses of AWS that a template puts together by those of the runtime', () => {
    const region = { Ref: 'AWS::Region' };
    const Outputs = {
      Api: { Value: { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', region, '.amazonaws.com/v1']] } },
      Issuer: { Value: { 'Fn::Join': ['', ['https://cognito-idp.', region, '.amazonaws.com/', { Ref: 'Pool' }]] } },
      Tokens: {
        Value: { 'Fn::Join': ['', ['https://', { Ref: 'Host' }, '.auth.', region, '.amazoncognito.com/oauth2/token']] },
      },
      Other: { Value: 'https://example.test' },
    };
    const Resources = {
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Host: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'program' } },
    };
    const deployment = deploymentOf({ Stack: { template: { Resources, Outputs } } });
    const mend = addressMender(deployment, addresses);
    expect(Object.values(deployment.outputs).map(mend)).toEqual([
      'http://api/v1',
      'http://issuer',
      'http://issuer/oauth2/token',
      'https://example.test',
    ]);
  });
});
