import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { backups } from '../constructs/backups.ts';
import { buckets } from '../constructs/buckets.ts';
import { mailSender } from '../constructs/mail-sender.ts';
import { originSecret } from '../constructs/origin-secret.ts';
import { outboxPublisher } from '../constructs/outbox-publisher.ts';
import type { Platform } from '../constructs/platform.ts';
import { programTable } from '../constructs/program-table.ts';
import { archiveName, type Settings, stackName } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** Days that the bus keeps events for a replay: fewer than consumers keep the ids of what they have seen. */
const ARCHIVE_DAYS = 90;

/** What every context stands on: table and its backups, bus, buckets, sender, alarms, the publisher, and the API's address. */
export function foundationStack(app: App, settings: Settings): Platform {
  const stack = new Stack(
    app,
    stackName(settings, 'foundation'),
    stackProps(settings, 'foundation', 'Table, bus, documents, mail and alarms'),
  );
  const alarmTopicArn = alarmTopic(stack, settings);
  const bus = eventBus(stack, settings);
  // The API's address is in links and callbacks, so it is made first; its routes come last, with the gateway's stack.
  const api = new CfnApi(stack, 'Api', {
    name: settings.name,
    protocolType: 'HTTP',
    description: 'The API and the pages of the program',
  });
  // Exported also while `apiRoot` stands before it: what another stack imports may neither change nor go.
  stack.exportValue(api.attrApiEndpoint);
  const base = {
    settings,
    bus: { name: bus.eventBusName, arn: bus.eventBusArn },
    ...buckets(stack, settings),
    alarmTopicArn,
    mail: mailSender(stack, settings),
    api: { id: api.ref, root: settings.apiRoot ?? api.attrApiEndpoint },
    ...(settings.front && { originSecretArn: originSecret(stack, settings) }),
  };
  const platform: Platform = { ...base, table: programTable(stack, base) };
  backups(stack, platform);
  outboxPublisher(stack, platform);
  return platform;
}

function eventBus(stack: Stack, settings: Settings): EventBus {
  const bus = new EventBus(stack, 'Bus', { eventBusName: settings.name });
  bus.applyRemovalPolicy(RemovalPolicy.DESTROY);
  new CfnArchive(stack, 'Archive', {
    archiveName: archiveName(settings),
    sourceArn: bus.eventBusArn,
    retentionDays: ARCHIVE_DAYS,
    description: 'Events that can be replayed to every context',
  });
  return bus;
}
