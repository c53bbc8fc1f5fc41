import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** Where every alarm is told. */
export function alarmTopic(scope: Construct, settings: Settings): string {
  const topic = new Topic(scope, 'Alarms', {
    topicName: `${settings.name}-alarms`,
    displayName: 'Open CSP alarms',
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  if (settings.alarmAddress !== undefined)
    new CfnSubscription(scope, 'AlarmMail', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: settings.alarmAddress,
    });
  return topic.topicArn;
}
