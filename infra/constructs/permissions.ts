import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Platform } from './platform.ts';
import { localArn } from './platform-function.ts';

/** Documents below `<context>/`. Listing is what makes an absent one answer "not found" instead of "denied". */
export const documentStatements = ({ documents }: Platform, context: string): readonly PolicyStatement[] => [
  new PolicyStatement({
    sid: 'Documents',
    actions: ['s3:GetObject', 's3:PutObject'],
    resources: [`${documents.arn}/${context}/*`],
  }),
  new PolicyStatement({
    sid: 'AbsentDocuments',
    actions: ['s3:ListBucket'],
    resources: [documents.arn],
  }),
];

/** Secrets are read once, when a function starts. */
export const secretStatement = (scope: Construct, names: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'Secrets',
    actions: ['ssm:GetParameters'],
    resources: names.map((name) => localArn(scope, 'ssm', `parameter${name}`)),
  });

export const sendStatement = (sid: string, queueArn: string): PolicyStatement =>
  new PolicyStatement({ sid, actions: ['sqs:SendMessage'], resources: [queueArn] });
