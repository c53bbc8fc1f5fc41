import { randomUUID } from 'node:crypto';
import type { Usage } from '../control/usage.ts';
import { ServiceError } from '../door/call.ts';
import type { JsonOperations } from '../door/json-service.ts';
import type { State } from '../state/state.ts';
import { account, type Deployment, type Resource, region } from '../template/deployment.ts';
import { archiveArn, openArchives } from './archive.ts';
import { type Pattern, readPattern } from './pattern.ts';
import { untakenByQueues } from './queue-text.ts';

type Target = {
  Arn: string;
  Id: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: unknown;
  DeadLetterConfig?: { Arn?: string };
};

/** An event on its way to a target, and where it goes if it cannot be delivered. */
export type BusDelivery = { rule: string; targetArn: string; deadLetterArn: string | undefined; event: unknown };
type RuleProperties = {
  EventBusName?: string;
  EventPattern?: unknown;
  State?: string;
  Targets?: Target[];
  ScheduleExpression?: string;
};
type Rule = { name: string; bus: string; matches: Pattern; targets: Target[] };
type Entry = {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Resources?: string[];
  Time?: number;
};

/** EventBridge accepts 10 entries a call, of 1 MB together. */
const entriesMax = 10;
const bytesMax = 1024 * 1024;
const chargedBytes = 64 * 1024;

const plainName = (bus: string | undefined) => (bus ?? 'default').replace(/^.*event-bus\//, '');

/**
 * The event buses: what is put is matched by the rules of its bus and delivered to their targets before the call returns.
 * `now` stamps the events, `deliver` takes an event to a queue or function, or keeps it as lost.
 */
export function createEventBus(
  deployment: Deployment,
  options: { now: () => Date; deliver: (delivery: BusDelivery) => Promise<void>; usage: Usage; state: State },
): JsonOperations {
  const rules = deployment.ofType('AWS::Events::Rule').map((resource) => readRule(resource, deployment));
  const buses = new Set(['default', ...deployment.ofType('AWS::Events::EventBus').map(({ name }) => name)]);
  const route = async (bus: string, event: object) => {
    for (const rule of rules) {
      if (rule.bus !== bus || !rule.matches(event)) continue;
      for (const { Arn: targetArn, Input, DeadLetterConfig } of rule.targets)
        await options.deliver({
          rule: rule.name,
          targetArn,
          deadLetterArn: DeadLetterConfig?.Arn,
          event: Input ? JSON.parse(Input) : event,
        });
    }
  };
  const archives = openArchives(deployment, { state: options.state, route });
  const put = async (entry: Entry, fn: string) => {
    const bus = plainName(entry.EventBusName);
    const failure = refusal(entry, buses.has(bus));
    if (failure) return failure;
    const id = randomUUID();
    const at = options.now();
    const event = {
      version: '0',
      id,
      'detail-type': entry.DetailType,
      source: entry.Source,
      account,
      time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail ?? '{}'),
    };
    options.usage.count({
      service: 'events',
      fn,
      action: 'PutEvents',
      units: { events: Math.ceil(sizeOf(entry) / chargedBytes) },
    });
    archives.keep(bus, event, at);
    await route(bus, event);
    return { EventId: id };
  };
  return {
    accesses: (operation, input) => {
      if (operation !== 'PutEvents') return [{ action: `events:${operation}`, resource: archiveArn(input) }];
      return ((input.Entries ?? []) as Entry[]).map(({ EventBusName, Source = '', DetailType = '' }) => ({
        action: `events:${operation}`,
        resource: `arn:aws:events:${region}:${account}:event-bus/${plainName(EventBusName)}`,
        context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
      }));
    },
    async call(operation, input, caller) {
      const entries = (input.Entries ?? []) as Entry[];
      const ofArchives = archives.operations[operation];
      if (ofArchives) return ofArchives(input);
      if (operation !== 'PutEvents')
        throw new ServiceError('UnknownOperationException', `the local runtime does not know ${operation}`);
      const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (entries.length > entriesMax || bytes > bytesMax)
        throw new ServiceError('ValidationException', 'too many or too large entries');
      const results: Awaited<ReturnType<typeof put>>[] = [];
      for (const entry of entries) results.push(await put(entry, caller.name));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  };
}

function readRule({ name, logicalId, properties }: Resource, deployment: Deployment): Rule {
  const {
    EventBusName,
    EventPattern,
    State = 'ENABLED',
    Targets = [],
    ScheduleExpression,
  } = properties as RuleProperties;
  if (ScheduleExpression)
    throw new Error(`rule ${logicalId} has a schedule; the local runtime fires AWS::Scheduler::Schedule only`);
  for (const { Arn, InputPath, InputTransformer } of Targets) {
    const type = deployment.byArn(Arn)?.type;
    if (type !== 'AWS::SQS::Queue' && type !== 'AWS::Lambda::Function')
      throw new Error(`rule ${logicalId} has an unknown target ${Arn}`);
    if (InputPath || InputTransformer)
      throw new Error(`rule ${logicalId} transforms its input, which the local runtime does not do`);
    if (type === 'AWS::SQS::Queue') requireQueuePolicy(deployment, Arn, logicalId);
  }
  const matches = State === 'ENABLED' ? readPattern(EventPattern) : () => false;
  return { name, bus: plainName(EventBusName), matches, targets: Targets };
}

/** Without its policy a queue takes nothing from EventBridge, and on AWS nobody would notice but the customer. */
function requireQueuePolicy(deployment: Deployment, queueArn: string, rule: string): void {
  const queue = deployment.byArn(queueArn);
  const granted = deployment
    .ofType('AWS::SQS::QueuePolicy')
    .some(
      ({ properties }) =>
        (properties.Queues as string[]).includes(queue?.ref ?? '') &&
        JSON.stringify(properties.PolicyDocument).includes('events.amazonaws.com'),
    );
  if (!granted) throw new Error(`rule ${rule} sends to ${queueArn}, but no queue policy lets EventBridge do so`);
}

const sizeOf = ({ Source = '', DetailType = '', Detail = '' }: Entry) =>
  Buffer.byteLength(Source + DetailType + Detail);

function refusal({ Source, DetailType, Detail }: Entry, busKnown: boolean) {
  if (!busKnown) return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'Event bus does not exist.' };
  if (!Source || !DetailType || !Detail)
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Source, DetailType and Detail are required.' };
  try {
    // The bus hands on what it understood, so an escape of the sender's would be gone when the queue looks at it.
    if (!untakenByQueues.test(JSON.stringify(JSON.parse(Detail)))) return undefined;
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail has U+FFFE or U+FFFF, which no queue takes.' };
  } catch {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
}
