import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { failuresParameter } from '../settings.ts';
import { accept } from './accept.ts';
import type { Platform } from './platform.ts';

/** Days that what was given up can be taken back: fewer than consumers keep the ids of what they have seen. */
const KEPT_DAYS = 365;

/**
 * Where a stream's records go that could not be handed on, whole: a queue would only be told where in the stream they
 * were, and the stream forgets them after a day. The recovery finds the bucket by a parameter.
 */
export function failureBucket(scope: Construct, { settings }: Pick<Platform, 'settings'>): Bucket {
  const home = new Construct(scope, 'Failures');
  const bucket = new Bucket(home, 'Bucket', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [{ expiration: Duration.days(KEPT_DAYS) }],
  });
  accept(
    bucket,
    'AwsSolutions-S1',
    'Empty unless something went wrong, and then an alarm rings: one event source writes it, the recovery alone reads it.',
  );
  new StringParameter(home, 'Name', {
    parameterName: failuresParameter(settings),
    stringValue: bucket.bucketName,
    description: 'The bucket of what could not be published, for npm run recover',
  });
  return bucket;
}
