import type { ApiParts } from '../../../shared/http/api-parts.ts';
import { cognitoIdentityProvider, type IdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { aesSeal, type Seal } from '../../../shared/identity/seal.ts';
import { type RotatingSecrets, rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { systemChance } from './chance.ts';
import type { TenancyDeps as Deps } from './context.ts';
import { customerDomainSuffixes } from './environment.ts';
import { discoveredIssuer } from './issuer.ts';
import { scryptPasswords } from './password-hash.ts';

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
  parts: ApiParts,
): Promise<{ deps: Deps; seal: Seal; secrets: Pick<RotatingSecrets<string>, 'moveTo'> }> {
  const [linkName, sessionName] = [setting('LINK_SECRET_PARAMETER'), setting('SESSION_SECRET_PARAMETER')];
  const secrets = await rotatingSecrets([linkName, sessionName]);
  const deps: Deps = {
    table: parts.table,
    records: parts.records,
    log: parts.observability.log,
    tokens: parts.tokens,
    identity: rememberingSecrets(cognitoIdentityProvider(setting('USER_POOL_ID'))),
    issuer: discoveredIssuer({ issuer: setting('ISSUER'), signInClientId: setting('SIGN_IN_CLIENT_ID') }),
    chance: systemChance,
    passwords: scryptPasswords(),
    cookies: aesSeal(secrets.inForce(sessionName), 'cookie'),
    linkSecret: secrets.inForce(linkName),
    settings: {
      customerDomainSuffixes: customerDomainSuffixes(),
      mfaRequired: parts.mfaRequired,
      programName: setting('PROGRAM_NAME'),
    },
  };
  return { deps, seal: aesSeal(secrets.inForce(sessionName), 'stored answer'), secrets };
}
