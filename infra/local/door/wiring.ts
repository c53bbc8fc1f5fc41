import type { LocalFunction } from '../functions/function.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import type { RolePolicy } from './policy.ts';

type Need = {
  readonly who: string;
  readonly roleArn: string;
  readonly actions: readonly string[];
  readonly resource: string;
};

const streamActions = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'];
const queueActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * Checks what AWS's own services do in a role's name: poll streams and queues, call functions on schedule, put what failed
 * into dead-letter queues. These calls do not pass the door, but without the permission nothing would happen on AWS.
 *
 * @throws Error with a line for every permission that is missing.
 */
export function checkWiring(
  deployment: Deployment,
  { functions, policies }: { functions: ReadonlyMap<string, LocalFunction>; policies: ReadonlyMap<string, RolePolicy> },
): void {
  const needs = [
    ...deployment.ofType('AWS::Lambda::EventSourceMapping').flatMap((mapping) => mappingNeeds(mapping, functions)),
    ...[...functions.values()].flatMap(failureNeeds),
    ...deployment.ofType('AWS::Scheduler::Schedule').flatMap(scheduleNeeds),
  ];
  const missing = needs.flatMap(({ who, roleArn, actions, resource }) => {
    const policy = policies.get(roleArn);
    if (!policy) return [`${who}: there is no role ${roleArn}`];
    return actions.flatMap((action) => {
      const decision = policy.decide({ action, resource });
      return decision.allowed ? [] : [`${who} needs ${action} on ${resource}: ${decision.reason}`];
    });
  });
  const trigger = missingTriggerPermission(deployment);
  if (trigger) missing.push(trigger);
  if (missing.length > 0) throw new Error(`on AWS this template would not work:\n  ${missing.join('\n  ')}`);
}

type MappingProperties = {
  EventSourceArn?: string;
  FunctionName?: string;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
};

function mappingNeeds({ logicalId, properties }: Resource, functions: ReadonlyMap<string, LocalFunction>): Need[] {
  const { EventSourceArn: resource = '', FunctionName = '', DestinationConfig } = properties as MappingProperties;
  const roleArn = functions.get(FunctionName.replace(/^.*:function:/, ''))?.roleArn ?? '';
  const polls = {
    who: logicalId,
    roleArn,
    resource,
    actions: resource.includes(':sqs:') ? queueActions : streamActions,
  };
  const destination = DestinationConfig?.OnFailure?.Destination;
  return [polls, ...(destination ? destinationNeeds(logicalId, roleArn, destination) : [])];
}

/** What Lambda does in a role's name with what it gave up: it puts objects into a bucket, or a message into a queue. */
function destinationNeeds(who: string, roleArn: string, resource: string): Need[] {
  if (!resource.startsWith('arn:aws:s3:::')) return [{ who, roleArn, resource, actions: ['sqs:SendMessage'] }];
  return [
    { who, roleArn, resource: `${resource}/aws/lambda/failed`, actions: ['s3:PutObject'] },
    { who, roleArn, resource, actions: ['s3:ListBucket'] },
  ];
}

const failureNeeds = ({ name, roleArn, onFailure }: LocalFunction): Need[] =>
  onFailure ? destinationNeeds(name, roleArn, onFailure) : [];

type ScheduleProperties = { Target: { Arn: string; RoleArn: string; DeadLetterConfig?: { Arn: string } } };

function scheduleNeeds({ logicalId, properties }: Resource): Need[] {
  const { Arn, RoleArn: roleArn, DeadLetterConfig } = (properties as ScheduleProperties).Target;
  const calls = { who: logicalId, roleArn, resource: Arn, actions: ['lambda:InvokeFunction'] };
  if (!DeadLetterConfig) return [calls];
  return [calls, { who: logicalId, roleArn, resource: DeadLetterConfig.Arn, actions: ['sqs:SendMessage'] }];
}

function missingTriggerPermission(deployment: Deployment): string | undefined {
  const [pool] = deployment.ofType('AWS::Cognito::UserPool');
  const config = pool?.properties.LambdaConfig as { PreTokenGenerationConfig?: { LambdaArn: string } } | undefined;
  const fn = deployment.byArn(config?.PreTokenGenerationConfig?.LambdaArn ?? '');
  if (!fn) return undefined;
  const permitted = deployment
    .ofType('AWS::Lambda::Permission')
    .some(
      ({ properties: { Principal, FunctionName } }) =>
        Principal === 'cognito-idp.amazonaws.com' && [fn.arn, fn.name].includes(String(FunctionName)),
    );
  return permitted ? undefined : `${pool?.logicalId}: no permission lets Cognito call ${fn.name}`;
}
