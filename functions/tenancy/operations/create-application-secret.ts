import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../shared/http/call.ts';
import { linkHash } from '../../../shared/identity/links.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { instant, toWireInstant } from '../../../shared/kernel/time.ts';
import { liveSecrets, SECRETS_MAX, type Secret } from '../domain/application.ts';
import { given } from '../domain/given.ts';
import type { tenancyRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import type { Deps } from './dependencies.ts';

type Create = typeof tenancyRoutes.routes.createApplicationSecret;

/**
 * Makes a secret of an application. Its hash is stored, and for a repeat of the call the answer, sealed. The token endpoint knows our secrets; the issuer's own one never leaves the platform.
 */
export const createApplicationSecret: Operation<Create, Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Create>, { table, chance }: Deps): ReturnType<Operation<Create, Deps>> => {
  const applications = applicationStore(table);
  const before = await applications.load({ tenantId: call.caller.tenantId, appId: call.path.appId });
  if (!before) return refuse('resource_not_found');
  const live = liveSecrets(before, call.at);
  if (live.length >= SECRETS_MAX)
    return refuse('invalid_input', { description: `An application has at most ${SECRETS_MAX} secrets.` });
  const expiresAt = call.body?.expiryDate === undefined ? undefined : instant(call.body.expiryDate);
  if (expiresAt !== undefined && expiresAt <= call.at)
    return refuse('invalid_input', { field: 'expiryDate', description: 'expiryDate lies in the past.' });
  const secret = chance.secret();
  const secretId = call.once.id('secret');
  const kept: Secret = given({ secretId, hash: linkHash(secret), createdAt: call.at, expiresAt });
  const body = {
    secretId,
    createdDate: toWireInstant(call.at),
    ...given({ expiryDate: expiresAt && toWireInstant(expiresAt) }),
    secret,
    attributes: { objectType: 'ApplicationSecret' as const },
  };
  await table.write([
    ...applications.writes(before, { ...before, secrets: [...live, kept] }),
    ...call.once.complete({ status: 201, body }),
  ]);
  return ok({ status: 201, body });
};
