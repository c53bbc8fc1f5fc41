/**
 * The CloudFormation resource types the local runtime knows. A template with any other type is refused by name at boot,
 * so that nothing is deployed that was never run here.
 *
 * `serves` says what happens with a resource of the type: it is either emulated, or taken note of because it has no effect
 * on one machine. `named` is the property that holds the resource's own name; without it the name is made of stack and
 * logical id. `ref` and `attributes` are what Ref and Fn::GetAtt give. Placeholders: `{name}`, `{region}`, `{account}`,
 * `{id}` (short hash of stack and logical id), `{door}`, `{api}`, `{issuer}` (addresses of the runtime), `{=Property}`.
 */
export type ResourceType = {
  readonly serves: string;
  readonly named?: string;
  readonly nameLengthMax?: number;
  readonly lowercase?: true;
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
};

const noted = 'noted, without effect on one machine';

export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    serves: 'gateway',
    ref: '{id}',
    attributes: { ApiId: '{id}', ApiEndpoint: '{api}' },
  },
  'AWS::ApiGatewayV2::Integration': { serves: 'gateway', ref: '{id}', attributes: { IntegrationId: '{id}' } },
  'AWS::ApiGatewayV2::Route': { serves: 'gateway', ref: '{id}', attributes: { RouteId: '{id}' } },
  'AWS::ApiGatewayV2::Stage': { serves: 'gateway', named: 'StageName', ref: '{name}' },
  'AWS::Backup::BackupPlan': {
    serves: noted,
    ref: '{id}',
    attributes: { BackupPlanId: '{id}', BackupPlanArn: 'arn:aws:backup:{region}:{account}:backup-plan:{id}' },
  },
  'AWS::Backup::BackupSelection': { serves: noted, ref: '{id}', attributes: { Id: '{id}' } },
  'AWS::Backup::BackupVault': {
    serves: noted,
    named: 'BackupVaultName',
    nameLengthMax: 50,
    ref: '{name}',
    attributes: {
      BackupVaultName: '{name}',
      BackupVaultArn: 'arn:aws:backup:{region}:{account}:backup-vault:{name}',
    },
  },
  'AWS::CDK::Metadata': { serves: noted, ref: '{id}' },
  'AWS::CloudWatch::Alarm': {
    serves: noted,
    named: 'AlarmName',
    ref: '{name}',
    attributes: { Arn: 'arn:aws:cloudwatch:{region}:{account}:alarm:{name}' },
  },
  'AWS::CloudWatch::Dashboard': { serves: noted, named: 'DashboardName', ref: '{name}' },
  'AWS::Cognito::UserPool': {
    serves: 'identity',
    named: 'UserPoolName',
    ref: '{region}_{id}',
    attributes: {
      Arn: 'arn:aws:cognito-idp:{region}:{account}:userpool/{region}_{id}',
      ProviderName: 'cognito-idp.{region}.amazonaws.com/{region}_{id}',
      ProviderURL: '{issuer}',
      UserPoolId: '{region}_{id}',
    },
  },
  'AWS::Cognito::UserPoolClient': {
    serves: 'identity',
    named: 'ClientName',
    ref: 'client{id}',
    attributes: { ClientId: 'client{id}', ClientSecret: 'local-secret-{id}', Name: '{name}' },
  },
  'AWS::Cognito::UserPoolDomain': { serves: 'identity', named: 'Domain', ref: '{name}' },
  'AWS::Cognito::UserPoolResourceServer': { serves: 'identity', ref: '{=Identifier}' },
  'AWS::DynamoDB::Table': {
    serves: 'DynamoDB Local',
    named: 'TableName',
    nameLengthMax: 255,
    ref: '{name}',
    attributes: {
      Arn: 'arn:aws:dynamodb:{region}:{account}:table/{name}',
      StreamArn: 'arn:aws:dynamodb:{region}:{account}:table/{name}/stream/local',
    },
  },
  'AWS::Events::Archive': {
    serves: 'event bus',
    named: 'ArchiveName',
    nameLengthMax: 48,
    ref: '{name}',
    attributes: { ArchiveName: '{name}', Arn: 'arn:aws:events:{region}:{account}:archive/{name}' },
  },
  'AWS::Events::EventBus': {
    serves: 'event bus',
    named: 'Name',
    ref: '{name}',
    attributes: { Name: '{name}', Arn: 'arn:aws:events:{region}:{account}:event-bus/{name}' },
  },
  'AWS::Events::EventBusPolicy': { serves: noted, ref: '{id}' },
  'AWS::Events::Rule': {
    serves: 'event bus',
    named: 'Name',
    nameLengthMax: 64,
    ref: '{=EventBusName}|{name}',
    attributes: { Arn: 'arn:aws:events:{region}:{account}:rule/{=EventBusName}/{name}' },
  },
  'AWS::IAM::ManagedPolicy': {
    serves: 'door',
    named: 'ManagedPolicyName',
    ref: 'arn:aws:iam::{account}:policy/{name}',
    attributes: { PolicyArn: 'arn:aws:iam::{account}:policy/{name}' },
  },
  'AWS::IAM::Policy': { serves: 'door', named: 'PolicyName', ref: '{id}', attributes: { Id: '{id}' } },
  'AWS::IAM::Role': {
    serves: 'door',
    named: 'RoleName',
    nameLengthMax: 64,
    ref: '{name}',
    attributes: { Arn: 'arn:aws:iam::{account}:role/{name}', RoleId: 'AROA{id}' },
  },
  'AWS::KMS::Alias': { serves: noted, named: 'AliasName', ref: '{name}' },
  'AWS::KMS::Key': {
    serves: noted,
    ref: '{id}',
    attributes: { KeyId: '{id}', Arn: 'arn:aws:kms:{region}:{account}:key/{id}' },
  },
  'AWS::Lambda::EventInvokeConfig': { serves: 'functions', ref: '{id}' },
  'AWS::Lambda::EventSourceMapping': {
    serves: 'streams and queues',
    ref: '{id}',
    attributes: { Id: '{id}', EventSourceMappingArn: 'arn:aws:lambda:{region}:{account}:event-source-mapping:{id}' },
  },
  'AWS::Lambda::Function': {
    serves: 'functions',
    named: 'FunctionName',
    nameLengthMax: 64,
    ref: '{name}',
    attributes: { Arn: 'arn:aws:lambda:{region}:{account}:function:{name}' },
  },
  'AWS::Lambda::Permission': { serves: 'gateway', ref: '{id}', attributes: { Id: '{id}' } },
  'AWS::Logs::LogGroup': {
    serves: noted,
    named: 'LogGroupName',
    ref: '{name}',
    attributes: { Arn: 'arn:aws:logs:{region}:{account}:log-group:{name}:*' },
  },
  'AWS::Logs::MetricFilter': { serves: noted, named: 'FilterName', ref: '{name}' },
  'AWS::S3::Bucket': {
    serves: 'fauxqs',
    named: 'BucketName',
    nameLengthMax: 63,
    lowercase: true,
    ref: '{name}',
    attributes: {
      Arn: 'arn:aws:s3:::{name}',
      DomainName: '{name}.s3.amazonaws.com',
      RegionalDomainName: '{name}.s3.{region}.amazonaws.com',
    },
  },
  'AWS::S3::BucketPolicy': { serves: noted, ref: '{id}' },
  'AWS::SES::ConfigurationSet': { serves: noted, named: 'Name', ref: '{name}' },
  'AWS::SES::EmailIdentity': { serves: noted, named: 'EmailIdentity', ref: '{=EmailIdentity}' },
  'AWS::SNS::Subscription': { serves: noted, ref: 'arn:aws:sns:{region}:{account}:{id}' },
  'AWS::SNS::Topic': {
    serves: noted,
    named: 'TopicName',
    ref: 'arn:aws:sns:{region}:{account}:{name}',
    attributes: { TopicArn: 'arn:aws:sns:{region}:{account}:{name}', TopicName: '{name}' },
  },
  'AWS::SNS::TopicPolicy': { serves: noted, ref: '{id}' },
  'AWS::SQS::Queue': {
    serves: 'fauxqs',
    named: 'QueueName',
    nameLengthMax: 80,
    ref: '{door}/{account}/{name}',
    attributes: {
      Arn: 'arn:aws:sqs:{region}:{account}:{name}',
      QueueName: '{name}',
      QueueUrl: '{door}/{account}/{name}',
    },
  },
  'AWS::SQS::QueuePolicy': { serves: 'event bus', ref: '{id}' },
  'AWS::SSM::Parameter': { serves: 'parameters', named: 'Name', ref: '{name}', attributes: { Value: '{=Value}' } },
  'AWS::Scheduler::Schedule': {
    serves: 'scheduler',
    named: 'Name',
    nameLengthMax: 64,
    ref: '{name}',
    attributes: { Arn: 'arn:aws:scheduler:{region}:{account}:schedule/{=GroupName}/{name}' },
  },
  'AWS::Scheduler::ScheduleGroup': {
    serves: 'scheduler',
    named: 'Name',
    ref: '{name}',
    attributes: { Arn: 'arn:aws:scheduler:{region}:{account}:schedule-group/{name}' },
  },
};
