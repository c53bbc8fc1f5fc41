import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import { observability } from '../../../shared/observability/observability.ts';
import type { BillingDeps } from '../operations/dependencies.ts';
import type { RunMessage } from '../operations/run-message.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  invariant(value, `the environment has ${name}`);
  return value;
};

export const observed = observability('billing');

const table = dynamodbTable(setting('TABLE_NAME'));

export const dependencies: BillingDeps = {
  table,
  records: accessRecords(table),
  log: observed.log,
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  runQueue: sqsQueue<RunMessage>(setting('RUN_QUEUE_URL')),
};
