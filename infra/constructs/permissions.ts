import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ContextName } from '../../shared/contracts/routes.ts';
import type { Platform } from './platform.ts';
import { localArn } from './platform-function.ts';

/**
 * Documents below `<context>/`, with the bucket's name. Listing is what makes an absent document answer "not found"
 * instead of "denied".
 */
export const documentRights = ({ documents }: Platform, context: ContextName) => ({
  environment: { DOCUMENTS_BUCKET: documents.name },
  statements: [
    new PolicyStatement({
      sid: 'Documents',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [`${documents.arn}/${context}/*`],
    }),
    new PolicyStatement({ sid: 'AbsentDocuments', actions: ['s3:ListBucket'], resources: [documents.arn] }),
  ],
  accepted: [
    {
      finding: `AwsSolutions-IAM5[Resource::${documents.exportName}/${context}/*]` as const,
      reason: 'The documents of one context: their names are made as they are written.',
    },
  ],
});

/**
 * Exports of customers' data: each context writes its parts below `exports/<context>/`. `assembles`: tenancy puts them
 * together, and reads those of all.
 */
export const exportRights = ({ documents }: Platform, context: ContextName, { assembles = false } = {}) => {
  const own = `exports/${context}/*`;
  const read = assembles ? 'exports/*' : own;
  return {
    environment: { DOCUMENTS_BUCKET: documents.name },
    statements: [
      new PolicyStatement({
        sid: 'OwnExports',
        actions: ['s3:PutObject'],
        resources: [`${documents.arn}/${own}`],
      }),
      new PolicyStatement({ sid: 'Exports', actions: ['s3:GetObject'], resources: [`${documents.arn}/${read}`] }),
      new PolicyStatement({ sid: 'AbsentExports', actions: ['s3:ListBucket'], resources: [documents.arn] }),
    ],
    accepted: [...new Set([own, read])].map((path) => ({
      finding: `AwsSolutions-IAM5[Resource::${documents.exportName}/${path}]` as const,
      reason: 'Parts of exports and archives: their names are made as they are written.',
    })),
  };
};

/** Archives of exports, to hand out links to them. */
export const archiveRights = ({ documents }: Platform) => ({
  environment: { DOCUMENTS_BUCKET: documents.name },
  statements: [
    new PolicyStatement({
      sid: 'Archives',
      actions: ['s3:GetObject'],
      resources: [`${documents.arn}/exports/tenancy/*`],
    }),
  ],
  accepted: [
    {
      finding: `AwsSolutions-IAM5[Resource::${documents.exportName}/exports/tenancy/*]` as const,
      reason: 'Archives of exports: their names are made as they are written.',
    },
  ],
});

/**
 * Files of imports, below `commerce/imports/`: commerce reads them, hands rows over in files of their own and removes both;
 * tenancy reads the rows.
 */
export const importRights = ({ documents }: Platform, context: 'commerce' | 'tenancy') => ({
  statements: [
    new PolicyStatement({
      sid: 'Imports',
      actions: context === 'commerce' ? ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'] : ['s3:GetObject'],
      resources: [`${documents.arn}/commerce/imports/*`],
    }),
  ],
  accepted: [
    {
      finding: `AwsSolutions-IAM5[Resource::${documents.exportName}/commerce/imports/*]` as const,
      reason: 'Files of imports: their names are made as they are written.',
    },
  ],
});

/** Rate cards that billing has published: commerce makes price sheets of them. */
export const rateCardRights = ({ documents }: Platform) => ({
  statements: [
    new PolicyStatement({
      sid: 'RateCards',
      actions: ['s3:GetObject'],
      resources: [`${documents.arn}/billing/ratecards/*`],
    }),
  ],
  accepted: [
    {
      finding: `AwsSolutions-IAM5[Resource::${documents.exportName}/billing/ratecards/*]` as const,
      reason: 'Rate cards: they are named by their content.',
    },
  ],
});

/** What is issued, below `<context>/` like documents; nobody removes or replaces it. */
export const issuedRights = (
  { issued }: Platform,
  context: ContextName,
  actions: readonly ('s3:GetObject' | 's3:PutObject')[],
) => ({
  environment: { ISSUED_BUCKET: issued.name },
  statements: [
    new PolicyStatement({ sid: 'Issued', actions: [...actions], resources: [`${issued.arn}/${context}/*`] }),
    new PolicyStatement({ sid: 'AbsentIssued', actions: ['s3:ListBucket'], resources: [issued.arn] }),
  ],
  accepted: [
    {
      finding: `AwsSolutions-IAM5[Resource::${issued.exportName}/${context}/*]` as const,
      reason: 'What one context issues: the names are made as it is written.',
    },
  ],
});

/**
 * Mails from one address, with one configuration set, to whomever. In SES's sandbox a recipient is an identity too, and SES
 * asks for the right to it: so the identities are all, and the sender is one.
 */
export const mailRights = (scope: Construct, { settings, mail }: Platform) => ({
  environment: { SENDER_ADDRESS: settings.senderAddress, MAIL_SETTINGS: mail.settings },
  statements: [
    new PolicyStatement({
      sid: 'Mail',
      actions: ['ses:SendEmail'],
      resources: [localArn(scope, 'ses', 'identity/*'), localArn(scope, 'ses', `configuration-set/${mail.settings}`)],
      conditions: { StringEquals: { 'ses:FromAddress': settings.senderAddress } },
    }),
  ],
  accepted: [
    {
      finding:
        'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]' as const,
      reason: 'Recipients are identities in the sandbox of SES; a condition holds the sender to one address.',
    },
  ],
});

/** Secrets are read once, when a function starts. */
export const secretStatement = (scope: Construct, names: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'Secrets',
    actions: ['ssm:GetParameters'],
    resources: names.map((name) => localArn(scope, 'ssm', `parameter${name}`)),
  });

export const sendStatement = (sid: string, queueArn: string): PolicyStatement =>
  new PolicyStatement({ sid, actions: ['sqs:SendMessage'], resources: [queueArn] });
