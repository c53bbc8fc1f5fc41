import {
  at,
  functionBehind,
  listOf,
  type Placed,
  placeOf,
  referredIds,
  resourcesOf,
  type Template,
} from './template.ts';

/** Data is encrypted, kept and reached by TLS only; what fails is kept, and somebody is told. */
export const encryptionFindings = (templates: readonly Template[]): readonly string[] => [
  ...failing(
    templates,
    'AWS::DynamoDB::Table',
    'is not encrypted with a KMS key',
    ({ properties }) => at(properties, 'SSESpecification', 'SSEEnabled') === true,
  ),
  ...failing(
    templates,
    'AWS::SQS::Queue',
    'is not encrypted',
    ({ properties }) => properties.SqsManagedSseEnabled === true || properties.KmsMasterKeyId !== undefined,
  ),
  ...failing(
    templates,
    'AWS::S3::Bucket',
    'is not encrypted',
    ({ properties }) =>
      listOf(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration') as unknown[]).length > 0,
  ),
  ...failing(templates, 'AWS::S3::Bucket', 'may be made public', ({ properties }) =>
    ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
      (block) => at(properties, 'PublicAccessBlockConfiguration', block) === true,
    ),
  ),
  ...withoutTls(templates, { type: 'AWS::S3::Bucket', policy: 'AWS::S3::BucketPolicy', names: 'Bucket' }),
  ...withoutTls(templates, { type: 'AWS::SQS::Queue', policy: 'AWS::SQS::QueuePolicy', names: 'Queues' }),
  ...withoutTls(templates, { type: 'AWS::SNS::Topic', policy: 'AWS::SNS::TopicPolicy', names: 'Topics' }),
];

const failing = (
  templates: readonly Template[],
  type: string,
  finding: string,
  holds: (resource: Placed) => boolean,
): readonly string[] =>
  resourcesOf(templates, type)
    .filter((resource) => !holds(resource))
    .map((resource) => `${placeOf(resource)} ${finding}`);

/** A resource of `type` whose policy does not deny requests without TLS. */
function withoutTls(
  templates: readonly Template[],
  { type, policy, names }: { type: string; policy: string; names: string },
): readonly string[] {
  return templates.flatMap((template) => {
    const denied = resourcesOf([template], policy)
      .filter(({ properties }) =>
        listOf(at(properties, 'PolicyDocument', 'Statement') as unknown[]).some(
          (statement) =>
            at(statement, 'Effect') === 'Deny' && at(statement, 'Condition', 'Bool', 'aws:SecureTransport') === 'false',
        ),
      )
      .flatMap(({ properties }) => referredIds(properties[names]));
    return failing([template], type, 'may be reached without TLS', ({ id }) => denied.includes(id));
  });
}

/** What would lose data if it went with its stack. */
const keptTypes = [
  'AWS::Backup::BackupVault',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
];

/** What is kept when its stack goes; of these, CloudFormation takes back what an operation has made and then fails. */
const KEPT: ReadonlySet<string | undefined> = new Set(['Retain', 'RetainExceptOnCreate']);

/** Places of what a backup plan copies. */
const backedUp = (templates: readonly Template[]): ReadonlySet<string> =>
  new Set(
    resourcesOf(templates, 'AWS::Backup::BackupSelection').flatMap(({ stack, properties }) =>
      referredIds(at(properties, 'BackupSelection', 'Resources')).map((id) => `${stack}/${id}`),
    ),
  );

export const retentionFindings = (templates: readonly Template[]): readonly string[] => [
  ...keptTypes.flatMap((type) =>
    failing(
      templates,
      type,
      'goes with its stack',
      ({ resource }) => KEPT.has(resource.DeletionPolicy) && resource.UpdateReplacePolicy === 'Retain',
    ),
  ),
  ...resourcesOf(templates)
    .filter(({ resource }) => resource.DeletionPolicy === 'Retain')
    .map((resource) => `${placeOf(resource)} outlives a first deployment that fails, and is in the way of the next`),
  ...failing(
    templates,
    'AWS::DynamoDB::Table',
    'may be deleted',
    ({ properties }) => properties.DeletionProtectionEnabled === true,
  ),
  ...failing(
    templates,
    'AWS::DynamoDB::Table',
    'cannot be recovered',
    ({ properties }) => at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true,
  ),
  ...failing(templates, 'AWS::DynamoDB::Table', 'is in no backup plan', (table) =>
    backedUp(templates).has(placeOf(table)),
  ),
  ...failing(
    templates,
    'AWS::Cognito::UserPool',
    'may be deleted',
    ({ properties }) => properties.DeletionProtection === 'ACTIVE',
  ),
  ...failing(
    templates,
    'AWS::Logs::LogGroup',
    'keeps its log for ever',
    ({ properties }) => typeof properties.RetentionInDays === 'number',
  ),
  ...templates
    .filter(({ terminationProtection }) => !terminationProtection)
    .map(({ stack }) => `${stack} may be deleted by mistake`),
];

// --- what fails is kept, and somebody is told ----------------------------------------------------------------------

const destinationId = (properties: Placed['properties']): string =>
  referredIds(at(properties, 'DestinationConfig', 'OnFailure'))[0] ?? '';

/** Queues that others send their failures to, and buckets, each with the event source that fills it. */
function failureDestinations(template: Template): {
  readonly queues: ReadonlySet<string>;
  readonly buckets: ReadonlyMap<string, string>;
} {
  const isBucket = (id: string): boolean => template.resources[id]?.Type === 'AWS::S3::Bucket';
  const sources = resourcesOf([template], 'AWS::Lambda::EventSourceMapping');
  const queues = [
    ...resourcesOf([template], 'AWS::SQS::Queue').flatMap(({ properties }) => referredIds(properties.RedrivePolicy)),
    ...resourcesOf([template], 'AWS::Events::Rule').flatMap(({ properties }) =>
      listOf(properties.Targets as unknown[]).flatMap((target) => referredIds(at(target, 'DeadLetterConfig'))),
    ),
    ...resourcesOf([template], 'AWS::Scheduler::Schedule').flatMap(({ properties }) =>
      referredIds(at(properties, 'Target', 'DeadLetterConfig')),
    ),
    ...[...resourcesOf([template], 'AWS::Lambda::EventInvokeConfig'), ...sources].flatMap(({ properties }) =>
      referredIds(properties.DestinationConfig),
    ),
  ];
  const filled = sources.map(({ id, properties }) => [destinationId(properties), id] as const);
  return {
    queues: new Set(queues.filter((id) => !isBucket(id))),
    buckets: new Map(filled.filter(([id]) => isBucket(id))),
  };
}

/** Failure destinations that may fill without anybody being told. */
function unwatched(template: Template, { queues, buckets }: ReturnType<typeof failureDestinations>): readonly string[] {
  const seen = watched(template, { namespace: 'AWS/SQS', metric: 'ApproximateNumberOfMessagesVisible' });
  const counted = watched(template, { namespace: 'AWS/Lambda', metric: 'OnFailureDestinationDeliveredEventCount' });
  return [
    ...[...queues].filter((id) => !seen.has(id)),
    ...[...buckets].filter(([, source]) => !counted.has(source)).map(([id]) => id),
  ].map((id) => `${template.stack}/${id} has no alarm`);
}

/** Deliveries before a message is put aside (design: after five). */
const DELIVERIES_MAX = 5;

export const deadLetterFindings = (templates: readonly Template[]): readonly string[] =>
  templates.flatMap((template) => {
    const dead = failureDestinations(template);
    const started = new Set(
      resourcesOf([template], 'AWS::Scheduler::Schedule').flatMap(({ properties }) =>
        referredIds(at(properties, 'Target', 'Arn')).map((id) => functionBehind(template, id)),
      ),
    );
    const caught = new Set(
      resourcesOf([template], 'AWS::Lambda::EventInvokeConfig')
        .filter(({ properties }) => at(properties, 'DestinationConfig', 'OnFailure') !== undefined)
        .flatMap(({ properties }) => referredIds(properties.FunctionName)),
    );
    return [
      ...failing(
        [template],
        'AWS::SQS::Queue',
        `has no dead-letter queue after ${DELIVERIES_MAX} deliveries`,
        (queue) =>
          dead.queues.has(queue.id) || at(queue.properties, 'RedrivePolicy', 'maxReceiveCount') === DELIVERIES_MAX,
      ),
      ...failing([template], 'AWS::Events::Rule', 'loses what it cannot deliver', ({ properties }) =>
        listOf(properties.Targets as unknown[]).every((target) => at(target, 'DeadLetterConfig', 'Arn') !== undefined),
      ),
      ...failing(
        [template],
        'AWS::Scheduler::Schedule',
        'loses what it cannot start',
        ({ properties }) => at(properties, 'Target', 'DeadLetterConfig', 'Arn') !== undefined,
      ),
      ...failing(
        [template],
        'AWS::Lambda::Function',
        'loses a scheduled run that fails',
        ({ id }) => !started.has(id) || caught.has(id),
      ),
      ...failing(
        [template],
        'AWS::Lambda::EventSourceMapping',
        'does not report failures one by one',
        ({ properties }) => listOf(properties.FunctionResponseTypes as string[]).includes('ReportBatchItemFailures'),
      ),
      ...failing(
        [template],
        'AWS::Lambda::EventSourceMapping',
        'loses what it cannot publish',
        ({ properties }) =>
          properties.StartingPosition === undefined || at(properties, 'DestinationConfig', 'OnFailure') !== undefined,
      ),
      ...failing(
        [template],
        'AWS::Lambda::EventSourceMapping',
        'keeps of its stream only where it was, which the stream forgets',
        ({ properties }) => properties.StartingPosition === undefined || dead.buckets.has(destinationId(properties)),
      ),
      ...unwatched(template, dead),
    ];
  });

/** Logical ids of what has an alarm on a metric that tells somebody. */
function watched(
  template: Template,
  { namespace, metric }: { namespace: string; metric: string },
): ReadonlySet<string> {
  return new Set(
    resourcesOf([template], 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.Namespace === namespace && properties.MetricName === metric)
      .filter(({ properties }) => listOf(properties.AlarmActions as unknown[]).length > 0)
      .flatMap(({ properties }) => referredIds(properties.Dimensions)),
  );
}

export const alarmFindings = (templates: readonly Template[]): readonly string[] =>
  templates.flatMap((template) => {
    const errors = watched(template, { namespace: 'AWS/Lambda', metric: 'Errors' });
    const ages = watched(template, { namespace: 'AWS/Lambda', metric: 'IteratorAge' });
    const readers = resourcesOf([template], 'AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.StartingPosition !== undefined)
      .flatMap(({ properties }) => referredIds(properties.FunctionName).map((id) => functionBehind(template, id)));
    return [
      ...failing([template], 'AWS::Lambda::Function', 'fails without an alarm', ({ id }) => errors.has(id)),
      ...readers.filter((id) => !ages.has(id)).map((id) => `${template.stack}/${id} falls behind without an alarm`),
      ...failing(
        [template],
        'AWS::CloudWatch::Alarm',
        'tells nobody',
        ({ properties }) => listOf(properties.AlarmActions as unknown[]).length > 0,
      ),
    ];
  });

// --- functions -----------------------------------------------------------------------------------------------------

export const functionFindings = (templates: readonly Template[]): readonly string[] => [
  ...failing(
    templates,
    'AWS::Lambda::Function',
    'does not run Node 24 on arm64',
    ({ properties }) =>
      properties.Runtime === 'nodejs24.x' && listOf(properties.Architectures as string[]).join() === 'arm64',
  ),
  ...failing(
    templates,
    'AWS::Lambda::Function',
    'is not traced',
    ({ properties }) => at(properties, 'TracingConfig', 'Mode') === 'Active',
  ),
  ...failing(
    templates,
    'AWS::Lambda::Function',
    'has no log group of its own',
    ({ properties }) => referredIds(at(properties, 'LoggingConfig', 'LogGroup')).length === 1,
  ),
  ...failing(
    templates,
    'AWS::Lambda::Function',
    'may outlive the gateway’s 30 seconds',
    ({ properties }) => !/-(api|edge)$/.test(String(properties.FunctionName)) || Number(properties.Timeout) < 30,
  ),
  ...failing(
    templates,
    'AWS::Lambda::EventSourceMapping',
    'reads a queue with all that the account can run at once',
    ({ properties }) =>
      properties.StartingPosition !== undefined || at(properties, 'ScalingConfig', 'MaximumConcurrency') !== undefined,
  ),
];
