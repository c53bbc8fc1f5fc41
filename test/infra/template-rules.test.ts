import { describe, expect, it } from 'vitest';
import { leastPrivilegeFindings } from '../../infra/checks/least-privilege.ts';
import {
  alarmFindings,
  deadLetterFindings,
  encryptionFindings,
  functionFindings,
  retentionFindings,
} from '../../infra/checks/safety.ts';
import type { Resource, Template } from '../../infra/checks/template.ts';

/** Templates with one fault each: a rule that finds nothing there finds nothing anywhere. */
const template = (resources: Record<string, Resource>, terminationProtection = true): readonly Template[] => [
  { stack: 's', terminationProtection, resources, outputs: {} },
];

const roleWith = (statement: object): readonly Template[] =>
  template({
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } },
    },
  });

const keys = (prefix: string, absent = 'false') => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [prefix] },
  Null: { 'dynamodb:LeadingKeys': absent },
});

describe('least privilege finds', () => {
  it.each`
    statement                                                                                | finding                                   | because
    ${{ Action: 's3:*', Resource: 'arn' }}                                                   | ${'s3:* is a wildcard'}                   | ${'nobody knows what it allows'}
    ${{ Action: ['ssm:GetParameters'], Resource: '*' }}                                      | ${'allowed on every resource'}            | ${'the parameters have names'}
    ${{ Action: 'dynamodb:GetItem', Resource: 'arn' }}                                       | ${'without leading keys'}                 | ${'it reads every context'}
    ${{ Action: 'dynamodb:GetItem', Resource: 'arn', Condition: keys('*') }}                 | ${'are not a context'}                    | ${'so does this'}
    ${{ Action: 'dynamodb:GetItem', Resource: 'arn', Condition: keys('BILLING#*', 'true') }} | ${'may be absent'}                        | ${'an absent key passes ForAllValues'}
    ${{ Action: 'dynamodb:Scan', Resource: 'arn', Condition: keys('BILLING#*') }}            | ${'dynamodb:Scan is for nobody'}          | ${'a scan has no key'}
    ${{ Action: 'dynamodb:PartiQLSelect', Resource: 'arn', Condition: keys('BILLING#*') }}   | ${'dynamodb:PartiQLSelect is for nobody'} | ${'nor has PartiQL'}
  `('$statement, because $because', ({ statement, finding }) => {
    expect(leastPrivilegeFindings(roleWith(statement)).join('\n')).toContain(finding);
  });

  it('backup of the table, by any role but that of the backup service', () => {
    const statement = { Action: 'dynamodb:StartAwsBackupJob', Resource: 'arn' };
    const [mine] = roleWith(statement);
    const trusting = (Service: string): readonly Template[] => [
      {
        ...mine!,
        resources: {
          ...mine!.resources,
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: { AssumeRolePolicyDocument: { Statement: [{ Principal: { Service } }] } },
          },
        },
      },
    ];
    expect(leastPrivilegeFindings(trusting('lambda.amazonaws.com')).join()).toContain('is for nobody');
    expect(leastPrivilegeFindings(trusting('backup.amazonaws.com'))).toEqual([]);
  });

  it('a managed policy, because somebody else says what it allows', () => {
    const managed = template({ Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn'] } } });
    expect(leastPrivilegeFindings(managed)).toHaveLength(1);
  });

  it('nothing in what is as it should be', () => {
    const good = { Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: 'arn', Condition: keys('BILLING#*') };
    expect(leastPrivilegeFindings(roleWith(good))).toEqual([]);
    expect(leastPrivilegeFindings(roleWith({ Action: 'xray:PutTraceSegments', Resource: '*' }))).toEqual([]);
  });
});

const target = (more: object) => [{ Arn: 'arn', ...more }];
const dead = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };
const streamTo = (id: string): Resource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id, 'Arn'] } } },
  },
});
const deadQueue: Resource = { Type: 'AWS::SQS::Queue', Properties: {} };

describe('safety finds', () => {
  it.each`
    rule                  | resources                                                                                                                                             | finding
    ${encryptionFindings} | ${{ T: { Type: 'AWS::DynamoDB::Table' } }}                                                                                                            | ${'is not encrypted with a KMS key'}
    ${encryptionFindings} | ${{ Q: { Type: 'AWS::SQS::Queue' } }}                                                                                                                 | ${'is not encrypted'}
    ${encryptionFindings} | ${{ B: { Type: 'AWS::S3::Bucket' } }}                                                                                                                 | ${'may be made public'}
    ${encryptionFindings} | ${{ T: { Type: 'AWS::SNS::Topic' } }}                                                                                                                 | ${'may be reached without TLS'}
    ${retentionFindings}  | ${{ T: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Delete' } }}                                                                                  | ${'goes with its stack'}
    ${retentionFindings}  | ${{ T: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } }}                                     | ${'cannot be recovered'}
    ${retentionFindings}  | ${{ P: { Type: 'AWS::Cognito::UserPool', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } }}                                   | ${'may be deleted'}
    ${retentionFindings}  | ${{ Q: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } }}                                                        | ${'outlives a first deployment that fails'}
    ${retentionFindings}  | ${{ L: { Type: 'AWS::Logs::LogGroup' } }}                                                                                                             | ${'keeps its log for ever'}
    ${deadLetterFindings} | ${{ Q: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { maxReceiveCount: 500 } } } }}                                                        | ${'has no dead-letter queue after 5 deliveries'}
    ${deadLetterFindings} | ${{ R: { Type: 'AWS::Events::Rule', Properties: { Targets: target({}) } } }}                                                                          | ${'loses what it cannot deliver'}
    ${deadLetterFindings} | ${{ S: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: {} } } }}                                                                            | ${'loses what it cannot start'}
    ${deadLetterFindings} | ${{ F: { Type: 'AWS::Lambda::Function' }, S: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: { 'Fn::GetAtt': ['F', 'Arn'] } } } } }} | ${'loses a scheduled run that fails'}
    ${deadLetterFindings} | ${{ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} } }}                                                                                 | ${'does not report failures one by one'}
    ${deadLetterFindings} | ${{ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'TRIM_HORIZON' } } }}                                               | ${'loses what it cannot publish'}
    ${deadLetterFindings} | ${{ Dead: deadQueue, R: { Type: 'AWS::Events::Rule', Properties: { Targets: target(dead) } } }}                                                       | ${'Dead has no alarm'}
    ${deadLetterFindings} | ${{ Dead: deadQueue, M: streamTo('Dead') }}                                                                                                           | ${'keeps of its stream only where it was'}
    ${deadLetterFindings} | ${{ Kept: { Type: 'AWS::S3::Bucket' }, M: streamTo('Kept') }}                                                                                         | ${'Kept has no alarm'}
    ${alarmFindings}      | ${{ F: { Type: 'AWS::Lambda::Function' } }}                                                                                                           | ${'fails without an alarm'}
    ${alarmFindings}      | ${{ A: { Type: 'AWS::CloudWatch::Alarm', Properties: {} } }}                                                                                          | ${'tells nobody'}
    ${alarmFindings}      | ${{ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'TRIM_HORIZON', FunctionName: { Ref: 'F' } } } }}                   | ${'falls behind without an alarm'}
    ${functionFindings}   | ${{ F: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs20.x' } } }}                                                                    | ${'does not run Node 24 on arm64'}
    ${functionFindings}   | ${{ F: { Type: 'AWS::Lambda::Function' } }}                                                                                                           | ${'is not traced'}
    ${functionFindings}   | ${{ F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'x-api', Timeout: 60 } } }}                                                       | ${'may outlive the gateway'}
    ${functionFindings}   | ${{ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: 10 } } }}                                                                  | ${'reads a queue with all that the account can run'}
  `('that $resources $finding', ({ rule, resources, finding }) => {
    expect(rule(template(resources)).join('\n')).toContain(finding);
  });

  it('a stack that may be deleted by mistake', () => {
    expect(retentionFindings(template({}, false))).toEqual(['s may be deleted by mistake']);
  });
});
