import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { observability } from '../../../shared/observability/observability.ts';
import type { NotificationsDeps } from '../operations/dependencies.ts';
import { sesMailer } from './ses-mailer.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  invariant(value, `the environment has ${name}`);
  return value;
};

export const observed = observability('notifications');

const table = dynamodbTable(setting('TABLE_NAME'));
const secretName = setting('LINK_SECRET_PARAMETER');
const secrets = await rotatingSecrets([secretName]);

export const dependencies: NotificationsDeps = {
  table,
  records: accessRecords(table),
  log: observed.log,
  mailer: sesMailer(),
  senderAddress: setting('SENDER_ADDRESS'),
  programName: setting('PROGRAM_NAME'),
  apiRoot: setting('API_ROOT'),
  linkSecretAt: (at) => secrets.madeWith(secretName, at),
};
