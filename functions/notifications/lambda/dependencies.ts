import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { NotificationsDeps } from './context.ts';
import { sesMailer } from './ses-mailer.ts';

export const observed = observability('notifications');

const table = dynamodbTable(setting('TABLE_NAME'));
const secretName = setting('LINK_SECRET_PARAMETER');
const secrets = await rotatingSecrets([secretName]);

export const dependencies: NotificationsDeps = {
  table,
  records: accessRecords(table),
  log: observed.log,
  mailer: sesMailer(setting('MAIL_SETTINGS')),
  senderAddress: setting('SENDER_ADDRESS'),
  programName: setting('PROGRAM_NAME'),
  apiRoot: setting('API_ROOT'),
  linkSecretAt: (at) => secrets.madeWith(secretName, at),
};
