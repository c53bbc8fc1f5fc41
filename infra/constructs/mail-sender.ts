import { CfnConfigurationSet, CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { Platform } from './platform.ts';

/**
 * Who mails come from, and the set that makes every delivery encrypted and counted. The sender is an address, a domain
 * whose mails are signed (DKIM), or what the account has already; one that was made here stays when another takes its
 * place, because it may have been confirmed and mails may be on their way.
 */
export function mailSender(scope: Construct, settings: Settings): Platform['mail'] {
  const set = new CfnConfigurationSet(scope, 'MailSettings', {
    name: settings.name,
    deliveryOptions: { tlsPolicy: 'REQUIRE' },
    reputationOptions: { reputationMetricsEnabled: true },
    suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  });
  if (!settings.senderIdentityExists) identity(scope, settings, set);
  return { settings: set.ref };
}

function identity(scope: Construct, { senderIdentity }: Settings, set: CfnConfigurationSet): void {
  const made = new CfnEmailIdentity(scope, 'Sender', {
    emailIdentity: senderIdentity,
    configurationSetAttributes: { configurationSetName: set.ref },
  });
  made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  // Still exported for a notifications' stack of before, which imports it; it may not go while that is there.
  Stack.of(scope).exportValue(made.ref);
  if (senderIdentity.includes('@')) return;
  const records = [
    [made.attrDkimDnsTokenName1, made.attrDkimDnsTokenValue1],
    [made.attrDkimDnsTokenName2, made.attrDkimDnsTokenValue2],
    [made.attrDkimDnsTokenName3, made.attrDkimDnsTokenValue3],
  ] as const;
  for (const [index, [name, value]] of records.entries())
    new CfnOutput(scope, `SenderRecord${index + 1}`, {
      value: `${name} CNAME ${value}`,
      description: 'Goes into the domain of the sender: it proves whose it is, and signs mails',
    });
}
