import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** Where a recovery works, and how it tells of it. */
export interface Recovery {
  /** The installation's name. */
  readonly name: string;
  readonly clients: Clients;
  /** Shows what is there and leaves it. */
  readonly isList?: boolean;
  readonly log: (line: string) => void;
}

/** How many were taken back, and how many stay because they failed again or were only listed. */
export interface Recovered {
  readonly takenBack: number;
  readonly left: number;
}

/** What lies in a failure destination, and how it gets back to where it was going. */
export interface Failure {
  readonly name: string;
  takeBack(): Promise<void>;
  forget(): Promise<unknown>;
}

export type Clients = ReturnType<typeof clientsFor>;

/** A region and a profile of AWS, or the services of a local runtime. */
export type Services = { readonly region: string; readonly profile?: string } | { readonly endpoint: string };

export function clientsFor(services: Services) {
  const isLocal = 'endpoint' in services;
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  const config = isLocal ? { endpoint: services.endpoint, region: 'us-east-1', credentials } : services;
  return {
    s3: new S3Client({ ...config, forcePathStyle: isLocal }),
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    lambda: new LambdaClient({ ...config }),
    ssm: new SSMClient({ ...config }),
    events: new EventBridgeClient({ ...config }),
  };
}

/** Takes failures back one by one; one that fails again stays, and keeps no other. */
export async function takeBackAll(
  failures: AsyncIterable<Failure>,
  { isList = false, log }: Recovery,
): Promise<Recovered> {
  const count = { takenBack: 0, left: 0 };
  for await (const failure of failures)
    try {
      if (!isList) await failure.takeBack();
      if (!isList) await failure.forget();
      log(`${isList ? 'waits' : 'taken back'}: ${failure.name}`);
      count[isList ? 'left' : 'takenBack'] += 1;
    } catch (error) {
      log(`stays: ${failure.name}: ${error instanceof Error ? error.message : String(error)}`);
      count.left += 1;
    }
  return count;
}
