import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { bySlice } from '../../../shared/http/served.ts';
import { waysBeside } from '../../../shared/http/ways.ts';
import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { aesSeal } from '../../../shared/identity/seal.ts';
import { rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { tenancyRefusals } from '../refusals.ts';
import { systemChance } from './chance.ts';
import type { TenancyApiDeps } from './context.ts';
import { customerDomainSuffixes, table } from './environment.ts';
import { scryptPasswords } from './password-hash.ts';

const parts = apiParts(apiSettings(process.env), observability('tenancy-api'), table);
const secretName = setting('LINK_SECRET_PARAMETER');
const secrets = await rotatingSecrets([secretName]);

const dependencies: TenancyApiDeps = {
  table,
  records: parts.records,
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  identity: cognitoIdentityProvider(setting('USER_POOL_ID')),
  chance: systemChance,
  passwords: scryptPasswords(),
  linkSecret: secrets.inForce(secretName),
  settings: { customerDomainSuffixes: customerDomainSuffixes(), programName: setting('PROGRAM_NAME') },
};
const seal = aesSeal(secrets.inForce(secretName), 'stored answer');

/** What the function answers: each slice is loaded with the first request for it. */
const api = bySlice<TenancyApiDeps>({
  context: 'tenancy',
  refusals: tenancyRefusals,
  ways: waysBeside(import.meta.dirname),
  slices: {
    tenants: () => import('./slices/tenants.ts'),
    people: () => import('./slices/people.ts'),
    mfa: () => import('./slices/mfa.ts'),
    program: () => import('./slices/program.ts'),
    relationships: () => import('./slices/relationships.ts'),
    directory: () => import('./slices/directory.ts'),
    customers: () => import('./slices/customers.ts'),
    services: () => import('./slices/services.ts'),
    entitlements: () => import('./slices/entitlements.ts'),
    consents: () => import('./slices/consents.ts'),
    agreements: () => import('./slices/agreements.ts'),
    invitations: () => import('./slices/invitations.ts'),
    erasure: () => import('./slices/erasure.ts'),
    'customer-data': () => import('./slices/customer-data.ts'),
    audit: () => import('./slices/audit.ts'),
    operator: () => import('./slices/operator.ts'),
  },
});

const answer = apiHandler(api, dependencies, { ...parts, seal });

/** Entry of tenancy's API function. */
export const handler: typeof answer = async (event) => {
  await secrets.moveTo(instant(event.requestContext.timeEpoch));
  return answer(event);
};
