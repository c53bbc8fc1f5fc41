import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { BucketNames, Platform } from './platform.ts';

const bucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  versioned: true,
};

const DAYS_OF_YEAR = 366;

/** What is worked with and what is issued, apart: the first may be thrown away and made anew, the second never changes. */
export function buckets(scope: Construct, settings: Settings): Pick<Platform, 'documents' | 'issued'> {
  const { versioned: _, ...unversioned } = bucketProps;
  const logs = new Bucket(scope, 'AccessLogs', {
    ...unversioned,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
  return { documents: documents(scope, logs), issued: issued(scope, logs, settings) };
}

/** Parts of reconciliation files, imports and exports. Old versions go after a month, broken uploads after a day. */
function documents(scope: Construct, logs: Bucket): BucketNames {
  return namesOf(
    new Bucket(scope, 'Documents', {
      ...bucketProps,
      serverAccessLogsBucket: logs as IBucket,
      serverAccessLogsPrefix: 'documents/',
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // Parts and archives of customers' data: downloads end after seven days, and nothing of them stays.
        { prefix: 'exports/', expiration: Duration.days(8), noncurrentVersionExpiration: Duration.days(1) },
        // Files of imports that did not come to their end; whoever resumes one does so within the month.
        { prefix: 'commerce/imports/', expiration: Duration.days(30), noncurrentVersionExpiration: Duration.days(1) },
        // Price sheets that are too large for an answer: links to them live minutes.
        { prefix: 'commerce/sheets/', expiration: Duration.days(2) },
        // Figures of insights: gathered anew every day, so what is left is of somebody who is gone.
        { prefix: 'commerce/insights/', expiration: Duration.days(8), noncurrentVersionExpiration: Duration.days(1) },
        // Usage as it was reported: sheets and issued files have what is billed, and nobody asks for records of so long ago.
        { prefix: 'billing/usage/batches/', expiration: Duration.days(402) },
        // What previews are made of: they are asked for anew.
        { prefix: 'billing/previews/', expiration: Duration.days(2) },
        { prefix: 'billing/answers/', expiration: Duration.days(2) },
      ],
    }),
  );
}

/**
 * Issued invoices and their files. Object lock keeps each version for years, in governance mode: an administrator with a
 * right of its own may lift it, no function has that. What is there is not replaced either: the bucket takes only writes
 * that fail when the name is taken.
 */
function issued(scope: Construct, logs: Bucket, { issuedRetentionYears }: Settings): BucketNames {
  const bucket = new Bucket(scope, 'Issued', {
    ...bucketProps,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(issuedRetentionYears * DAYS_OF_YEAR)),
    // Parts of an upload that broke off: nobody sees them, and they cost as much as what is seen.
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    serverAccessLogsBucket: logs as IBucket,
    serverAccessLogsPrefix: 'issued/',
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'WrittenOnce',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      // Parts of an upload are no object yet: its last request is the one that creates it.
      conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
    }),
  );
  return namesOf(bucket);
}

function namesOf(bucket: Bucket): BucketNames {
  const stack = Stack.of(bucket);
  const exported = stack.resolve(stack.exportValue(bucket.bucketArn)) as { 'Fn::ImportValue': string };
  return { name: bucket.bucketName, arn: bucket.bucketArn, exportName: exported['Fn::ImportValue'] };
}
