import type { ApiParts } from '../../../shared/http/api-parts.ts';
import { cognitoIdentityProvider, type IdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { aesSeal, type Seal } from '../../../shared/identity/seal.ts';
import { type RotatingSecrets, rotatingSecrets } from '../../../shared/identity/secrets.ts';
import type { Deps } from '../operations/dependencies.ts';
import type { Suffixes } from '../tenants/domain/domain-name.ts';
import { systemChance } from './chance.ts';
import { discoveredIssuer } from './issuer.ts';
import { scryptPasswords } from './password-hash.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws TypeError when a setting is missing: a function without it must not start. */
export function setting(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new TypeError(`the environment has ${name}`);
  return value;
}

/** Domains below which customers get names, the first one first. */
export const suffixesOf = (env: Environment): Suffixes =>
  setting(env, 'CUSTOMER_DOMAIN_SUFFIXES').split(',') as unknown as Suffixes;

/** The issuer's secrets of clients never change: a function asks for each once. */
function rememberingSecrets(identity: IdentityProvider): IdentityProvider {
  const known = new Map<string, string | undefined>();
  return {
    ...identity,
    async applicationSecret(clientId) {
      if (!known.has(clientId)) known.set(clientId, await identity.applicationSecret(clientId));
      return known.get(clientId);
    },
  };
}

/** What the context works with on AWS, and what seals stored answers; secrets are told the time of each call. */
export async function apiDependencies(
  env: Environment,
  parts: ApiParts,
): Promise<{ deps: Deps; seal: Seal; secrets: Pick<RotatingSecrets<string>, 'moveTo'> }> {
  const [linkName, sessionName] = [setting(env, 'LINK_SECRET_PARAMETER'), setting(env, 'SESSION_SECRET_PARAMETER')];
  const secrets = await rotatingSecrets([linkName, sessionName]);
  const deps: Deps = {
    table: parts.table,
    records: parts.records,
    log: parts.observability.log,
    tokens: parts.tokens,
    identity: rememberingSecrets(cognitoIdentityProvider(setting(env, 'USER_POOL_ID'))),
    issuer: discoveredIssuer({ issuer: setting(env, 'ISSUER'), signInClientId: setting(env, 'SIGN_IN_CLIENT_ID') }),
    chance: systemChance,
    passwords: scryptPasswords(),
    cookies: aesSeal(secrets.inForce(sessionName), 'cookie'),
    linkSecret: secrets.inForce(linkName),
    settings: {
      customerDomainSuffixes: suffixesOf(env),
      mfaRequired: parts.mfaRequired,
      programName: setting(env, 'PROGRAM_NAME'),
    },
  };
  return { deps, seal: aesSeal(secrets.inForce(sessionName), 'stored answer'), secrets };
}
