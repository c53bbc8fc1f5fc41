import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { allAtOnce } from '../../../shared/http/served.ts';
import { cognitoIdentityProvider, type IdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { aesSeal } from '../../../shared/identity/seal.ts';
import { rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { tenancySignInRoutes } from '../routes.ts';
import { signInOperations } from '../sign-in/handlers.ts';
import type { Deps } from '../sign-in/operations/dependencies.ts';
import { systemChance } from './chance.ts';
import { table } from './environment.ts';
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

const parts = apiParts(apiSettings(process.env), observability('tenancy-sign-in'), table);
const [linkName, sessionName] = [setting('LINK_SECRET_PARAMETER'), setting('SESSION_SECRET_PARAMETER')];
const secrets = await rotatingSecrets([linkName, sessionName]);

const dependencies: Deps = {
  table,
  records: parts.records,
  tokens: parts.tokens,
  identity: rememberingSecrets(cognitoIdentityProvider(setting('USER_POOL_ID'))),
  issuer: discoveredIssuer({ issuer: setting('ISSUER'), signInClientId: setting('SIGN_IN_CLIENT_ID') }),
  chance: systemChance,
  passwords: scryptPasswords(),
  cookies: aesSeal(secrets.inForce(sessionName), 'cookie'),
  linkSecret: secrets.inForce(linkName),
  settings: { mfaRequired: parts.mfaRequired, programName: setting('PROGRAM_NAME') },
};

const answer = apiHandler(allAtOnce(tenancySignInRoutes, signInOperations), dependencies, parts);

/** Entry of the function that signs people and applications in: token endpoint, pages of invitations and passwords. */
export const handler: typeof answer = async (event) => {
  await secrets.moveTo(instant(event.requestContext.timeEpoch));
  return answer(event);
};
