import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { toApplicationWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';

/** Lists the app registrations of the own tenant. */
export const listApplications: Operation<typeof peopleRoutes.listApplications, Deps> = async (
  { caller },
  { table },
) => {
  const applications = await applicationStore(table).list(caller.tenantId);
  return ok({ status: 200, body: collection(applications.map(toApplicationWire)) });
};
