import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { tenancyConsumers } from '../consumers.ts';
import { systemChance } from './chance.ts';
import { tenancyConsumerFunctions } from './consumer-functions.ts';
import { customerDomainSuffixes, table } from './environment.ts';
import { scryptPasswords } from './password-hash.ts';

/** Entry of tenancy's events function. */
export const handler = eventsHandler(
  tenancyConsumers,
  tenancyConsumerFunctions,
  {
    table,
    identity: cognitoIdentityProvider(setting('USER_POOL_ID')),
    files: s3Files(setting('DOCUMENTS_BUCKET')),
    chance: systemChance,
    passwords: scryptPasswords(),
    settings: { customerDomainSuffixes: customerDomainSuffixes() },
  },
  observability('tenancy-events'),
);
