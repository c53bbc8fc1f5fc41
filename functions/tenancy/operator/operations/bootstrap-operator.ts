import { createHmac } from 'node:crypto';
import { putNew, retryOnConflict, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { accountItem } from '../../../../shared/identity/access.ts';
import { linkHash } from '../../../../shared/identity/links.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { addDaysTo, epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import {
  type AgreementTemplate,
  type AgreementType,
  agreementStore,
  agreementTypes,
  firstAgreementText,
} from '../../agreements/index.ts';
import {
  type Application,
  applicationStore,
  endOfSecret,
  latestEnd,
  liveSecrets,
  type Secret,
} from '../../people/index.ts';
import { domainStore, marketStore, regionStore } from '../../tenants/index.ts';
import { bootstrapItem } from '../store/bootstrap-item.ts';
import { bootstrapKey } from '../store/keys.ts';
import type { Deps } from './dependencies.ts';

/** The operator's tenant and its first application. */
export interface OperatorClient {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
type BootstrapDeps = Pick<Deps, 'table' | 'identity' | 'log'>;

export interface Bootstrap {
  readonly at: Instant;
  readonly newTenantId: string;
  /** Mail domain of the program: the operator's own. */
  readonly domain: string;
  /** Clients that the template makes. The issuer's trigger cannot be told by the template: its pool comes before them. */
  readonly programClients: readonly string[];
}

/**
 * Makes the operator's tenant with its first application, and version 1 of both customer agreements, once, and notes
 * which clients are the program's own, and which countries the regions have. A repeat answers the same client with its present secret, and makes the next
 * one when that ends soon: whoever may run this function may read at the issuer what secrets are derived from.
 */
export async function bootstrapOperator(bootstrap: Bootstrap, deps: BootstrapDeps): Promise<OperatorClient> {
  const { programClientWrite } = applicationStore(deps.table);
  await deps.table.write(bootstrap.programClients.map(programClientWrite));
  const { regions } = await marketStore(deps.table).regions();
  for (const region of regions) await deps.table.write(await regionStore(deps.table).writes(region));
  const known = await deps.table.get(bootstrapKey, { consistent: true });
  if (!known) await makeOperator(bootstrap, deps);
  const made = known ?? (await deps.table.get(bootstrapKey, { consistent: true }));
  invariant(made, 'the operator was made');
  const { tenantId, clientId } = bootstrapItem.fromItem(made);
  for (const agreementType of agreementTypes) await publishFirst(agreementType, bootstrap, tenantId, deps);
  const issuerSecret = await deps.identity.applicationSecret(clientId);
  invariant(issuerSecret, 'the issuer knows the operator’s first application');
  const clientSecret = await presentSecret({ tenantId, appId: clientId }, issuerSecret, bootstrap.at, deps);
  return { tenantId, clientId, clientSecret };
}

/** Days before the end of the operator's secret from which a repeat makes the next one; both count until that end. */
const RENEWAL_DAYS = 90;

/**
 * The operator's secrets are derived from the issuer's, so that a repeat can answer the present one although only hashes are
 * stored. The first one of installations from before that is the issuer's own.
 */
const derivedSecret = (issuerSecret: string, { appId, secretId }: { appId: string; secretId: string }): string =>
  secretId === appId ? issuerSecret : createHmac('sha256', issuerSecret).update(secretId).digest('base64url');

const newSecret = (issuerSecret: string, appId: string, at: Instant): { secret: Secret; value: string } => {
  const secretId = `operator-${epochMs(at)}`;
  const value = derivedSecret(issuerSecret, { appId, secretId });
  return { secret: { secretId, hash: linkHash(value), createdAt: at, expiresAt: latestEnd(at) }, value };
};

/** The operator has nobody above it who could make it a secret, so this does before the last one ends. */
const presentSecret = (
  ids: { tenantId: string; appId: string },
  issuerSecret: string,
  at: Instant,
  { table }: BootstrapDeps,
): Promise<string> =>
  retryOnConflict(async () => {
    const applications = applicationStore(table);
    const before = await applications.load(ids);
    invariant(before, 'the operator has its first application');
    const live = liveSecrets(before, at);
    const newest = live.at(-1);
    if (newest && endOfSecret(newest) > addDaysTo(at, RENEWAL_DAYS))
      return derivedSecret(issuerSecret, { appId: ids.appId, secretId: newest.secretId });
    const { secret, value } = newSecret(issuerSecret, ids.appId, at);
    await table.write(applications.writes(before, { ...before, secrets: [...live, secret] }));
    return value;
  });

/** Two bootstraps at once: one stores its tenant, the other's client is taken back. */
async function makeOperator({ at, newTenantId: tenantId, domain }: Bootstrap, deps: BootstrapDeps): Promise<void> {
  const made = await deps.identity.createApplication({
    displayName: 'Program operator',
    redirectUris: [],
    confidential: true,
  });
  invariant(made.clientSecret, 'a confidential client has a secret');
  const application: Application = {
    tenantId,
    appId: made.clientId,
    version: 0,
    displayName: 'Program operator',
    redirectUris: [],
    agentRoles: [],
    isGlobalAdmin: false,
    isOperator: true,
    createdAt: at,
    isDeleted: false,
    secrets: [newSecret(made.clientSecret, made.clientId, at).secret],
  };
  const account = { tenantId, name: 'Program operator', domain, country: 'US', isOperator: true } as const;
  try {
    await deps.table.write([
      putNew(bootstrapItem.toItem(bootstrapKey, { tenantId, clientId: made.clientId })),
      putNew(accountItem(account, 1)),
      domainStore(deps.table).claim({ domain, tenantId }),
      ...applicationStore(deps.table).writes(undefined, application),
    ]);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    await deps.identity.deleteApplication(made.clientId);
  }
}

/** Ids of the first versions, the same in every installation: integrations may know them. */
const FIRST_TEMPLATES: Readonly<Record<AgreementType, string>> = {
  MicrosoftCloudAgreement: '998b88de-aa99-4388-a42c-1b3517d49490',
  MicrosoftCustomerAgreement: '117a77b0-9360-443b-8795-c6dedc750cf9',
};

async function publishFirst(agreementType: AgreementType, { at }: Bootstrap, tenantId: string, deps: BootstrapDeps) {
  const agreements = agreementStore(deps.table);
  if (await agreements.version({ agreementType, versionRank: 1 })) return;
  const templateId = FIRST_TEMPLATES[agreementType];
  const documents = [{ country: 'US', language: 'en-US', text: firstAgreementText(agreementType) }];
  const template: AgreementTemplate = {
    templateId,
    agreementType,
    versionRank: 1,
    effectiveAt: at,
    reacceptanceFrom: at,
    publishedAt: at,
    documents: documents.map(({ country, language }) => ({ country, language })),
  };
  const actor = { tenantId, kind: 'schedule' } as const;
  const cause = { actor, correlationId: templateId, causationId: 'bootstrap' };
  try {
    await deps.table.write(await agreements.publishWrites(template, documents, { at, cause }));
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    deps.log.info('the first customer agreement was there already', { agreementType });
  }
}
