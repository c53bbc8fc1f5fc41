import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore, REGISTRATION_ATTEMPTS } from '../store/application-store.ts';
import type { Deps } from './dependencies.ts';

/** Deletes an app registration: no new token from now on, and those it has are refused within a minute. */
export const deleteApplication: Operation<typeof peopleRoutes.deleteApplication, Deps> = (call, { table, identity }) =>
  retryOnConflict(async () => {
    const { caller, path } = call;
    const applications = applicationStore(table);
    const before = await applications.load({ tenantId: caller.tenantId, appId: path.appId });
    if (!before) return refuse('resource_not_found');
    const kept = await applications.kept(caller.tenantId);
    const told = { ...occasionOf(call), change: 'unregistered' } as const;
    await table.write([
      ...applications.writes(before, { ...before, isDeleted: true, secrets: [] }, told),
      applications.lessWrite(caller.tenantId, kept),
    ]);
    await identity.deleteApplication(before.appId);
    return ok({ status: 204 });
  }, REGISTRATION_ATTEMPTS);
