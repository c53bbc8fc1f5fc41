import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { toApplicationWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';

/** Reads one app registration. */
export const viewApplication: Operation<typeof peopleRoutes.viewApplication, Deps> = async (
  { caller, path },
  { table },
) => {
  const application = await applicationStore(table).load({ tenantId: caller.tenantId, appId: path.appId });
  return application ? ok({ status: 200, body: toApplicationWire(application) }) : refuse('resource_not_found');
};
