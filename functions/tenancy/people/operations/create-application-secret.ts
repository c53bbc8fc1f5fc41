import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { linkHash } from '../../../../shared/identity/links.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { instant, toWireInstant } from '../../../../shared/kernel/time.ts';
import { latestEnd, liveSecrets, SECRETS_MAX, type Secret } from '../domain/application.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { toSecretWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';

type Create = typeof peopleRoutes.createApplicationSecret;

/** Characters of 43 that may be shown: what is left has 240 bits. */
const HINT_LENGTH = 3;

/**
 * Makes a secret of an application; it lives two years at most. Its hash is stored, and for a repeat of the call the answer,
 * sealed. The token endpoint knows our secrets; the issuer's own one never leaves the platform.
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
  const latest = latestEnd(call.at);
  const expiresAt = call.body?.expiryDate === undefined ? latest : instant(call.body.expiryDate);
  if (expiresAt <= call.at)
    return refuse('invalid_input', { field: 'expiryDate', description: 'expiryDate lies in the past.' });
  if (expiresAt > latest) {
    const description = `A secret lives two years at most: expiryDate is ${toWireInstant(latest)} or earlier.`;
    return refuse('invalid_input', { field: 'expiryDate', description });
  }
  const secret = chance.secret();
  const secretId = call.once.id('secret');
  const kept: Secret = {
    secretId,
    hash: linkHash(secret),
    hint: secret.slice(0, HINT_LENGTH),
    createdAt: call.at,
    expiresAt,
  };
  const body = {
    ...toSecretWire(kept),
    secret,
    attributes: { objectType: 'ApplicationSecret' as const },
  };
  const told = { ...occasionOf(call), change: 'secretCreated', secretId } as const;
  await table.write([
    ...applications.writes(before, { ...before, secrets: [...live, kept] }, told),
    ...call.once.complete({ status: 201, body }),
  ]);
  return ok({ status: 201, body });
};
