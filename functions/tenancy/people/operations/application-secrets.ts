import { collection } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { liveSecrets } from '../domain/application.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { toSecretWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof peopleRoutes;

/** Lists the secrets of an application that still count; no value is kept that could be shown. */
export const listApplicationSecrets: Operation<Routes['listApplicationSecrets'], Deps> = async (
  { caller, path, at },
  { table },
) => {
  const application = await applicationStore(table).load({ tenantId: caller.tenantId, appId: path.appId });
  if (!application) return refuse('resource_not_found');
  return ok({ status: 200, body: collection(liveSecrets(application, at).map(toSecretWire)) });
};

/**
 * Withdraws a secret. The token endpoint reads the application consistently, so the next request with it is refused. The
 * last one may go, too: a secret that leaked must not stay for want of another.
 */
export const deleteApplicationSecret: Operation<Routes['deleteApplicationSecret'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const { caller, path, at } = call;
    const applications = applicationStore(table);
    const before = await applications.load({ tenantId: caller.tenantId, appId: path.appId });
    const live = before && liveSecrets(before, at);
    if (!live?.some(({ secretId }) => secretId === path.secretId)) return refuse('resource_not_found');
    const secrets = live.filter(({ secretId }) => secretId !== path.secretId);
    const told = { ...occasionOf(call), change: 'secretWithdrawn', secretId: path.secretId } as const;
    await table.write(applications.writes(before, { ...before!, secrets }, told));
    return ok({ status: 204 });
  });
